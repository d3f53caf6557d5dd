import { afterEach, describe, expect, test, vi } from 'vitest';
import { run } from '../src/cli/run.ts';
import { createTerminal } from '../src/cli/terminal.ts';
import { fakeTerminal } from './support/terminal.ts';

async function baton(...words: string[]) {
  const terminal = fakeTerminal();
  const exit = await run(words, terminal);
  return { exit, out: terminal.written.out, err: terminal.written.err };
}

describe('schedule', () => {
  test('prints the next occurrences in UTC, across a clock change', async () => {
    const { exit, out } = await baton(
      ...['schedule', 'weekdays 09:30', '--zone', 'Europe/London', '--from', '2026-10-22', '--count', '4'],
    );
    expect(exit).toBe(0);
    expect(out).toEqual([
      '2026-10-22T08:30:00Z',
      '2026-10-23T08:30:00Z',
      '2026-10-26T09:30:00Z',
      '2026-10-27T09:30:00Z',
    ]);
  });

  test('takes the words of a schedule without quotes as well, and ten by default', async () => {
    const { out } = await baton('schedule', 'daily', '8:00', '--zone=UTC', '--from=2026-01-01');
    expect(out).toHaveLength(10);
    expect(out[9]).toBe('2026-01-10T08:00:00Z');
  });

  test.each([
    [['schedule'], '“” is no schedule: write days and a time'],
    [['schedule', 'sometimes'], '“sometimes” is no schedule'],
    [['schedule', 'daily 9:00', '--zone', 'Mars/Olympus'], '--zone Mars/Olympus is no time zone'],
    [['schedule', 'daily 9:00', '--from', 'monday'], '--from monday is no date: write it as 2026-10-20.'],
    [['schedule', 'daily 9:00', '--count', '0'], '--count 0 must be a whole number'],
  ])('%o', async (words, line) => {
    const { exit, out, err } = await baton(...words);
    expect([exit, out, err.length]).toEqual([2, [], 1]);
    expect(err[0]).toContain(line);
  });
});

describe('manifest', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('is JSON alone, for Socket Mode where nothing else is said', async () => {
    const { exit, out, err } = await baton('manifest');
    expect(exit).toBe(0);
    const { settings } = JSON.parse(out.join('\n'));
    expect(settings.socket_mode_enabled).toBe(true);
    expect(err).toEqual([expect.stringContaining('baton manifest --http https://')]);
  });

  test('is for HTTP at an address that is given, or at PUBLIC_URL', async () => {
    const given = await baton('manifest', '--http', 'https://one.example.org/');
    expect(JSON.parse(given.out.join('\n')).settings.event_subscriptions.request_url).toBe(
      'https://one.example.org/slack/events',
    );
    vi.stubEnv('PUBLIC_URL', 'https://two.example.org');
    vi.stubEnv('SLACK_CLIENT_ID', '1.2');
    expect((await baton('manifest')).out.join('\n')).not.toContain('two.example.org');
    vi.stubEnv('SLACK_CLIENT_SECRET', 'a-client-secret-of-tests');
    vi.stubEnv('SLACK_SIGNING_SECRET', 'a-signing-secret-of-tests');
    vi.stubEnv('BATON_SECRET_KEY', 'ab'.repeat(32));
    expect((await baton('manifest')).out.join('\n')).toContain('https://two.example.org/slack/events');
  });

  test.each(['baton.example.org', 'http://baton.example.org', 'https://b.example.org/?a=b'])(
    'an address that Slack would refuse is refused: %s',
    async (url) => {
      const { exit, out, err } = await baton('manifest', '--http', url);
      expect([exit, out]).toEqual([2, []]);
      expect(err).toEqual([
        `baton: --http ${url} must be a web address that begins with https://, such as https://baton.example.org.`,
      ]);
    },
  );
});

describe('what was typed wrong is one line with a suggestion', () => {
  test.each([
    [['servr'], 'baton: “servr” is no verb. Did you mean “baton serve”?'],
    [['dance'], 'baton: “dance” is no verb. “baton help” lists them.'],
    [['help', 'dance'], 'baton: “dance” is no verb. “baton help” lists them.'],
    [['schedule', 'daily 9:00', '--zon', 'UTC'], 'baton: “--zon” is no option. Did you mean “--zone”?'],
    [['migrate', '--fast'], 'baton: Write it as: baton migrate [--print-roles]'],
    [['migrate', 'now'], 'baton: Write it as: baton migrate [--print-roles]'],
    [
      ['schedule', 'daily 9:00', '--zone'],
      'baton: Write it as: baton schedule "weekdays 09:30" [--zone ZONE]',
    ],
  ])('%o', async (words, line) => {
    const { exit, err } = await baton(...words);
    expect([exit, err.length]).toEqual([2, 1]);
    expect(err[0]?.slice(0, line.length)).toBe(line);
  });
});

describe('help', () => {
  test('names every verb', async () => {
    const { exit, out } = await baton('help');
    expect(exit).toBe(0);
    for (const verb of [
      'serve',
      'migrate',
      'doctor',
      'manifest',
      'schedule',
      'export',
      'erase',
      'verify-history',
    ]) {
      expect(out.join('\n')).toMatch(new RegExp(`^  ${verb} `, 'm'));
    }
  });

  test('of one verb, either way, lists its options', async () => {
    const { out } = await baton('help', 'erase');
    expect(out.join('\n')).toContain('Usage: baton erase [--person @HANDLE]');
    expect((await baton('erase', '--help')).out).toEqual(out);
  });

  test('stands on standard error when nothing was asked', async () => {
    const { exit, out, err } = await baton();
    expect([exit, out]).toEqual([2, []]);
    expect(err.join('\n')).toContain('Usage: baton VERB');
  });

  test('--version is the package’s', async () => {
    expect((await baton('--version')).out[0]).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('progress', () => {
  afterEach(() => void vi.useRealTimers());

  function streams(isTTY: boolean) {
    const written: string[] = [];
    const stderr = { isTTY, write: (text: string) => written.push(text) };
    return {
      written,
      terminal: createTerminal({ stdin: process.stdin, stdout: process.stdout, stderr: stderr as never }),
    };
  }

  test('at a terminal one line is written over', () => {
    const { written, terminal } = streams(true);
    const progress = terminal.progress('Checking');
    progress.at(1_200, 5_000);
    progress.end();
    expect(written).toEqual(['\r\u001b[KChecking: 1,200 of 5,000', '\n']);
  });

  test('elsewhere a line every few seconds', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { written, terminal } = streams(false);
    const progress = terminal.progress('Checking');
    for (let done = 0; done < 70; done++) {
      progress.at(done, 70);
      vi.advanceTimersByTime(100);
    }
    progress.end();
    expect(written).toEqual(['Checking: 30 of 70\n', 'Checking: 60 of 70\n']);
  });
});
