import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beginInteraction, type ResponseBody, responseUrlFor, triggerFor } from './interactions.ts';
import { createFakeSlack, type FakeSlack } from './server.ts';
import { directOf, type Team } from './state.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const view = (type: 'modal' | 'home', text: string) => ({
  type,
  ...(type === 'modal' ? { title: plain('Title') } : {}),
  blocks: [{ type: 'section', text: plain(text) }],
});

describe('what an app may do after a person acted', () => {
  let slack: FakeSlack;
  let team: Team;
  let client: WebClient;
  const ana = () => team.userByName.get('ana') as string;
  beforeEach(async () => {
    slack = await createFakeSlack({ events: [] });
    slack.do.addTeam();
    slack.do.addUser({ name: 'ana' });
    slack.do.addChannel({ name: 'general', members: ['ana', 'baton'] });
    team = slack.state.teams.values().next().value as Team;
    client = new WebClient(team.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
  });
  afterEach(() => slack.close());

  const acted = () => beginInteraction(slack.core, team, ana(), directOf(team, ana()));
  const open = (trigger_id: string) => client.views.open({ trigger_id, view: view('modal', 'x') as never });

  test('a trigger opens a form within three seconds, once', async () => {
    const trigger = triggerFor(slack.core, acted());
    const opened = await open(trigger);
    expect(slack.core.modals.get(ana())?.map((one) => one.id)).toEqual([opened.view?.id]);
    await expect(open(trigger)).rejects.toThrow('exchanged_trigger_id');
    const late = triggerFor(slack.core, acted());
    const kept = slack.core.triggers.get(late);
    slack.core.triggers.set(late, { ...(kept as object), expires: Date.now() - 1 } as never);
    await expect(open(late)).rejects.toThrow('expired_trigger_id');
    await expect(open('made.up')).rejects.toThrow('invalid_trigger_id');
  });

  test('a form is changed by its id, unless somebody changed it first', async () => {
    const { view: opened } = await open(triggerFor(slack.core, acted()));
    const change = (hash: string) =>
      client.views.update({ view_id: opened?.id as string, hash, view: view('modal', 'y') as never });
    await expect(change('0.0')).rejects.toThrow('hash_conflict');
    const changed = await change(opened?.hash as string);
    expect(changed.view?.id).toBe(opened?.id);
    await expect(client.views.update({ view_id: 'V0', view: view('modal', 'z') as never })).rejects.toThrow(
      'not_found',
    );
  });

  test('an App Home is each person’s own', async () => {
    await client.views.publish({ user_id: ana(), view: view('home', 'your items') as never });
    expect(team.homes.get(ana())?.blocks[0]?.text?.text).toBe('your items');
    expect(slack.ledger.effects).toMatchObject([{ effect: 'home', user: ana() }]);
  });

  const answer = async (url: string, body: ResponseBody) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok ? 'ok' : ((await response.json()) as { error: string }).error;
  };

  test('a response_url takes five answers, each private unless it says otherwise', async () => {
    const channel = directOf(team, ana());
    const interaction = acted();
    const url = responseUrlFor(slack.core, interaction, channel);
    const said = [];
    for (let i = 0; i < 6; i++) said.push(await answer(url, { text: `${i}` }));
    expect(said).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'used_url']);
    expect(interaction.shown.map((message) => message.text)).toEqual(['0', '1', '2', '3', '4']);
    const other = responseUrlFor(slack.core, acted(), channel);
    expect(await answer(other, { text: 'for all', response_type: 'in_channel' })).toBe('ok');
    expect(await answer(other, {})).toBe('no_text');
    const read = await client.conversations.history({ channel: channel.id });
    expect(read.messages?.map((message) => message.text)).toEqual(['for all']);
  });

  test('a response_url changes or takes away the message that was pressed on', async () => {
    const channel = directOf(team, ana());
    const { ts } = await client.chat.postMessage({ channel: channel.id, text: 'card' });
    const url = () => responseUrlFor(slack.core, acted(), channel, { message: ts as string });
    await answer(url(), { text: 'changed', replace_original: true });
    expect(channel.messages.get(ts as string)?.message.text).toBe('changed');
    await answer(url(), { delete_original: true });
    expect(channel.messages.has(ts as string)).toBe(false);
  });

  test('a code that a person agreed to is exchanged for a token, once', async () => {
    slack.do.addTeam({ name: 'Southwind', installed: false });
    const south = [...slack.state.teams.values()][1] as Team;
    const { clientId: client_id, clientSecret: client_secret } = slack.state.app;
    const { code } = slack.do.agree({ team: south.id });
    const exchange = () => new WebClient('', { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
    const granted = await exchange().oauth.v2.access({ client_id, client_secret, code });
    expect(granted).toMatchObject({ team: { id: south.id }, bot_user_id: south.botUser });
    await expect(exchange().oauth.v2.access({ client_id, client_secret, code })).rejects.toThrow(
      'invalid_code',
    );
  });
});
