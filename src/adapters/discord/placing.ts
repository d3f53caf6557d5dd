/** Which workspace something that happened belongs to, and what is known of the place. */
import { type APIInteraction, ComponentType, InteractionType, MessageFlags } from 'discord.js';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Store } from '../../coordination/ports.ts';
import type { Homes } from './homes.ts';
import { clipTo, LIMITS } from './limits.ts';
import type { Payload } from './payload.ts';
import { kindOf, type ServerFacts } from './profile.ts';
import type { Where } from './refs.ts';
import type { Servers } from './servers.ts';
import { escaped } from './text.ts';

/** A place in a workspace. */
export interface Placed {
  readonly workspace: WorkspaceId;
  readonly where: Where;
  /** Null for a direct message. */
  readonly server: ServerFacts | null;
}

/** What happened, and where. Without a server it is a direct message. */
export interface Happened {
  readonly server: string | undefined;
  readonly channel: string;
  /** Who did it. */
  readonly account: string;
  /** The message that it is about, which may tell whose a direct message is. */
  readonly message?: string | undefined;
}

export type PlacedOrNot =
  | { readonly placed: Placed }
  /** Baton is nowhere that this person is. */
  | { readonly placed: null; readonly among: readonly string[] };

export interface PlacingParts {
  readonly servers: Servers;
  readonly homes: Homes;
  readonly store: Store;
  readonly route: (scope: string) => Promise<WorkspaceId | null>;
}

/** `among`, where nothing is placed, are the servers it may belong to. */
export async function place(happened: Happened, parts: PlacingParts): Promise<PlacedOrNot> {
  if (happened.server !== undefined) {
    const placed = await inServer(happened.server, happened.channel, parts);
    return placed ? { placed } : { placed: null, among: [] };
  }
  const scopes = await parts.homes.of(happened.account);
  const scope = scopes.length > 1 ? await shownFrom(scopes, happened, parts) : scopes[0];
  const workspace = scope === undefined ? null : await parts.route(scope);
  if (scope === undefined || !workspace) return { placed: null, among: scopes };
  return { placed: { workspace, server: null, where: { scope, kind: 'direct', name: 'direct message' } } };
}

async function inServer(
  scope: string,
  channel: string,
  { servers, route }: PlacingParts,
): Promise<Placed | null> {
  const workspace = await route(scope);
  const server = workspace && (await servers.facts(scope));
  if (!workspace || !server) return null;
  const facts = await servers.channel(server, channel);
  // A channel that Baton may not see: whoever acts in it sees it.
  const known = facts ? { kind: kindOf(server, facts), name: facts.name } : UNSEEN;
  return { workspace, server, where: { scope, ...known } };
}

const UNSEEN = { kind: 'private', name: 'a hidden channel' } as const;

/** Of several, the one whose item the message shows. */
async function shownFrom(
  scopes: readonly string[],
  { channel, message }: Happened,
  { store, route }: PlacingParts,
): Promise<string | undefined> {
  if (message === undefined) return undefined;
  for (const scope of scopes) {
    const workspace = await route(scope);
    const ref = { platform: 'discord', scope, channel, message } as const;
    const shown = workspace && (await store.transact(workspace, (tx) => tx.items.byShownMessage(ref)));
    if (shown) return scope;
  }
  return undefined;
}

const CHOICE = 'h1';

/** The server that was chosen, where an interaction is that choice. */
export function homeChosen({ type, data }: APIInteraction): string | null {
  const { custom_id: id, values } = (data ?? {}) as { custom_id?: string; values?: readonly string[] };
  return type === InteractionType.MessageComponent && id === CHOICE ? (values?.[0] ?? null) : null;
}

/** Which of several workspaces someone means who writes directly. */
export async function whichHome(
  scopes: readonly string[],
  { store, route }: Pick<PlacingParts, 'store' | 'route'>,
): Promise<Payload> {
  const options: { label: string; value: string }[] = [];
  for (const scope of scopes.slice(0, LIMITS.choices)) {
    const workspace = await route(scope);
    const name = workspace && (await store.transact(workspace, async (tx) => (await tx.workspace()).name));
    if (name) options.push({ label: clipTo(name, LIMITS.choiceLabel), value: scope });
  }
  const words = 'You are in several workspaces. Choose the one you mean, then ask again.';
  return {
    components: [
      { type: ComponentType.TextDisplay, content: escaped(words).markdown },
      {
        type: ComponentType.ActionRow,
        components: [
          { type: ComponentType.StringSelect, custom_id: CHOICE, placeholder: 'Workspace', options },
        ],
      },
    ],
    flags: MessageFlags.IsComponentsV2,
    allowed_mentions: { parse: [] },
  };
}
