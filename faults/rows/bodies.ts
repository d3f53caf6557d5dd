/** Bodies that no page sends: they are refused or ignored, and nothing is written. */
import { CAST } from '../../src/adapters/playground/cast.ts';
import { digestOf } from '../../test/support/digest.ts';
import { check, untilQuiet } from '../check/check.ts';
import { createPlaygroundClient } from '../rig/playground.ts';
import { Tried } from '../rig/tried.ts';
import { expectNone, type Row } from '../row.ts';

const PATHS = ['post', 'command', 'press', 'submit', 'track', 'react', 'edit', 'delete', 'clock'];
const DEEP = 10_000;

const SHAPELESS: Readonly<Record<string, string>> = {
  nothing: '',
  'no JSON': '{"as": "ana"',
  null: 'null',
  'a list': '[]',
  'a number': '1e999',
  'nested lists': '['.repeat(DEEP) + ']'.repeat(DEEP),
  'nested objects': `${'{"as":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
  'a prototype': '{"__proto__": {"as": "ana"}, "constructor": null}',
  '5 MB': JSON.stringify({ as: 'ana', channel: 'general', text: 'x'.repeat(5_000_000) }),
  '5 MB of keys': `{${Array.from({ length: 250_000 }, (_, i) => `"k${i}":"${i}"`).join()}}`,
};

/** As they stand in JSON. */
const TEXTS = {
  NUL: '\\u0000',
  'NUL within': 'Nothing\\u0000there',
  'a lone high surrogate': 'Half \\ud83d',
  'a lone low surrogate': '\\ude00 a pair',
  'surrogates in the wrong order': '\\ude00\\ud83d',
  'the last code point': '\\udbff\\udfff',
  'control characters': '\\u0001\\u001b[31m\\u007f\\u0085\\u2028\\u202e',
};

export const bodies: Row = {
  name: 'bodies',
  fault: 'bodies: `null`, `[]`, 5 MB, nested 10,000 deep, lone surrogates, NUL',
  async run(rig) {
    const database = await rig.database();
    const replica = await rig.replica(database.url);
    const client = createPlaygroundClient(() => replica.url);
    await client.post('command', { as: 'ana', channel: 'general', text: 'add Something to act on' });
    await untilQuiet(database.sql);
    const before = await digestOf(database.sql);
    const refusals = PATHS.flatMap((path) =>
      Object.entries(SHAPELESS).map(([name, body]) => refused(replica.url, path, name, body)),
    );
    const found = (await Promise.all(refusals)).flat();
    if ((await digestOf(database.sql)) !== before) found.push('a body that was refused wrote something');

    const odd = Object.entries(TEXTS).flatMap(([name, text]) =>
      withText(text).map(([path, body]) => taken(replica.url, path, name, body)),
    );
    for (const text of ['%00', '%ED%A0%80', '%FF'])
      for (const query of [`view?as=${text}`, `complete?as=ana&channel=general&text=show%20${text}`])
        odd.push(asked(replica.url, query));
    found.push(...(await Promise.all(odd)).flat());
    await untilQuiet(database.sql);
    for (const { handle } of CAST)
      if ((await client.view(handle)) === null) found.push(`${handle} sees nothing any more`);
    expectNone([...found, ...replica.unasked, ...(await check(database, new Tried()))]);
    return `${refusals.length} refused, ${odd.length} odd texts refused or taken`;
  },
};

/** Everywhere a person's words can stand. */
const withText = (text: string): [path: string, body: string][] => [
  ['post', `{"as":"ana","channel":"general","thread":null,"text":"<@baton> Say ${text}"}`],
  ['post', `{"as":"ana","channel":"general","thread":"${text}","text":"Say"}`],
  ['post', `{"as":"ana","channel":"${text}","thread":null,"text":"Say"}`],
  ['command', `{"as":"ana","channel":"general","text":"add Do ${text} and more"}`],
  ['command', `{"as":"ana","channel":"general","text":"${text} W-1"}`],
  ['command', `{"as":"ana","channel":"general","text":"list @${text}"}`],
  ['press', `{"as":"ana","channel":"general","message":"${text}","verb":"claim","options":{"item":"W-1"}}`],
  ['press', `{"as":"ana","channel":"general","message":null,"verb":"${text}","options":{"item":"W-1"}}`],
  ['press', `{"as":"ana","channel":"general","message":null,"verb":"claim","options":{"item":"${text}"}}`],
  [
    'submit',
    `{"as":"ana","channel":"general","verb":"add","options":{"words":"Do ${text}","owner":"${text}"}}`,
  ],
  [
    'submit',
    `{"as":"ana","channel":"general","verb":"edit","options":{"item":"W-1","purpose":"So ${text}"}}`,
  ],
  [
    'submit',
    `{"as":"ana","channel":"general","verb":"block","options":{"item":"W-1","reason":"By ${text}"}}`,
  ],
  ['track', `{"as":"ana","channel":"general","message":"${text}"}`],
  ['react', `{"as":"ana","channel":"general","message":"${text}","emoji":"eyes","present":true}`],
  ['edit', `{"as":"ana","channel":"general","message":"${text}","text":"${text}"}`],
];

async function send(url: string, path: string, body: string): Promise<number> {
  const response = await fetch(`${url}/api/${path}`, {
    method: 'POST',
    // Where a body is refused unread, its connection is of no more use.
    headers: { 'content-type': 'application/json', connection: 'close' },
    body,
    signal: AbortSignal.timeout(20_000),
  });
  await response.arrayBuffer();
  return response.status;
}

async function refused(url: string, path: string, name: string, body: string): Promise<string[]> {
  // Whoever is sent too much may close before all of it has arrived.
  const status = await send(url, path, body).catch(() => 413);
  return status >= 400 && status < 500 ? [] : [`${path} answered ${status} to ${name}`];
}

async function taken(url: string, path: string, name: string, body: string): Promise<string[]> {
  const status = await send(url, path, body);
  return status < 500 ? [] : [`${path} answered ${status} to ${name}: ${body}`];
}

async function asked(url: string, query: string): Promise<string[]> {
  const { status } = await fetch(`${url}/api/${query}`, { signal: AbortSignal.timeout(20_000) });
  return status < 500 ? [] : [`${query} answered ${status}`];
}
