/** Standups made, changed and ended by people. */
import { addDays, localDate } from '../calendar.ts';
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import type { RoundId, StandupId } from '../ids.ts';
import type { Message } from '../message.ts';
import type { Channel } from '../ports.ts';
import { expectMember } from '../work-items/decide.ts';
import { openDesk, reportOf } from './desk.ts';
import { standupDigest } from './message.ts';
import { viewOfRound } from './render.ts';
import { beginRound, closeRound, runStandup } from './run.ts';
import { MOST_QUESTIONS, type Round, type Standup, WINDOW } from './standup.ts';
import { participantsOf, teamIn } from './world.ts';

export type NewStandup = Pick<
  Standup,
  | 'rule'
  | 'words'
  | 'zone'
  | 'clock'
  | 'participants'
  | 'questions'
  | 'window'
  | 'skipsHolidays'
  | 'quietDays'
  | 'looks'
> & { readonly channel: Channel };

export type StandupChange = Partial<NewStandup & Pick<Standup, 'name'>>;

export async function createStandup(ctx: ActContext, wanted: NewStandup): Promise<Standup> {
  const { tx, me, now } = ctx;
  const { channel, ...rest } = wanted;
  expectMember(me, 'make standups');
  const standup: Standup = {
    ...rest,
    id: ctx.ids.uuid() as StandupId,
    name: await freeName(ctx, channel.name),
    channel: channel.id,
    joined: [],
    left: [],
    paused: false,
    madeBy: me.id,
    since: now,
  };
  expectUsable(ctx, standup, channel);
  if ((await participantsOf(tx, standup)).size === 0)
    refuse({ code: 'no_participants', channel: channel.name }, 'who');
  await saved(ctx, standup);
  return standup;
}

/** What was asked already stays as it is; from the next round on it is as changed. */
export async function editStandup(
  ctx: ActContext,
  before: Standup,
  { channel, ...change }: StandupChange,
): Promise<Standup> {
  const { tx, now } = ctx;
  expectKeeper(ctx, before, 'change it');
  const moved = channel && channel.id !== before.channel ? channel : null;
  const standup: Standup = { ...before, ...change, ...(moved ? { channel: moved.id } : {}) };
  expectUsable(ctx, standup, moved);
  const timed = when(standup) !== when(before);
  if (standup.name !== before.name) await expectFree(ctx, standup.name);
  if ((await participantsOf(tx, standup)).size === 0) {
    const { name } = (await tx.channels.byId(standup.channel)) ?? { name: 'channel' };
    refuse({ code: 'no_participants', channel: name }, 'who');
  }
  // A time that was earlier today is not late: it was not the time then.
  const after = timed ? { ...standup, since: now } : standup;
  await saved(ctx, after);
  return after;
}

const when = ({ rule, zone, clock }: Standup): string => JSON.stringify([rule, zone, clock]);

async function expectFree({ tx }: ActContext, name: string): Promise<void> {
  if (name === '' || /\s/.test(name))
    refuse({ code: 'bad_option', option: 'name', words: name, expected: 'one word, such as eng' }, 'name');
  if (await tx.standups.byName(name)) refuse({ code: 'name_taken', words: name }, 'name');
}

/** `channel` where it is a new one. */
function expectUsable(ctx: ActContext, standup: Standup, channel: Channel | null): void {
  const { questions, window, rule, zone } = standup;
  if (channel?.kind === 'direct') refuse({ code: 'unknown_channel', words: 'here' }, 'channel');
  if (channel && channel.off !== null)
    refuse(
      { code: 'channel_closed', channel: channel.name, archived: channel.off === 'is_archived' },
      'channel',
    );
  if (questions.length > MOST_QUESTIONS)
    refuse({ code: 'too_many_questions', count: questions.length, most: MOST_QUESTIONS }, 'questions');
  if (window < WINDOW.least || window > WINDOW.most)
    refuse(
      { code: 'bad_option', option: 'window', words: String(window), expected: '5 to 720 minutes' },
      'window',
    );
  if (rule.start !== null && rule.start > addDays(localDate(ctx.now, zone), LONGEST_WAIT_DAYS))
    refuse({ code: 'never_comes', words: standup.words }, 'when');
}

/** What first comes later than that is a slip of the pen. */
const LONGEST_WAIT_DAYS = 366;

