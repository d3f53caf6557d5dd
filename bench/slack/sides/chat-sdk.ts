/** Vercel's Chat SDK, doing the same. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlackAdapter } from '@chat-adapter/slack';
import { getRequestListener } from '@hono/node-server';
import { Actions, type Adapter, Button, Card, CardText, Chat, Field, Fields } from 'chat';
import { threeRowWriter } from '../../three-rows.ts';
import { CARD_BUTTONS, FIELDS, REPLY_BUTTONS } from '../card.ts';
import { memoryState } from '../chat-state.ts';
import { serve, told } from '../children.ts';
import type { SideTold } from '../side-told.ts';

const { slack, place } = told<SideTold>();
const rows = place && threeRowWriter(place);
const [team] = slack.teams;

const adapter = createSlackAdapter({
  apiUrl: slack.apiUrl,
  signingSecret: slack.signingSecret,
  botToken: team?.botToken ?? '',
  botUserId: team?.botUser ?? '',
}) as Adapter;

const bot = new Chat({
  userName: 'baton',
  logger: 'error',
  state: memoryState(),
  adapters: { slack: adapter },
});

const cardOf = (words: string, buttons: readonly string[]) =>
  Card({
    children: [
      CardText(words),
      Fields(FIELDS.map(([label, value]) => Field({ label, value }))),
      Actions(buttons.map((label) => Button({ id: label.toLowerCase(), label, value: 'W-1' }))),
    ],
  });

bot.onSlashCommand('/baton', async ({ text, channel, user }) => {
  await rows?.write(text);
  await channel.postEphemeral(user, cardOf(`${text} — added`, REPLY_BUTTONS), { fallbackToDM: false });
});

bot.onNewMention(async (thread, { text }) => {
  await rows?.write(text);
  await thread.post(cardOf(text, CARD_BUTTONS));
});

const server = createServer(getRequestListener((request) => bot.webhooks.slack(request)));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
serve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` });
