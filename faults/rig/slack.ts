/** The Slack of the rig: the fake of the tests in the rig's own process, with Northwind in it. */
import { castInto, PEOPLE } from '../../test/support/slack/cast.ts';
import { createFakeSlack, type FakeSlack } from '../../test/support/slack/server.ts';
import type { Odd, Replica } from './replica.ts';

export interface RigSlack extends FakeSlack {
  /** What a Baton is started with to be connected to it. */
  readonly odd: Odd;
  /** Over HTTP: the Baton that hears of everything from now on. */
  sendsTo(replica: Replica): void;
}

/** Slack's pauses are longer; these outlast the start of a Baton. */
const RETRY_AFTER_MS = [50, 200, 500, 1_000, 2_000, 3_000, 5_000, 8_000, 12_000, 20_000, 30_000];
/** Slack takes a message a second in each channel: more of them let more be done in the same time. */
export const CHANNELS = ['general', 'design', 'platform', 'leads', 'sales', 'support', 'people', 'office'];
const LEADS = ['ana', 'lena', 'bo'];

/** Who may act in a channel. */
export const membersOf = (channel: string): readonly string[] =>
  channel === 'leads' ? LEADS : [...LEADS, 'mira', 'kai'];

export async function startSlack(transport: 'socket' | 'http', seed: number): Promise<RigSlack> {
  const slack = await createFakeSlack({ retryAfterMs: RETRY_AFTER_MS, seed });
  castInto(slack);
  const members = PEOPLE.flatMap(({ name, is_restricted }) => (is_restricted ? [] : [name]));
  for (const name of CHANNELS.slice(4)) slack.do.addChannel({ name, members: [...members, 'baton'] });
  const [team] = slack.state.teams.values();
  const { appToken, signingSecret } = slack.state.app;
  const environment = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: team?.botToken ?? '',
    ...(transport === 'socket' ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret }),
  };
  // Not by a spread, which would read what changes only once.
  return Object.defineProperties(slack as RigSlack, {
    odd: { value: { environment } },
    sendsTo: {
      value: (replica: Replica) => transport === 'http' && slack.setRequestUrl(`${replica.url}/slack/events`),
    },
  });
}
