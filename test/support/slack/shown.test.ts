import { describe, expect, test } from 'vitest';
import type { Reader } from './mrkdwn.ts';
import type { Block, Message } from './shapes.ts';
import { visible } from './shown.ts';
import { addChannel, addTeam, addUser, createState } from './state.ts';
import { asCommand, asMessage, richTextOf } from './typed.ts';

const reader: Reader = {
  zone: 'Europe/Berlin',
  now: Date.parse('2026-11-18T10:00:00Z'),
  user: (id) => ({ U1: 'Lena Vogt' })[id] ?? id,
  channel: (id) => ({ C1: 'general' })[id] ?? id,
  group: () => 'design',
};
const message = (told: Partial<Message>): Message => ({ type: 'message', ts: '1.0', text: '', ...told });
const seen = (text: string) => visible(message({ text }), reader).text;
const FRIDAY = Date.parse('2026-11-20T16:00:00Z') / 1000;
const plain = (text: string) => ({ type: 'plain_text', text }) as const;

describe('text as Slack shows it', () => {
  test.each([
    ['*W-1* · _high_ ~old~ `code`', 'W-1 · high old code'],
    ['ask <@U1> in <#C1> and <!subteam^S1>, <!here>', 'ask @Lena Vogt in #general and @design, @here'],
    ['<https://example.com/a_b_c|the offer> of <https://example.com>', 'the offer of https://example.com'],
    ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
    [`<!date^${FRIDAY}^{date_short} at {time}|friday>`, 'Nov 20, 2026 at 17:00'],
    [`<!date^${FRIDAY - 86_400}^{date_short_pretty}|thursday>`, 'tomorrow'],
    ['<!date^soon^{date}|some day>', 'some day'],
    ['&gt; quoted\nnot', 'quoted\nnot'],
    ['```*as it is*\n&lt;b&gt;```', '*as it is*\n<b>'],
    ['snake_case_names and 2*3*4 stay', 'snake_case_names and 2*3*4 stay'],
    [':white_check_mark: done', '✅ done'],
    ['*bold with <@U1> in it*', 'bold with @Lena Vogt in it'],
  ])('%s', (text, expected) => {
    expect(seen(text)).toBe(expected);
  });
});

describe('a message as its readers see it', () => {
  const blocks: readonly Block[] = [
    { type: 'header', text: plain('W-1 · Call Acme') },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '*Owner*\n<@U1>' },
      accessory: { type: 'button', text: plain('Show') },
    },
    { type: 'section', fields: [{ type: 'mrkdwn', text: '*Due*\nfriday' }, plain('*as it is*')] },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'from <#C1>' } as never, plain('today') as never] },
    { type: 'actions', elements: [{ type: 'button', text: plain('Claim') }] },
    { type: 'divider' },
  ];

  test('blocks line by line, without the text that stands for them in notifications', () => {
    const shown = visible(message({ text: 'W-1 for notifications', blocks }), reader);
    expect(shown.text.split('\n')).toEqual([
      ...['W-1 · Call Acme', 'Owner', '@Lena Vogt', 'Due', 'friday', '*as it is*', 'from #general today'],
    ]);
    expect(shown.buttons).toEqual(['Show', 'Claim']);
  });

  test('attachments beneath the text', () => {
    const shown = visible(message({ text: 'above', attachments: [{ color: '#f00', blocks }] }), reader);
    expect(shown.text).toMatch(/^above\nW-1 · Call Acme\n/);
    expect(shown.buttons).toEqual(['Show', 'Claim']);
  });

  test('rich text with its lists and quotes', () => {
    const rich: Block = {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'for ' },
            { type: 'user', user_id: 'U1' },
          ],
        },
        {
          type: 'rich_text_list',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
        },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said\ntwice' }] },
      ],
    };
    expect(visible(message({ blocks: [rich] }), reader).text).toBe('for @Lena Vogt\none\nsaid\ntwice');
  });
});

describe('what a person types', () => {
  const team = addTeam(createState());
  const lena = addUser(team, { name: 'lena', real_name: 'Lena Vogt' }).id;
  const general = addChannel(team, { name: 'general', members: [] }).id;

  test.each([
    ['@Lena, @nobody and @here', `<@${lena}>, @nobody and <!here>`],
    ['in #general not #nowhere', `in <#${general}|general> not #nowhere`],
    ['<!channel> & <b>', '&lt;!channel&gt; &amp; &lt;b&gt;'],
    ['see [x](https://evil.example) now', 'see [x](<https://evil.example>) now'],
  ])('is sent as Slack sends it: %s', (typed, sent) => {
    expect(asMessage(team, typed)).toBe(sent);
  });

  test('is sent to a slash command with names beside ids', () => {
    expect(asCommand(team, 'add x @lena #general @here')).toBe(
      `add x <@${lena}|lena> <#${general}|general> @here`,
    );
  });

  test('comes with the rich text that says the same', () => {
    const words = 'ask @lena <b> at https://example.com';
    const read = { ...reader, user: () => 'Lena Vogt' };
    const shown = visible(message({ blocks: [richTextOf(asMessage(team, words))] }), read);
    expect(shown.text).toBe('ask @Lena Vogt <b> at https://example.com');
  });
});
