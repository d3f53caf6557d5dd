/** What the domain asks of the world. Each port is small, required and whole; adapters implement them. */

import type { Approval } from './approvals/approval.ts';
import type { DaysOff, Instant } from './calendar.ts';
import type { Chart } from './chart.ts';
import type { AfterFault } from './delivery/after-fault.ts';
import type { Next } from './delivery/after-send.ts';
import type { Claimed, Outcome, Outgoing } from './delivery/outbox.ts';
import type { DigestPart, DigestQuery } from './digests/parts.ts';
import type { Week } from './flow/week.ts';
import type { WeeklyStore } from './flow/weekly-store.ts';
import type { Entry } from './history/history.ts';
import type {
  ApprovalId,
  ApprovalKey,
  ChannelId,
  InboxId,
  ItemId,
  ItemKey,
  OutboxId,
  PersonId,
  RoundId,
  StandupId,
  TeamId,
  WorkspaceId,
} from './ids.ts';
import type { Message } from './message.ts';
import type { NudgeStore } from './nudges/store.ts';
import type { Away } from './people/away.ts';
import type { Person } from './people/person.ts';
import type { ChannelProfile, Profile } from './people/profile.ts';
import type { AccountRef, ChannelKind, ChannelRef, Installation, MessageRef, Platform } from './places.ts';
import type { Relation, RelationKind } from './relations/relation.ts';
import type { StandupStore } from './standups/store.ts';
import type { Team } from './teams/team.ts';
import type { Priority, WorkItem } from './work-items/item.ts';
import type { Workspace } from './workspaces/workspace.ts';

export interface Clock {
  now(): Instant;
}

/** The public holidays of regions, by their codes. */
export interface Holidays {
  isRegion(code: string): boolean;
  daysOff(code: string): DaysOff;
}

/** Fresh identifiers and salts. */
export interface Ids {
  uuid(): string;
  /** 16 random bytes in hexadecimal. */
  salt(): string;
}

export interface Store {
  /** The workspace that an installation belongs to; null when Baton is not installed there. */
  route(installation: Installation): Promise<WorkspaceId | null>;
  /**
   * Runs `work` in one transaction that sees one workspace alone. What `work` throws undoes everything and is thrown on.
   * No statement of `work` runs after the promise has settled. With `withinMs`, a statement that takes longer ends the
   * transaction with TookTooLong, so that what a person waits for can be finished from the inbox instead. `intake` is for
   * what a platform waits for before it is written down: it stands in no line behind what is done with the rest.
   */
  transact<T>(
    workspace: WorkspaceId,
    work: (tx: Transaction) => Promise<T>,
    limits?: { readonly withinMs?: number; readonly intake?: boolean },
  ): Promise<T>;
  /** The next key of a workspace, taken outside any transaction so that no one waits for another's commit; gaps are allowed. */
  nextItemKey(workspace: WorkspaceId): Promise<ItemKey>;
  readonly links: Links;
}

/**
 * What joins two workspaces' installations, or two accounts. It reaches past one workspace, so it is no part of a
 * transaction: each is done, or not, by itself.
 */
export interface Links {
  /** Gives out a code for whoever enters it in time, once. */
  offer(offer: LinkOffer, code: string, expiresAt: Instant): Promise<void>;
  /** Takes a code back out; null for one that is wrong, used, or too old, and for one that was meant for something else. */
  redeem(code: string, meant: Pick<LinkOffer, 'person'>, now: Instant): Promise<LinkOffer | null>;
  /** Moves an installation to another workspace. What it leaves goes after the retention time, when nothing else is installed there. */
  move(installation: Installation, from: WorkspaceId, to: WorkspaceId, now: Instant): Promise<void>;
  /** Ends an installation of one workspace, and gives it one of its own. */
  part(installation: Installation, from: WorkspaceId, workspace: Workspace, now: Instant): Promise<void>;
  /** Where a workspace is installed, and what that is called, where it is known. */
  installations(workspace: WorkspaceId): Promise<(Installation & { readonly name: string | null })[]>;
}

