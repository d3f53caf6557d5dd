/** Placeholder until the calendar helper writes it: the shared types are final. */
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;
/** An IANA zone name, such as `Europe/London`. */
export type Zone = string;
/** ISO 8601 day of the week: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** A local date, `YYYY-MM-DD`. */
export type LocalDate = string;

/** When someone works: spans of minutes after local midnight for each weekday, in a zone, less the days off. */
export interface WorkingTime {
  readonly zone: Zone;
  readonly hours: Readonly<Partial<Record<Weekday, readonly { readonly from: number; readonly to: number }[]>>>;
  readonly holidays: ReadonlySet<LocalDate>;
}

/** Minutes after local midnight; `from` after `to` spans midnight. Days off are quiet all day. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}
