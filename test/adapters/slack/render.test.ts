import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderHome } from '../../../src/adapters/slack/home.ts';
import { DoesNotFit, LIMITS } from '../../../src/adapters/slack/limits.ts';
import { decodeAction } from '../../../src/adapters/slack/press.ts';
import { renderMessage } from '../../../src/adapters/slack/render.ts';
import { findVerb } from '../../../src/commands/registry.ts';
import type { PersonId } from '../../../src/coordination/ids.ts';
import type { Block, Message, Text } from '../../../src/coordination/message.ts';
import { INJECTIONS } from '../../contracts/injections.ts';
import { checkMessage, checkView } from '../../support/slack/check-payload.ts';
import { actingIn } from '../../support/slack/elements.ts';
import { type Reader, readMrkdwn } from '../../support/slack/mrkdwn.ts';
import type { Block as SlackBlock } from '../../support/slack/shapes.ts';
import { visible } from '../../support/slack/shown.ts';
import { anyMessage, saidIn, smallMessage } from './messages.ts';

const reader: Reader = {
  zone: 'Europe/London',
  now: Date.parse('2026-03-02T10:00Z'),
  user: (id) => id,
  channel: (id) => id,
  group: (id) => id,
};
const say = (...blocks: readonly Block[]): Message => ({ summary: 'Summary', blocks });
const blocksOf = (message: Message): SlackBlock[] => renderMessage(message).blocks as unknown as SlackBlock[];
const show = (message: Message) => {
  const { text, blocks } = renderMessage(message);
  return visible({ text, blocks } as unknown as Parameters<typeof visible>[0], reader);
};
const textBlock = (...text: Text): Block => ({ block: 'text', text });
const button = { label: 'Show', action: { verb: 'show', options: { item: 'W-1' } } };
/** What Slack shows of words: all but what is not to be seen. */
const UNSEEN = /[\u202A-\u202E\u2066-\u2069]|(?![\n\t])\p{Cc}/gu;
const shownAs = (words: string): string => words.replace(UNSEEN, '');
/** Blank ones show nothing. */
const linesOf = (words: string): string[] =>
  shownAs(words)
    .split('\n')
    .filter((line) => line.trim() !== '');
const everyText = (value: unknown): { type?: string; text: string }[] => {
  if (value === null || typeof value !== 'object') return [];
  const own = 'text' in value && typeof value.text === 'string' ? [value as { text: string }] : [];
  return [...own, ...Object.values(value).flatMap(everyText)];
};

describe('any message', () => {
  test('is within Slack’s limits, and tells of all that is left out', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { text, blocks } = renderMessage(message);
        expect(checkMessage({ text, blocks } as unknown as Parameters<typeof checkMessage>[0])).toBeNull();
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(LIMITS.message.characters);
        expect(text.length).toBeLessThanOrEqual(LIMITS.message.text);
        const shown = show(message);
        const { words, buttons } = saidIn(message.blocks);
        const left = words.flatMap(linesOf).filter((line) => !shown.text.includes(line));
        const complete = left.length === 0 && shown.buttons.length >= buttons.length;
        if (!complete)
          expect(`${shown.text} ${shown.buttons.join(' ')}`).toMatch(/and \d+ (characters )?more/);
      }),
      { numRuns: 150 },
    );
  });

  test('of a size that fits is shown whole', () => {
    fc.assert(
      fc.property(smallMessage, (message) => {
        const shown = show(message);
        const { words } = saidIn(message.blocks);
        for (const line of words.flatMap(linesOf)) expect(shown.text).toContain(line);
        expect(shown.text).not.toMatch(/and \d+ (characters )?more/);
      }),
      { numRuns: 300 },
    );
  });

  test('has buttons that mean what they were made for, each with an id of its own', () => {
    fc.assert(
      fc.property(smallMessage, (message) => {
        const acting = blocksOf(message).flatMap(actingIn);
        const ids = acting.map((element) => element.action_id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { action_id = '', value, options } of acting) {
          const selected_option = options ? { value: options[0]?.value ?? '' } : null;
          expect(decodeAction({ action_id, value, selected_option })).not.toBeNull();
        }
      }),
      { numRuns: 150 },
    );
  });

  test('fits App Home', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const view = renderHome(message);
        expect(checkView(view as unknown as Parameters<typeof checkView>[0])).toBeNull();
        expect(JSON.stringify(view).length).toBeLessThan(LIMITS.view.characters + 100);
      }),
      { numRuns: 60 },
    );
  });
});