export interface LinkOffer {
  readonly workspace: WorkspaceId;
  /** Whose account is to be joined with another; null for an installation that is. */
  readonly person: PersonId | null;
}

/** One transaction, in one workspace. Reads that precede a change of an item take it locked. */
export interface Transaction {
  readonly workspaceId: WorkspaceId;
  /**
   * Notes the key of an event or interaction as handled; false when it was before, and then nothing must be done. A row
   * that waits in the inbox under this key is handled with it, in this commit.
   */
  once(key: string): Promise<boolean>;
  /** Waits for the others who meet somebody of this workspace, or a channel, for the first time: whom they met is then seen. */
  meeting(): Promise<void>;
  workspace(): Promise<Workspace & { readonly clockOffset: number }>;
  saveWorkspace(workspace: Workspace): Promise<void>;
  readonly people: PeopleStore;
  readonly teams: TeamStore;
  readonly channels: ChannelStore;
  readonly items: ItemStore;
  readonly outbox: OutboxStore;
  readonly reactions: ReactionStore;
  readonly nudges: NudgeStore;
  readonly approvals: ApprovalStore;
  /** Has an approval looked at again at an instant of the workspace's clock; once for each `key`. */
  later(key: string, approval: ApprovalKey, at: Instant): Promise<void>;
  readonly standups: StandupStore;
  readonly weeklies: WeeklyStore;
  readonly flow: FlowStore;
}

