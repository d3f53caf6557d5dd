/** Where things are said. A platform's own names are kept as opaque strings. */

export const PLATFORMS = ['slack', 'discord', 'playground'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** A Slack team, a Discord server or the playground: what Baton is installed into. */
export interface Installation {
  readonly platform: Platform;
  /** Slack team id, Discord guild id; of a Discord direct message, which belongs to no guild, `@me`. */
  readonly scope: string;
}

export interface AccountRef extends Installation {
  /** The person's id on the platform. */
  readonly account: string;
}

export interface ChannelRef extends Installation {
  readonly channel: string;
}

export interface MessageRef extends ChannelRef {
  readonly message: string;
  /** The root message of the thread it stands in, when it stands in one. */
  readonly thread?: string | undefined;
}

/** `public` is open to every member of the workspace; `private` has its own members; `direct` is one person and Baton. */
export type ChannelKind = 'public' | 'private' | 'direct';