describe('words of people arrive inert', () => {
  const everywhere = (words: string): Block[] => [
    { block: 'heading', text: words },
    textBlock(words),
    textBlock({ bold: 'Why: ' }, words),
    { block: 'note', text: [words] },
    { block: 'quote', text: words },
    { block: 'fields', fields: [{ label: 'Owner', value: [words], wanting: true }] },
    { block: 'fields', fields: [{ label: 'Links', value: [{ link: 'https://x.example/a', text: words }] }] },
    { block: 'list', items: [{ text: [words], button }] },
    { block: 'list', items: [{ text: [{ person: 'p1' as PersonId, name: words }] }] },
    { block: 'buttons', buttons: [{ ...button, label: words, confirm: words }] },
    {
      block: 'select',
      label: words,
      option: 'show',
      action: button.action,
      choices: [{ value: 'a', label: words }],
    },
  ];

  test.each(INJECTIONS)('%s', (_name, words) => {
    for (const block of everywhere(words)) {
      const blocks = blocksOf(say(block));
      for (const element of everyText(blocks)) {
        if (element.type !== 'mrkdwn') continue;
        const runs = readMrkdwn(element.text, reader).flatMap((line) => {
          expect(line.as).toBe('text');
          return line.runs;
        });
        for (const run of runs) {
          expect(run.mention ?? false).toBe(false);
          expect(run.code ?? false).toBe(false);
          expect(run.href ?? 'https://x.example/a').toBe('https://x.example/a');
          expect(['Owner', 'Links', undefined]).toContain(run.bold ? run.text : undefined);
        }
      }
      const kinds = JSON.stringify(blocks).match(/"type":"(user|channel|usergroup|broadcast|emoji|date)"/g);
      expect(kinds).toBeNull();
      const shown = show(say(block));
      expect(`${shown.text} ${shown.buttons}`).not.toMatch(UNSEEN);
      if (block.block !== 'buttons') expect(shown.text).toContain(shownAs(words));
    }
    expect(renderMessage({ summary: words, blocks: [] }).text).not.toMatch(/[<>]/);
  });
});

describe('a run of text', () => {
  test('rings only who is meant, and names others', () => {
    const ring = { platform: 'slack', scope: 'T1', account: 'U1' } as const;
    const person = { person: 'p1' as PersonId, name: 'Lena Vogt' };
    const list = (span: Text[number]): Block => ({ block: 'list', items: [{ text: ['to ', span], button }] });
    expect(JSON.stringify(blocksOf(say(textBlock(person), list(person))))).not.toContain('U1');
    expect(show(say(textBlock(person), list(person))).text).toBe('@Lena Vogt\nto @Lena Vogt');
    expect(blocksOf(say(textBlock({ ...person, ring })))).toMatchObject([
      { elements: [{ elements: [{ type: 'user', user_id: 'U1' }] }] },
    ]);
    expect(blocksOf(say(list({ ...person, ring })))).toMatchObject([{ text: { text: 'to <@U1>' } }]);
    const elsewhere = { ...person, ring: { ...ring, platform: 'discord' as const } };
    expect(show(say(textBlock(elsewhere))).text).toBe('@Lena Vogt');
  });

  test('shows a time in the reader’s zone, a date alone the same to everyone', () => {
    const at = Date.parse('2026-03-06T22:30Z');
    const spans = (timed: boolean): Text => [{ instant: at, zone: 'Asia/Tokyo', timed }];
    expect(show(say(textBlock(...spans(true)))).text).toBe('Mar 6, 2026 at 22:30');
    expect(show(say(textBlock(...spans(false)))).text).toBe('Sat 7 Mar 2026');
    expect(show(say({ block: 'note', text: spans(true) })).text).toBe('Mar 6, 2026 at 22:30');
    expect(JSON.stringify(blocksOf(say(textBlock(...spans(true)))))).toContain(
      '"fallback":"Sat 7 Mar 2026 07:30 (Asia/Tokyo)"',
    );
  });

  test('links to web addresses alone', () => {
    const linked = (link: string) => blocksOf(say(textBlock({ link, text: 'the brief' })));
    expect(linked('https://x.example/a')).toMatchObject([
      { elements: [{ elements: [{ type: 'link', url: 'https://x.example/a', text: 'the brief' }] }] },
    ]);
    for (const link of [
      'javascript:alert(1)',
      'https://',
      'https://a b',
      `https://x.example/${'x'.repeat(3000)}`,
    ])
      expect(JSON.stringify(linked(link))).not.toContain('"link"');
    expect(show(say(textBlock({ link: 'javascript:alert(1)', text: 'the brief' }))).text).toBe(
      'the brief (javascript:alert(1))',
    );
  });

  test.each<[string, Text, string]>([
    ['a mark stands apart from spaces', [{ bold: 'Why: ' }, 'so'], '*Why:* so'],
    ['marks of every kind', [{ italic: 'a' }, ' ', { code: 'b' }, ' ', { strike: 'c' }], '_a_ `b` ~c~'],
    ['characters that start markup', ['a < b & c > d'], 'a &lt; b &amp; c &gt; d'],
    ['a name with an underscore within', ['fix snake_case'], 'fix snake_case'],
    [
      'an address that holds a bar',
      [{ link: 'https://x.example/a|b?c=1&d', text: 'x' }],
      '<https://x.example/a%7Cb?c=1&amp;d|x>',
    ],
    ['a channel', [{ channel: { platform: 'slack', scope: 'T1', channel: 'C1' }, name: 'general' }], '<#C1>'],
  ])('in small print: %s', (_name, text, written) => {
    expect(blocksOf(say({ block: 'note', text }))).toEqual([
      { type: 'context', elements: [{ type: 'mrkdwn', text: written, verbatim: true }] },
    ]);
  });

  test.each<[string, Text]>([
    ['emphasis', ['do *this* now']],
    ['an underscore at a word’s edge', ['the _private one']],
    ['a code', ['see `x`']],
    ['a code of an emoji', [':tada: done']],
    ['a quote', ['> said']],
    ['a mark that touches a word', [{ bold: 'W-1' }, 's']],
    ['marks that touch one another', [{ code: 'a' }, { bold: 'b ' }]],
  ])('what small print could misread goes as rich text: %s', (_name, text) => {
    expect(blocksOf(say({ block: 'note', text }))).toMatchObject([{ type: 'rich_text' }]);
  });
});

