/** Standups made, changed and ended by people. */
import { localDate } from '../calendar.ts';
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import type { RoundId, StandupId } from '../ids.ts';
import type { Message } from '../message.ts';
import type { Channel } from '../ports.ts';
import { expectMember } from '../work-items/decide.ts';
import { standupDigest } from './message.ts';
import { viewOfRound } from './render.ts';
import { beginRound, closeRound, reportOf, runStandup } from './run.ts';
import { MOST_QUESTIONS, type Round, type Standup, WINDOW } from './standup.ts';
import { participantsOf } from './world.ts';

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
> & { readonly channel: Channel };

export async function createStandup(ctx: ActContext, wanted: NewStandup): Promise<Standup> {
  const { tx, me, now } = ctx;
  const { channel, ...rest } = wanted;
  expectMember(me, 'make standups');
  if (channel.kind === 'direct') refuse({ code: 'unknown_channel', words: 'here' }, 'channel');
  if (channel.off !== null) refuse({ code: 'channel_closed', channel: channel.name }, 'channel');
  if (rest.questions.length > MOST_QUESTIONS)
    refuse({ code: 'too_many_questions', count: rest.questions.length, most: MOST_QUESTIONS }, 'questions');
  if (rest.window < WINDOW.least || rest.window > WINDOW.most)
    refuse(
      { code: 'bad_option', option: 'window', words: String(rest.window), expected: '5 to 720 minutes' },
      'window',
    );
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
  if ((await participantsOf(tx, standup)).size === 0)
    refuse({ code: 'no_participants', channel: channel.name }, 'who');
  await tx.standups.save(standup);
  await runStandup(ctx, standup);
  return standup;
}

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
  if (round) {
    await tx.standups.saveRound(await closeRound(ctx, standup, { ...round, postsAt: now }));
  } else {
    const people = await participantsOf(tx, standup);
    const begun = beginRound(ctx, standup, { date: today, at: now, opensAt: now }, people);
    const closes = begun.postsAt;
    await tx.standups.saveRound({ ...begun, asks: begun.asks.map((ask) => ({ ...ask, at: now, closes })) });
  }
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
  const report = await reportOf(ctx, standup, { person: me.id, guest: me.role === 'guest' });
  return standupDigest(await viewOfRound(tx, standup, { ...round, report }, now));
}
