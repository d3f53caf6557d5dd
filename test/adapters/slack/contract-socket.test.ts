/** Slack keeps the chat contract when it reaches Baton by Socket Mode. */
import { slackContract } from './contract.ts';

slackContract('socket');