describe('blocks', () => {
  test('a heading is a header, and rich text where a header has no room', () => {
    expect(blocksOf(say({ block: 'heading', text: 'W-1 · Short' }))).toMatchObject([{ type: 'header' }]);
    const long = `W-1 · ${'long '.repeat(50)}`;
    expect(blocksOf(say({ block: 'heading', text: long }))).toMatchObject([{ type: 'rich_text' }]);
    expect(show(say({ block: 'heading', text: long })).text).toBe(long);
  });

  test('fields stand in two columns, ten to a block; in lines where one could be misread', () => {
    const fields = Array.from({ length: 12 }, (_, i) => ({ label: `F${i}`, value: [`v${i}`] }));
    expect(blocksOf(say({ block: 'fields', fields }))).toMatchObject([
      { type: 'section', fields: { length: 10 } },
      { type: 'section', fields: { length: 2 } },
    ]);
    const misread = [...fields.slice(0, 2), { label: 'Team', value: ['*stars*'] }];
    expect(blocksOf(say({ block: 'fields', fields: misread }))).toMatchObject([{ type: 'rich_text' }]);
    expect(show(say({ block: 'fields', fields: misread })).text).toBe('F0  v0\nF1  v1\nTeam  *stars*');
  });

  test('what is wanting stands out', () => {
    const fields = [{ label: 'Due', value: ['no date'], wanting: true }];
    expect(blocksOf(say({ block: 'fields', fields }))).toMatchObject([
      { fields: [{ text: '*Due*\n_no date_' }] },
    ]);
  });

  test('a line of a list has its button beside it', () => {
    const items = [{ text: [{ bold: 'W-1' }, ' Send the offer'], button }];
    expect(blocksOf(say({ block: 'list', items }))).toMatchObject([
      { type: 'section', text: { text: '*W-1* Send the offer' }, accessory: { type: 'button' } },
    ]);
    const misread = [{ text: ['Send *the* offer'], button }];
    expect(blocksOf(say({ block: 'list', items: misread }))).toMatchObject([
      { type: 'rich_text' },
      { type: 'actions', elements: [{ type: 'button' }] },
    ]);
  });

  test('a button asks first where the act cannot be taken back', () => {
    const sure = { ...button, label: 'Delete', style: 'danger' as const, confirm: 'Delete the team?' };
    expect(blocksOf(say({ block: 'buttons', buttons: [sure] }))).toMatchObject([
      {
        elements: [
          {
            style: 'danger',
            confirm: {
              title: { text: 'Delete' },
              text: { text: 'Delete the team?' },
              deny: { text: 'Cancel' },
              style: 'danger',
            },
          },
        ],
      },
    ]);
  });

  test('buttons stand in rows of five', () => {
    const buttons = Array.from({ length: 7 }, () => button);
    expect(blocksOf(say({ block: 'buttons', buttons }))).toMatchObject([
      { elements: { length: 5 } },
      { elements: { length: 2 } },
    ]);
  });

  const select = (choices: readonly string[], chosen?: string): Block => ({
    block: 'select',
    label: 'Which?',
    option: 'show',
    action: { verb: 'list', options: { words: 'site' } },
    choices: choices.map((value) => ({ value, label: value })),
    ...(chosen ? { chosen } : {}),
  });

  test('a select shows what is chosen, and its choice fills its option', () => {
    const [section] = blocksOf(say(select(['mine', 'done'], 'done')));
    expect(section).toMatchObject({ type: 'section', accessory: { initial_option: { value: 'done' } } });
    const { action_id = '' } = section?.accessory ?? {};
    expect(decodeAction({ action_id, selected_option: { value: 'mine' } })).toEqual({
      verb: 'list',
      options: { words: 'site', show: 'mine' },
    });
  });

  test('a select of more than a hundred keeps what is chosen, and counts the others', () => {
    const many = Array.from({ length: 130 }, (_, i) => `c${i}`);
    const message = say(select(many, 'c129'));
    expect(JSON.stringify(blocksOf(message))).toContain(
      '"initial_option":{"text":{"type":"plain_text","text":"c129"',
    );
    expect(show(message).text).toMatch(/and \d+ more/);
  });

  test('a select whose action has no room in Slack’s is a row of buttons', () => {
    const [, row] = blocksOf(
      say({
        ...select(['mine', 'done']),
        action: { verb: 'list', options: { words: 'x'.repeat(240) } },
      } as Block),
    );
    const [, second] = row ? actingIn(row) : [];
    expect(decodeAction({ action_id: second?.action_id ?? '', value: second?.value })).toMatchObject({
      options: { show: 'done' },
    });
  });

  test('a button whose action is too long is refused, not cut', () => {
    const long = { ...button, action: { verb: 'add', options: { words: 'x'.repeat(2000) } } };
    expect(() => renderMessage(say({ block: 'buttons', buttons: [long] }))).toThrow(DoesNotFit);
  });

  test('the tone is a sign before the first words, and none where there is none to give', () => {
    const message = (tone: Message['tone'] & string): Message => ({
      ...say({ block: 'heading', text: 'W-1 · Title' }, textBlock('Open')),
      tone,
    });
    expect(show(message('warning')).text).toBe('W-1 · Title\n⚠️ Open');
    expect(show(message('good')).text).toContain('✅ Open');
    expect(show(message('bad')).text).toContain('⛔ Open');
    expect(show(message('plain')).text).toBe('W-1 · Title\nOpen');
  });

  test('a message without blocks shows its summary', () => {
    expect(show(say()).text).toBe('Summary');
  });

  test('a long list is shown as far as it fits, and the rest is counted', () => {
    const items = Array.from({ length: 90 }, (_, i) => ({ text: [`item ${i} of the list`], button }));
    const shown = show(say({ block: 'heading', text: 'Items' }, { block: 'list', items }));
    const lines = shown.text.match(/item \d+ of/g) ?? [];
    expect(shown.text).toContain(`and ${90 - lines.length} more`);
    expect(lines.length).toBeGreaterThan(10);
  });

  test('long words are cut before a button is', () => {
    const shown = show(say(textBlock('word '.repeat(4000)), { block: 'buttons', buttons: [button] }));
    expect(shown.text).toMatch(/… and \d+ characters more$/);
    expect(shown.buttons).toEqual(['Show']);
  });
});

test('App Home opens on what waits, with doors that all lead to verbs', () => {
  const view = renderHome(say({ block: 'heading', text: 'Waiting on you' }));
  const blocks = view.blocks as unknown as SlackBlock[];
  expect(JSON.stringify(blocks)).toContain('Waiting on you');
  const actions = blocks
    .flatMap(actingIn)
    .map(({ action_id = '', value }) => decodeAction({ action_id, value }));
  expect(actions.map((a) => findVerb(a?.verb ?? '')?.name)).toEqual([
    'add',
    'list',
    'list',
    'settings me',
    'help',
  ]);
});
