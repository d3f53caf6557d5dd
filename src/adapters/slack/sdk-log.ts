/** The log of Slack's packages, as lines of ours: secrets are kept out of it there. */
import { LogLevel, type Logger as SdkLogger } from '@slack/web-api';
import type { Logger } from 'pino';

/** What the packages have to say is of use only to whoever looks for a fault. */
export function sdkLog(log: Logger): SdkLogger {
  const say =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...words: unknown[]): void => {
      const [error] = words.filter((word) => word instanceof Error);
      log[level](error ? { err: error } : {}, `Slack's client: ${words.map(String).join(' ')}`);
    };
  return {
    debug: () => {},
    info: say('debug'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