/** As the channel is called, counted on where there is one already. */
async function freeName({ tx }: ActContext, channel: string): Promise<string> {
  const base =
    channel
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'standup';
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base}-${n}`;
    if ((await tx.standups.byName(name)) === null) return name;
  }
}

/** Those of the channels that I may see. */
export async function standupsSeen({ tx, me }: ActContext): Promise<Standup[]> {
  const seen: Standup[] = [];
  for (const standup of await tx.standups.all()) {
    const channel = await tx.channels.byId(standup.channel);
    const open = channel?.kind === 'public' && me.role !== 'guest';
    if (channel && (open || (await tx.channels.isMember(channel.id, me.id)))) seen.push(standup);
    else if ((await participantsOf(tx, standup)).has(me.id)) seen.push(standup);
  }
  return seen;
}

/** Whoever made it, and admins. */
export function expectKeeper({ me }: ActContext, { madeBy }: Standup, act: string): void {
  if (me.id !== madeBy && me.role !== 'admin')
    refuse({ code: 'not_allowed', act, who: 'whoever made it, and admins' });
}

export async function pauseStandup(ctx: ActContext, standup: Standup, paused: boolean): Promise<boolean> {
  expectKeeper(ctx, standup, paused ? 'pause it' : 'resume it');
  if (standup.paused === paused) return false;
  await saved(ctx, { ...standup, paused, since: paused ? standup.since : ctx.now });
  return true;
}

export async function deleteStandup(ctx: ActContext, standup: Standup): Promise<void> {
  expectKeeper(ctx, standup, 'delete it');
  await ctx.tx.standups.remove(standup.id);
}

/** I take part from the next round on. */
export async function joinStandup(ctx: ActContext, standup: Standup): Promise<void> {
  const { me } = ctx;
  const joined = [...standup.joined.filter((id) => id !== me.id), me.id];
  await saved(ctx, { ...standup, joined, left: standup.left.filter((id) => id !== me.id) });
}

export async function leaveStandup(ctx: ActContext, standup: Standup): Promise<void> {
  const { me } = ctx;
  const left = [...standup.left.filter((id) => id !== me.id), me.id];
  await saved(ctx, { ...standup, left, joined: standup.joined.filter((id) => id !== me.id) });
}

async function saved(ctx: ActContext, standup: Standup): Promise<void> {
  await ctx.tx.standups.save(standup);
  await runStandup(ctx, standup);
}

/** Begins today's round now, for all at once; posts the digest of one that is going on; neither where it was posted. */
export async function runNow(ctx: ActContext, standup: Standup): Promise<'begun' | 'posted' | 'over'> {
  expectKeeper(ctx, standup, 'run it');
  const { tx, now } = ctx;
  const today = localDate(now, standup.zone);
  const round = (await tx.standups.rounds(standup.id, 3)).find(({ date }) => date === today);
  if (round && round.state !== 'open') return 'over';
  const desk = await openDesk(ctx, [standup]);
  if (round) {
    desk.save(await closeRound(desk, standup, { ...round, postsAt: now }));
  } else {
    const people = desk.participants(standup);
    const begun = beginRound(ctx, standup, { date: today, at: now, opensAt: now }, people);
    const closes = begun.postsAt;
    desk.save({ ...begun, asks: begun.asks.map((ask) => ({ ...ask, at: now, closes })) });
  }
  await desk.close();
  await runStandup(ctx, standup);
  return round ? 'posted' : 'begun';
}

/** The digest as it would be now, as I may see it. */
export async function previewStandup(ctx: ActContext, standup: Standup): Promise<Message> {
  const { tx, now, me } = ctx;
  const date = localDate(now, standup.zone);
  const rounds = await tx.standups.rounds(standup.id, 3);
  const nothing: Pick<Round, 'date' | 'asks' | 'lateBy' | 'state'> & { readonly id: RoundId | null } = {
    id: null,
    date,
    asks: [],
    lateBy: 0,
    state: 'open',
  };
  const round = rounds.find((one) => one.date === date) ?? nothing;
  const last = rounds.find(({ postedAt }) => postedAt !== null)?.postedAt ?? null;
  const viewer = { person: me.id, guest: me.role === 'guest' };
  const report = await reportOf(ctx, standup, viewer, teamIn(await tx.teams.all(), standup), last);
  return standupDigest(await viewOfRound(tx, standup, { ...round, report }, now));
}
