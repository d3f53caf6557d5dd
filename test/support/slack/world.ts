/** Slack as the contract suite's world: the fake, with a real Baton connected to it as to Slack. */
import { setTimeout as pause } from 'node:timers/promises';
import { patient } from '../../contracts/patient.ts';
import type { Answer, ChatPerson, ChatWorld, Shown } from '../../contracts/world.ts';
import { teamOf } from './acts.ts';
import { castInto, TEAM_COMMANDS } from './cast.ts';
import { inputsOf } from './elements.ts';
import type { Interaction } from './interactions.ts';
import { createFakeSlack, type FakeSlack, type FakeSlackOptions } from './server.ts';
import type { Message, View } from './shapes.ts';
import { fieldsOf, readerOf, visible, visibleView } from './shown.ts';
import type { Channel, Kept, Team } from './state.ts';

export interface BatonInSlack {
  readonly url: string;
  /** Until nothing that is due is left to do. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface SlackWorldOptions extends FakeSlackOptions {
  readonly transport: 'socket' | 'http';
  /** Instant at which the world's clock stands first; it goes on with the time that passes. */
  readonly from: number;
  /** Starts Baton with this environment, by this clock. */
  readonly start: (
    environment: Readonly<Record<string, string>>,
    clock: { now(): number },
  ) => Promise<BatonInSlack>;
}

export type SlackWorld = ChatWorld & { readonly slack: FakeSlack; readonly now: () => number };

/** Time is moved in steps, so that what is due on the way is done on the way. */
const STEP = 3_600_000;
/** How long nothing may happen before it counts as quiet. */
const QUIET_MS = 15;

interface Here {
  readonly slack: FakeSlack;
  readonly team: Team;
  now(): number;
  settle(): Promise<void>;
}

interface ShownHere extends Shown {
  readonly seen: Message;
}

/** What is needed to press on an answer, or to send the form that it opened. */
interface Handle {
  readonly channel: string;
  readonly message: Message | null;
  readonly view: string | null;
}

export async function slackWorld(options: SlackWorldOptions): Promise<SlackWorld> {
  const { transport, from, start, ...told } = options;
  const began = Date.now();
  let moved = 0;
  const clock = { now: () => from + moved + Date.now() - began };
  const slack = await createFakeSlack({ now: clock.now, ...told });
  castInto(slack);
  const baton = await start(environmentOf(slack, transport), clock);
  if (transport === 'http') slack.setRequestUrl(`${baton.url}/slack/events`);
  /** @param least how often in a row nothing may happen */
  const quietened = async (least: number): Promise<void> => {
    for (let quiet = 0; quiet < least; ) {
      const before = slack.activity();
      await slack.idle();
      await baton.settle();
      await pause(QUIET_MS);
      quiet = slack.activity() === before && slack.core.delivery.pending === 0 ? quiet + 1 : 0;
    }
  };
  const settle = () => quietened(2);
  const here: Here = { slack, team: teamOf(slack.core), now: clock.now, settle };
  const world: SlackWorld = patient({
    slack,
    now: clock.now,
    as: (handle) => personOf(here, handle),
    settle,
    fates: {
      closeDirect: (user, closed) => slack.do.closeDirect({ user, closed }),
      leave: (user) => slack.do.changeUser({ user, change: { deleted: true } }),
      comeBack: (user) => slack.do.changeUser({ user, change: { deleted: false } }),
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= STEP) {
        moved += Math.min(STEP, left);
        await quietened(1);
      }
      await settle();
    },
    refuseFiles(refused) {
      if (refused)
        slack.core.faults.add({ method: 'files.getUploadURLExternal', does: { error: 'missing_scope' } });
      else slack.core.faults.clear();
      return true;
    },
    lose: (message) =>
      world
        .as('ana')
        .remove(message)
        .then(() => true),
    closeChannel(channel, closed) {
      const act = closed ? slack.do.archive : slack.do.unarchive;
      act({ channel, user: 'ana' });
      return true;
    },
    async unheard(act) {
      // Over HTTP there is no connection that could be missed.
      if (transport === 'http') return false;
      slack.do.hold();
      await act();
      slack.do.release({ copies: 0 });
      slack.socket.drop();
      return true;
    },
    async close() {
      await baton.close();
      await slack.close();
      const { refusals } = slack.ledger;
      if (refusals.length > 0) throw new Error(`Slack refused what Baton said: ${JSON.stringify(refusals)}`);
    },
  });
  for (const words of TEAM_COMMANDS) await world.as('ana').command('general', words);
  return world;
}

/** As an operator would set it for this Slack. */
function environmentOf(slack: FakeSlack, transport: 'socket' | 'http'): Record<string, string> {
  const { appToken, signingSecret } = slack.state.app;
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: teamOf(slack.core).botToken,
    ...(transport === 'socket' ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret }),
  };
}

