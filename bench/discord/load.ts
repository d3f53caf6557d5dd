/** What people are made to do at Discord in the bench, and what it tells of it. Plain data: it travels between processes. */
export interface Load {
  readonly path: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly count: number;
  readonly atOnce: number;
}

export interface Loaded {
  readonly perSecond: number;
  /** What the last answer said, as it was sent. */
  readonly answer: object;
}

/** Discord as a side needs it. */
export interface DiscordReady {
  readonly url: string;
  readonly token: string;
  readonly applicationId: string;
}
