/** A bare loop that posts one message to each person, or in each channel, of each team: as quick as their pace lets, and nothing else. */
import { setTimeout as pause } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { cardBlocks } from '../card.ts';
import { serve, told } from '../children.ts';
import type { SlackTeam } from '../load.ts';

export interface PostsTold {
  readonly apiUrl: string;
  /** Milliseconds between two messages of a team. */
  readonly pace: number;
  readonly to: 'people' | 'channels';
}

const { apiUrl, pace, to } = told<PostsTold>();
const client = new WebClient(undefined, { slackApiUrl: apiUrl, retryConfig: { retries: 0 } });

async function postAll({ botToken: token, ...team }: SlackTeam): Promise<void> {
  let next = Date.now();
  for (const channel of team[to]) {
    await pause(Math.max(0, next - Date.now()));
    next = Math.max(next, Date.now()) + pace;
    const text = 'W-1 Renew the certificate of the shop: overdue';
    await client.chat.postMessage({ token, channel, text, blocks: cardBlocks(text) });
  }
}

serve({ url: '' }, (teams: readonly SlackTeam[]) => Promise.all(teams.map(postAll)).then(() => null));
