import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeSlack, type FakeSlack } from './server.ts';

interface Told {
  readonly ok: boolean;
  readonly id: string;
  readonly channel: string;
  readonly botToken: string;
  readonly last: number;
  readonly effects: readonly { readonly text: string }[];
  readonly answers: object;
  readonly teams: readonly object[];
}

describe('the fake, driven from another process', () => {
  let slack: FakeSlack;
  beforeEach(async () => {
    slack = await createFakeSlack();
  });
  afterEach(() => slack.close());

  const send = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${slack.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Told };
  };
  const act = async (name: string, told?: object) => (await send('/control', { act: name, with: told })).body;
  const get = async (path: string) => (await (await fetch(`${slack.url}${path}`)).json()) as Told;

  test('is set up, acted in and read over HTTP', async () => {
    const team = await act('addTeam', { name: 'Northwind' });
    await act('addUser', { name: 'ana' });
    const { id } = await act('addChannel', { name: 'general', members: ['ana', 'baton'] });
    const said = await act('say', { user: 'ana', channel: 'general', text: 'hello' });
    expect(said.channel).toBe(id);
    const bearer = { authorization: `Bearer ${team.botToken}` };
    const post = (text: string) => send('/api/chat.postMessage', { channel: id, text }, bearer);
    const first = await post('one');
    expect(first.body.ok).toBe(true);
    await act('fault', { method: 'chat.postMessage', times: 1, does: { status: 503 } });
    const failing = fetch(`${slack.url}/api/chat.postMessage`, { method: 'POST', headers: bearer, body: '' });
    expect((await failing).status).toBe(503);
    await post('two');
    const { effects, last, answers } = await get('/ledger');
    expect(effects.map((e) => e.text)).toEqual(['one', 'two']);
    expect(answers).toEqual({ 'chat.postMessage': { ok: 2, 503: 1 } });
    expect((await get(`/ledger?since=${last - 1}`)).effects).toMatchObject([{ text: 'two' }]);
    expect((await get('/state')).teams).toEqual([team]);
  });

  test('says which act it does not know', async () => {
    expect((await send('/control', { act: 'dance' })).status).toBe(404);
  });
});
