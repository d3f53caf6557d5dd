/** The fake's own addresses, for a test in another process. */
import type { ServerResponse } from 'node:http';
import { describeTeam } from './acts.ts';
import type { Interaction } from './interactions.ts';
import { reply } from './reply.ts';
import type { FakeSlack } from './server.ts';

export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
}

/**
 * `GET /ledger?since=12` tells effects, refusals and answers; `GET /state` the tokens and how much is on its way;
 * `POST /control {"act": "say", "with": {…}}` does what the function of that name does; `act` may also be one of the
 * connection's: `drop`, `disconnect`, `requestUrl`.
 */
export async function answerControl(
  fake: FakeSlack,
  asked: ControlRequest,
  response: ServerResponse,
): Promise<void> {
  const { path, method } = asked;
  if (path === '/ledger' && method === 'GET') {
    const since = Number(new URLSearchParams(asked.query).get('since') ?? 0);
    const { refusals, answers, last } = fake.ledger;
    return answer(response, { last, effects: fake.ledger.since(since), refusals, answers });
  }
  if (path === '/state' && method === 'GET') return answer(response, stateOf(fake));
  if (path === '/control' && method === 'POST') {
    const { act, with: told } = JSON.parse(asked.body) as { act: string; with?: unknown };
    const acts: Readonly<Record<string, (told: never) => unknown>> = { ...fake.do, ...connectionActs(fake) };
    const run = acts[act];
    if (!run) return reply(response, 404, JSON.stringify({ error: `no act is called ${act}` }));
    return answer(response, plain(await run(told as never)) ?? {});
  }
  reply(response, 404, JSON.stringify({ error: 'nothing is here' }));
}

const answer = (response: ServerResponse, body: unknown): void => reply(response, 200, JSON.stringify(body));

const connectionActs = (fake: FakeSlack) => ({
  requestUrl: ({ url }: { url: string | null }) => fake.setRequestUrl(url),
  drop: () => fake.socket.drop(),
  dropAtNextAck: () => fake.socket.dropAtNextAck(),
  refuseSockets: ({ refused }: { refused: boolean }) => fake.socket.refuse(refused),
  disconnect: ({ reason }: { reason: 'warning' | 'refresh_requested' }) => fake.socket.disconnect(reason),
});

const stateOf = ({ state, core, socket }: FakeSlack) => ({
  app: state.app,
  teams: [...state.teams.values()].map(describeTeam),
  pending: core.delivery.pending,
  begun: core.delivery.begun,
  givenUp: core.delivery.givenUp.length,
  connections: socket.connections,
});

/** An interaction without the parts that only the fake needs. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('outcome' in value)) return value;
  const { id, user, outcome, shown, view, errors, channel } = value as Interaction;
  return { id, user, channel: channel?.id ?? null, outcome, shown, view, errors };
}
