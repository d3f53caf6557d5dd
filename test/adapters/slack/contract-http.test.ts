/** Slack keeps the chat contract when it reaches Baton over HTTP. */
import { slackContract } from './contract.ts';

slackContract('http');