export interface PeopleStore {
  byAccount(account: AccountRef): Promise<Person | null>;
  byIds(ids: readonly PersonId[]): Promise<Person[]>;
  byHandles(handles: readonly string[]): Promise<Person[]>;
  /** People whose handle or a word of whose name starts with `prefix`, for completion. */
  startingWith(prefix: string, limit: number): Promise<Person[]>;
  accountsOf(person: PersonId): Promise<AccountRef[]>;
  /** Someone new; of someone known what they set themselves stays, for it may be set while their platform tells of them. */
  save(person: Person): Promise<void>;
  /** What someone sets themselves. */
  setOwn(person: PersonId, own: Partial<Pick<Person, 'zone' | 'hours'>>): Promise<void>;
  /** Notes that a person of several accounts was last seen with this one. */
  usedAccount(account: AccountRef): Promise<void>;
  /** Takes an account away from its person. */
  removeAccount(account: AccountRef): Promise<void>;
  /** Makes all that is bound to one person another's, but for items: accounts, channels, reactions, what waits to be said. */
  absorb(from: PersonId, into: PersonId): Promise<void>;
  /** Ties an account to a person. */
  saveAccount(person: PersonId, account: AccountRef): Promise<void>;
  /** The people of these accounts of one installation, those who are known. */
  byAccounts(installation: Installation, accounts: readonly string[]): Promise<Person[]>;
  /** Ties an account to a person, with what its platform tells of it. */
  saveProfile(person: PersonId, account: AccountRef, profile: Profile): Promise<void>;
  /** What platforms tell of a person's accounts. */
  profilesOf(person: PersonId): Promise<{ readonly account: AccountRef; readonly profile: Profile }[]>;
  admins(): Promise<Person[]>;
  /** Those of them who are away now, or will be. */
  absences(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Away>>;
  /** Null: they are back. */
  setAway(person: PersonId, away: Away | null): Promise<void>;
}

export interface TeamStore {
  byHandle(handle: string): Promise<Team | null>;
  byIds(ids: readonly TeamId[]): Promise<Team[]>;
  all(): Promise<Team[]>;
  /** The person's teams, the one joined first ahead: its zone and hours hold for people who set none. */
  of(person: PersonId): Promise<Team[]>;
  /** The same, of several people. */
  ofEach(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, readonly Team[]>>;
  save(team: Omit<Team, 'daysOff'>): Promise<void>;
  /** Whether the public holidays of a region are known: `DE`, `GB-ENG`, `US-NY`. */
  isRegion(code: string): boolean;
  remove(team: TeamId): Promise<void>;
}

export interface Channel {
  readonly id: ChannelId;
  readonly ref: ChannelRef;
  readonly kind: ChannelKind;
  readonly name: string;
  /** Why nothing can be sent there, in the platform's word for it; null while it works. */
  readonly off: string | null;
}

export interface ChannelStore {
  byRef(ref: ChannelRef): Promise<Channel | null>;
  byId(id: ChannelId): Promise<Channel | null>;
  byIds(ids: readonly ChannelId[]): Promise<Channel[]>;
  byName(name: string): Promise<Channel | null>;
  /** Those of an installation in which Baton may not write, though they are there. */
  closedIn(installation: Installation): Promise<ChannelRef[]>;
  save(channel: Channel): Promise<void>;
  /** Replaces who is in a channel, as the platform tells it. */
  setMembers(channel: ChannelId, members: readonly PersonId[]): Promise<void>;
  isMember(channel: ChannelId, person: PersonId): Promise<boolean>;
  /** Those that its platform told of. */
  members(channel: ChannelId): Promise<PersonId[]>;
  membersOfEach(channels: readonly ChannelId[]): Promise<ReadonlyMap<ChannelId, readonly PersonId[]>>;
  addMember(channel: ChannelId, person: PersonId): Promise<void>;
  removeMember(channel: ChannelId, person: PersonId): Promise<void>;
}

/** Who asks: every query is filtered by what they may see. */
export interface Viewer {
  readonly person: PersonId;
  readonly guest: boolean;
}

/** Every part given must hold. Instants are compared with the item's due date. */
export interface ItemFilter {
  readonly owner?: PersonId | 'nobody';
  readonly requester?: PersonId;
  readonly reviewer?: PersonId;
  /** Its handoff waits to be accepted. */
  readonly offered?: boolean;
  /** Asked to accept its handoff. */
  readonly offeredTo?: PersonId;
  readonly team?: TeamId;
  readonly priority?: Priority;
  /** `unended` is every stage but done and cancelled. */
  readonly stage?: 'unended' | 'open' | 'active' | 'review' | 'done' | 'cancelled';
  readonly blocked?: boolean;
  readonly dueBefore?: Instant;
  readonly dueFrom?: Instant;
  /** Whether someone owns it. */
  readonly owned?: true;
  /** An approval of it waits to be answered. */
  readonly asked?: true;
  /** In its stage, and untouched, since before this instant. */
  readonly untouchedSince?: Instant;
  /** Changed since, of those that have ended. */
  readonly endedSince?: Instant;
  /** Words that the title contains, in any case. */
  readonly words?: string;
}

/** An item by its name. */
export type Titled = Pick<WorkItem, 'id' | 'key' | 'title'>;

export interface ItemPage {
  readonly items: readonly WorkItem[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
  /** How many there are in all; null when there are more than a hundred, which no one counts. */
  readonly total: number | null;
}

/** An item, as a message of Baton's shows it. */
export interface ShownItem {
  readonly item: WorkItem;
  readonly shown: 'card' | 'notice' | 'offer' | 'nudges' | 'approval';
  /** Of an offer the number of its handoff, of an approval that of its revision; else 0. */
  readonly number: number;
  /** Which approval it shows. */
  readonly approval: ApprovalId | null;
}

/** A reaction that stands, to a message that asks for an approval. */
export interface StandingReaction {
  readonly on: MessageRef;
  readonly person: PersonId;
  readonly emoji: string;
}

/** Who reacts with an emoji, as their platform tells: `emoji` by its name, skin tones left out. */
export interface Reacted {
  readonly emoji: string;
  readonly accounts: readonly string[];
}

/** Not filtered by audience: who may see its item may see an approval. */
export interface ApprovalStore {
  /** Locked until the end of the transaction when `lock` is set; its item is locked before. */
  byKey(key: ApprovalKey, lock?: boolean): Promise<Approval | null>;
  byId(id: ApprovalId): Promise<Approval | null>;
  /** Of an item, the first asked ahead. */
  ofItem(item: ItemId, lock?: boolean): Promise<Approval[]>;
  /** Of several items those that are undecided. */
  pendingOf(items: readonly ItemId[]): Promise<Approval[]>;
  /** Whether one is undecided that this person asked for, is asked for, or has answered. */
  isPartOf(person: PersonId): Promise<boolean>;
  /** Those that are open and name this person or a team of theirs, the soonest due ahead. */
  waitingOn(person: PersonId, limit: number): Promise<Approval[]>;
  /** Those that lapsed and this person may ask again, of items that have not ended, the latest ahead. */
  lapsedOf(person: PersonId, limit: number): Promise<Approval[]>;
  /** Waits for whoever is just asking; taken last in a transaction. */
  nextKey(): Promise<ApprovalKey>;
  insert(approval: Approval, entry: Entry): Promise<void>;
  update(approval: Approval, entry: Entry): Promise<void>;
  history(approval: ApprovalId): Promise<Entry[]>;
  /** The messages that ask for this revision, as far as they were sent. */
  messages(approval: ApprovalId, revision: number): Promise<MessageRef[]>;
  /** Reactions that stand, as far as is known, to the messages that ask for this revision. */
  reactions(approval: ApprovalId, revision: number): Promise<StandingReaction[]>;
}

export interface ItemStore {
  /** The item, if `viewer` may see it. Locked until the end of the transaction when `lock` is set. */
  byKey(key: ItemKey, viewer: Viewer, lock?: boolean): Promise<WorkItem | null>;
  /** For Baton's own work: not filtered by audience. Locked in key order when `lock` is set. */
  byIds(ids: readonly ItemId[], lock?: boolean): Promise<WorkItem[]>;
  bySource(ref: MessageRef): Promise<WorkItem | null>;
  /** Items that a person has to do with: theirs, asked for, reviewed, watched, offered to them. */
  concerning(person: PersonId): Promise<ItemId[]>;
  /** Whether there is any item at all. */
  any(): Promise<boolean>;
  /** The item whose card or notice a message is. */
  byShownMessage(ref: MessageRef): Promise<ShownItem | null>;
  /** Which of these items the viewer may see. */
  visible(ids: readonly ItemId[], viewer: Viewer): Promise<ReadonlySet<ItemId>>;
  list(
    filter: ItemFilter,
    viewer: Viewer,
    page: { readonly size: number; readonly after: string | null },
  ): Promise<ItemPage>;
  /** What a digest tells of them, the parts that hold something alone. */
  digest(query: DigestQuery): Promise<readonly DigestPart[]>;
  /** Items whose key or title starts with these words, most recently changed first, for completion. */
  startingWith(words: string, viewer: Viewer, limit: number): Promise<WorkItem[]>;
  /** The first unended item with several of these words in its title whose title is meant; those with the most ahead. */
  withWords(
    words: readonly string[],
    isMeant: (title: string) => boolean,
    viewer: Viewer,
  ): Promise<Titled | null>;
  /**
   * Writes a new item with its history, and what is to be said of it. False, with nothing written, when an item of the
   * same source message exists.
   */
  insert(item: WorkItem, entries: readonly Entry[], outgoing: readonly Outgoing[]): Promise<boolean>;
  /** Writes a changed item with its new history and marks every card of it as due. */
  update(item: WorkItem, entries: readonly Entry[], outgoing: readonly Outgoing[]): Promise<void>;
  /** Adds to the history of items what changes nothing else of them: their cards and their last change stay. */
  note(entries: readonly Entry[]): Promise<void>;
  history(item: ItemId): Promise<Entry[]>;
  relations(item: ItemId): Promise<Relation[]>;
  relate(relation: Relation): Promise<void>;
  unrelate(relation: Relation): Promise<void>;
  /** True when `to` can be reached from `from` along relations of a kind. Waits for others who relate items. */
  reaches(kind: RelationKind, from: ItemId, to: ItemId): Promise<boolean>;
}

/** How work flowed, counted from the history. */
export interface FlowStore {
  weeks(asked: FlowAsked): Promise<Week[]>;
}

export interface FlowAsked {
  /** Work counts for the team that it belongs to now; null: all of the workspace. */
  readonly team: TeamId | null;
  /** What they may not see is not counted; `all` is for whoever runs Baton. */
  readonly viewer: Viewer | 'all';
  /** The bounds of the weeks, one more than weeks, in order. */
  readonly bounds: readonly Instant[];
}

export interface OutboxStore {
  add(outgoing: readonly Outgoing[]): Promise<void>;
  /** Marks every card of an item or a round as due, for a change that is not its own (a blocker's, a person's name). */
  refreshCards(record: ItemId | RoundId, now: Instant): Promise<void>;
}

/** A reaction as a state. */
export interface ReactionStore {
  /** Sets the state and tells whether it was different before. */
  set(reaction: {
    readonly on: MessageRef;
    readonly person: PersonId;
    readonly emoji: string;
    readonly present: boolean;
  }): Promise<boolean>;
  /** What a person's reactions to a message are now. */
  of(on: MessageRef, person: PersonId): Promise<string[]>;
}

/** A chat platform, as the sender sees it. */
export interface Chat {
  readonly platform: Platform;
  /** Sends or, with `replaces`, edits. `key` names the send for `find`; a platform that can must refuse a second one. */
  send(to: Address, message: Message, key: OutboxId, replaces: MessageRef | null): Promise<Outcome>;
  /** Looks for a send that may have been accepted; null when it is not there. @throws NotNow, as do those below */
  find(to: Address, key: OutboxId): Promise<MessageRef | null>;
  /** The reactions to a message as they stand now; null when it cannot be read. */
  reactions(ref: MessageRef): Promise<readonly Reacted[] | null>;
  /** Reacts as Baton, so that others need one tap; a message that takes none is left as it is. */
  react(ref: MessageRef, emoji: string): Promise<void>;
  /** A message's words, read once for a capture; null when it cannot be read. */
  read(ref: MessageRef): Promise<{ readonly text: string; readonly author: string | null } | null>;
  /** Who an account is; null where the platform knows nobody of that id. */
  person(account: AccountRef): Promise<Profile | null>;
  /** What a channel is; null where it cannot be seen. */
  channel(ref: ChannelRef): Promise<ChannelProfile | null>;
  /** Who is in a channel and whether it can be written to; null where there is nothing to tell. */
  inside(ref: ChannelRef): Promise<Inside | null>;
}

/** A channel as it is now. */
export interface Inside {
  /** Null where the platform does not tell. */
  readonly accounts: readonly string[] | null;
  /** As of a channel: why nothing can be sent there. */
  readonly off: string | null;
}

/** Draws pictures. */
export interface Charts {
  /** As a PNG, readable on light and on dark. */
  png(chart: Chart): Promise<Uint8Array<ArrayBuffer>>;
}

/** A destination with its person turned into an account. */
export type Address =
  | { readonly to: 'channel'; readonly channel: ChannelRef; readonly thread?: string | undefined }
  | { readonly to: 'account'; readonly account: AccountRef }
  | {
      readonly to: 'whisper';
      readonly channel: ChannelRef;
      readonly thread?: string | undefined;
      readonly account: AccountRef;
    };

/** Thrown by a chat that cannot be asked just now: its platform is away, or asked to be left alone. Nothing is wrong with the question. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
  /** Milliseconds until it may be asked again. */
  readonly after: number;

