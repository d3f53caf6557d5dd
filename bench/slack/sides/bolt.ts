/** Bolt with nothing around it, answering the same with the least it takes. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { threeRowWriter } from '../../three-rows.ts';
import { cardBlocks, replyBlocks } from '../card.ts';
import { serve, told } from '../children.ts';
import type { SideTold } from '../side-told.ts';

const { slack, place, help } = told<SideTold>();
const rows = place && threeRowWriter(place);
const bots = new Map(slack.teams.map((team) => [team.id, team]));

const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: slack.apiUrl },
  authorize: async ({ teamId = '' }) => ({ ...bots.get(teamId), botUserId: bots.get(teamId)?.botUser ?? '' }),
});

app.command('/baton', async ({ command, ack }) => {
  if (command.text === 'help') return ack(help as never);
  await rows?.write(command.text);
  await ack({ response_type: 'ephemeral', text: command.text, blocks: replyBlocks(command.text) });
});

app.event('app_mention', async ({ event, client }) => {
  await rows?.write(event.text);
  await client.chat.postMessage({
    channel: event.channel,
    text: event.text,
    blocks: cardBlocks(event.text),
    unfurl_links: false,
    unfurl_media: false,
  });
});

const server = await receiver.start({ host: '127.0.0.1', port: 0 });
const address = server.address();
const port = typeof address === 'object' ? address?.port : 0;
serve({ url: `http://127.0.0.1:${port}/slack/events` });
