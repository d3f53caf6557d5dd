/** The first words with Slack: what it refuses ends the start with a line, and where it is away for a moment it is waited for. */
import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { NotNow } from '../../coordination/ports.ts';
import { codeOf, isOver, notNow } from './faults.ts';
import { type Socket, type SocketParts, socketOf } from './socket.ts';
import { type OwnTeam, tokenOfOneTeam } from './tokens.ts';
import type { Process } from './transports.ts';

const PATIENCE_MS = 60_000;
const LONGEST_PAUSE_MS = 8_000;

/** Why Slack cannot be served, as one plain sentence for whoever started Baton. */
export class SlackStartError extends Error {
  override readonly name = 'SlackStartError';
}

async function patiently<T>(
  log: Logger,
  ask: () => Promise<T>,
  complaint: (error: unknown) => string,
): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (let wait = 500; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!isAway(error) || performance.now() + wait > end) throw new SlackStartError(complaint(error));
      log.warn(`${complaint(error)} It is tried again for a while.`);
      await pause(wait);
    }
  }
}

/** Whether it is Slack that did not answer, and nothing that it said. */
const isAway = (error: unknown): boolean => codeOf(error) === null || notNow(error) instanceof NotNow;

/** @throws SlackStartError */
export const ownTeam = (web: WebClient, token: string, log: Logger): Promise<OwnTeam> =>
  patiently(
    log,
    () => tokenOfOneTeam(web, token),
    (error) =>
      isOver(error)
        ? `SLACK_BOT_TOKEN is refused by Slack (${codeOf(error)}): copy it anew from “OAuth & Permissions” of the Slack app.`
        : `Slack does not say whose SLACK_BOT_TOKEN is (${reasonOf(error)}): look whether this computer reaches it.`,
  );

/** @throws SlackStartError */
export async function connectedSocket(parts: SocketParts, receive: Process): Promise<Socket> {
  const socket = socketOf(parts, receive);
  await patiently(
    parts.log,
    () => socket.start(),
    (error) =>
      `SLACK_APP_TOKEN opens no connection to Slack (${reasonOf(error)}): make one with connections:write under “Basic Information” of the Slack app, and turn on Socket Mode.`,
  );
  return socket;
}

const reasonOf = (error: unknown): string =>
  codeOf(error) ?? (error instanceof Error ? error.message : String(error));