  constructor(reason: string, after: number) {
    super(reason);
    this.after = after;
  }
}

/** Thrown by `transact` when a statement took longer than its limit; nothing was written. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/** What came in, before it is handled. */
export interface Inbox {
  /** Writes an event down, to be acknowledged then; `seen` when one of its key was received or handled before. */
  receive(workspace: WorkspaceId, event: Received): Promise<'new' | 'seen'>;
  /** The same of one that is handled by this process at once: under a lease, as if it were claimed. Null for `seen`. */
  take(workspace: WorkspaceId, event: Received): Promise<ClaimedIntent | null>;
}

export interface Received {
  readonly key: string;
  /** An intent, as JSON. */
  readonly intent: unknown;
  readonly dueAt: Instant;
}

/**
 * Rows with a due time, taken under a lease of 20 seconds by the database's clock. What is due compares with `now`,
 * which is ahead in a workspace whose clock is.
 */
export interface Queue<Row, Mark> {
  /** Leases at most `limit` rows, the longest due first, of all workspaces. */
  claim(now: Instant, limit: number): Promise<readonly Row[]>;
  renew(rows: readonly Row[]): Promise<void>;
  /** Gives back rows with which nothing was begun. */
  release(rows: readonly Row[]): Promise<void>;
  /** Writes down what became of rows; a row that is no longer under a lease is left alone. */
  mark(marks: readonly Mark[]): Promise<void>;
  /** Makes rows due again whose lease ran out: their process is gone, and each has spent an attempt. Returns how many. */
  sweep(): Promise<number>;
  stats(now: Instant): Promise<QueueStats>;
}

export interface QueueStats {
  /** Due, and neither begun nor given up. Counts stop at 100,000. */
  readonly due: number;
  readonly leased: number;
  readonly unknown: number;
  readonly dead: number;
  /** How long the first of those due has been, in milliseconds; 0 when none is. */
  readonly lagMs: number;
}

export interface ClaimedIntent {
  readonly workspace: WorkspaceId;
  readonly id: InboxId;
  readonly intent: unknown;
  readonly attempts: number;
  readonly dueAt: Instant;
  /** Milliseconds that the workspace's clock is ahead. */
  readonly ahead: number;
}

export interface ClaimedMessage extends Claimed {
  readonly workspace: WorkspaceId;
  readonly ahead: number;
  /** Where it goes: the channel's, or the person's as they were last seen; null where they never were. */
  readonly installation: Installation | null;
}

export interface HandledMark {
  readonly row: ClaimedIntent;
  /** `noted`: done, which was written in the commit of what it did. */
  readonly next: AfterFault | { readonly state: 'done' } | { readonly state: 'noted' };
}

export interface SentMark {
  readonly row: ClaimedMessage;
  readonly next: Next;
}

/** The clocks of one workspace that are due, to be run together. */
export interface ClaimedClocks {
  readonly workspace: WorkspaceId;
  readonly ahead: number;
  readonly items: readonly ItemId[];
  readonly people: readonly PersonId[];
  readonly standups: readonly StandupId[];
  /** That are to be told of their week. */
  readonly teams: readonly TeamId[];
  /** How often each failed before. */
  readonly attempts: ReadonlyMap<string, number>;
}

/** What became of them: those that ran have written down themselves when they run next. */
export interface RanMark {
  readonly row: ClaimedClocks;
  readonly failed: readonly {
    readonly id: ItemId | PersonId | StandupId | TeamId;
    readonly next: AfterFault;
  }[];
}

export type ClockQueue = Queue<ClaimedClocks, RanMark>;

export type InboxQueue = Queue<ClaimedIntent, HandledMark>;

/** A row whose lease ran out may have been sent: it comes back unsure. A card that changed while it was sent comes back. */
export type OutboxQueue = Queue<ClaimedMessage, SentMark>;
