/** `baton manifest`: the manifest of the Slack app, to paste where Slack asks for one. */
import { slackManifest } from '../adapters/slack/manifest.ts';
import { VERBS } from '../commands/registry.ts';
import { ConfigError, loadConfig } from '../config.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT, UsageError } from './verb.ts';

/** Prints JSON alone to standard output, so that it can be piped. */
export async function manifest({ values }: Arguments, terminal: Terminal): Promise<number> {
  const url = values.http === undefined ? publicUrl() : readUrl(String(values.http));
  terminal.err(
    url === null
      ? 'For Socket Mode. Where Slack is to reach Baton over HTTP: baton manifest --http https://baton.example.org'
      : `For HTTP: Slack reaches Baton at ${url}.`,
  );
  await terminal.out(JSON.stringify(slackManifest(VERBS, url), null, 2));
  return EXIT.fine;
}

function readUrl(words: string): string {
  if (URL.canParse(words)) {
    const { protocol, host, pathname, search, hash } = new URL(words);
    if (protocol === 'https:' && search === '' && hash === '')
      return `https://${host}${pathname}`.replace(/\/+$/, '');
  }
  throw new UsageError(
    `--http ${words} must be a web address that begins with https://, such as https://baton.example.org.`,
  );
}

/** Where many teams are served. Before the app is made the configuration need not be whole. */
function publicUrl(): string | null {
  try {
    const slack = loadConfig().slack;
    return slack?.mode === 'http' && slack.oauth ? slack.oauth.publicUrl : null;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}