function personOf(here: Here, user: string): ChatPerson {
  const { slack } = here;
  const shownAt = (channel: string, ts: string): Shown => {
    const found = seen(here, user, channel).find((message) => message.id === ts);
    if (!found) throw new Error(`${user} does not see ${ts} in ${channel}`);
    return found;
  };
  const on = (message: Shown) => ({ user, channel: message.channel, ts: message.id });
  return {
    async say(channel, text, inThread) {
      const { ts } = slack.do.say({ user, channel, text, thread: inThread?.id });
      return shownAt(channel, ts);
    },
    rewrite: async (message, text) => slack.do.rewrite({ ...on(message), text }),
    remove: async (message) => slack.do.remove(on(message)),
    command: async (channel, text) =>
      answerOf(here, channel, await slack.do.command({ user, channel, text })),
    async press(target, label) {
      const inView = 'handle' in target ? (target.handle as Handle) : null;
      if (inView?.view && !inView.message)
        return answerOf(here, inView.channel, await slack.do.pressInView({ user, on: 'modal', label }));
      const { channel, ts, seen } = pressable(target);
      return answerOf(here, channel, await slack.do.press({ user, channel, ts, label, seen }));
    },
    async submit(answer, values) {
      const { view, channel } = answer.handle as Handle;
      const front = slack.core.modals.get(idOf(here, user))?.at(-1);
      if (view === null || front?.id !== view) throw new Error('that form is not open');
      return answerOf(here, channel, await slack.do.submit({ user, values }));
    },
    track: async (message) =>
      answerOf(here, message.channel, await slack.do.shortcut({ ...on(message), callbackId: 'track' })),
    react: async (message, emoji) => slack.do.react({ ...on(message), emoji }),
    unreact: async (message, emoji) => slack.do.unreact({ ...on(message), emoji }),
    sees: async (channel) => seen(here, user, channel),
    directMessages: async () => seen(here, user, '@baton').filter((message) => message.author === null),
  };
}

const idOf = ({ team }: Here, handle: string): string => team.userByName.get(handle) ?? handle;

/** A message is pressed on as it was seen, which may no longer be as it is. */
function pressable(target: Shown | Answer): { channel: string; ts: string; seen: Message } {
  if (!('handle' in target))
    return { channel: target.channel, ts: target.id, seen: (target as ShownHere).seen };
  const { channel, message } = target.handle as Handle;
  if (!message) throw new Error('the answer has no buttons');
  return { channel, ts: message.ts, seen: message };
}

function channelOf(here: Here, user: string, named: string): Channel | undefined {
  const { channels, channelByName, directs } = here.team;
  const id = named === '@baton' ? directs.get(idOf(here, user)) : (channelByName.get(named) ?? named);
  return channels.get(id ?? '');
}

/** What stands in a channel for this person; nothing, where they are no member. */
function seen(here: Here, user: string, named: string): ShownHere[] {
  const channel = channelOf(here, user, named);
  const me = idOf(here, user);
  if (!channel?.members.has(me)) return [];
  const reader = readerOf(here.team, me, here.now());
  return channel.order.flatMap((ts): ShownHere[] => {
    const kept = channel.messages.get(ts);
    if (!kept || (kept.onlyFor !== null && kept.onlyFor !== me)) return [];
    const { user: author = '', thread_ts: root } = kept.message;
    return [
      {
        id: ts,
        channel: named,
        thread: root === undefined || root === ts ? null : root,
        author: author === here.team.botUser ? null : (here.team.users.get(author)?.name ?? author),
        onlyForMe: kept.onlyFor !== null,
        seen: kept.message,
        files: async () => filesOf(here, kept.message),
        ...visible(kept.message, reader),
      },
    ];
  });
}

/** What was uploaded and is shown, or shared. */
function filesOf({ slack }: Here, { blocks = [], files = [] }: Message) {
  const ids = [...blocks.flatMap(({ slack_file }) => slack_file?.id ?? []), ...files.map(({ id }) => id)];
  return ids.flatMap((id) => {
    const kept = slack.core.files.get(id);
    return kept?.bytes ? [{ name: kept.title, bytes: new Uint8Array(kept.bytes) }] : [];
  });
}

/** What came back: at once, by the response_url, as a form, or as a private message while Baton was at it. */
async function answerOf(here: Here, channel: string, interaction: Interaction): Promise<Answer> {
  const { outcome, errors, shown, user } = interaction;
  if (outcome && !outcome.acked)
    throw new Error(`Slack shows an error: Baton did not answer (${outcome.reason})`);
  const viewNow = () => here.slack.core.modals.get(user)?.find((view) => view.id === interaction.view);
  const answered = () => shown.length > 0 || Object.keys(errors).length > 0 || isForm(viewNow());
  if (!answered()) await here.settle();
  const view = viewNow();
  const message = shown.at(-1) ?? (view ? null : privatelyTold(here, interaction));
  const handle: Handle = { channel, message, view: interaction.view };
  const reader = readerOf(here.team, user, here.now());
  const form = isForm(view) ? { title: view.title?.text ?? '', fields: fieldsOf(view) } : null;
  const words = message ? visible(message, reader) : view && !form ? visibleView(view, reader) : NOTHING;
  return { ...words, form, fieldErrors: errors, handle };
}

const NOTHING = { text: '', buttons: [] };

const isForm = (view: View | undefined): view is View => view !== undefined && inputsOf(view).length > 0;

/** The last thing said to this person alone since they acted, beside the cards. */
function privatelyTold({ slack, team }: Here, interaction: Interaction): Message | null {
  const me = interaction.user;
  const direct = team.directs.get(me);
  const told = slack.ledger
    .since(interaction.since)
    .filter(
      (e) => (e.effect === 'ephemeral' && e.user === me) || (e.effect === 'posted' && e.channel === direct),
    )
    .at(-1);
  const kept: Kept | undefined = told && team.channels.get(told.channel ?? '')?.messages.get(told.ts ?? '');
  return kept?.message ?? null;
}
