/** What Slack is asked to send in the bench, and what it tells of it. Plain data: it travels between processes. */

export interface Load {
  /** The request URL of the side. */
  readonly url: string;
  readonly send: 'command' | 'mention';
  /** What is typed; `…` stands for a word of its own each time. */
  readonly text: string;
  readonly count: number;
  readonly atOnce: number;
  /** What ends one: the answer to the request, or words posted, or shown to one person, that hold the word of its own. */
  readonly until: 'answered' | 'posted' | 'whispered';
}

export interface Loaded {
  readonly perSecond: number;
  /** Milliseconds within which ninety-nine of a hundred requests were acknowledged. */
  readonly acknowledged99: number;
  /** The body of the last answer. */
  readonly answer: string;
}

/** What is told of so many messages, taken from the instant `since` on. */
export interface Posts {
  readonly posts: number;
  readonly since: number;
}

export interface Posted {
  /** Milliseconds from that instant until the last was taken, and until ninety-five of a hundred were. */
  readonly lastAfter: number;
  readonly lateness95: number;
}

/** Slack as a side needs it. */
export interface SlackReady {
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly teams: readonly SlackTeam[];
}

export interface SlackTeam {
  readonly id: string;
  readonly botToken: string;
  readonly botUser: string;
  readonly botId: string;
  readonly user: string;
  /** Others of it. */
  readonly people: readonly string[];
  readonly channels: readonly string[];
}
