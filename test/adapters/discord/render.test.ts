import { type APIMessageTopLevelComponent, ComponentType, MessageFlags } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberOf } from '../../../src/adapters/discord/components.ts';
import { LIMITS } from '../../../src/adapters/discord/limits.ts';
import { type Layout, privately, renderMessage } from '../../../src/adapters/discord/render.ts';
import type { PersonId } from '../../../src/coordination/ids.ts';
import { type Block, type Button, type Message, say } from '../../../src/coordination/message.ts';

const KEY = 'AZChssPUfl-KmwwdLj9KWw';
const button = (label: string): Button => ({ label, action: { verb: 'claim', options: { item: label } } });

interface Part {
  readonly type: ComponentType;
  readonly id?: number;
  readonly content?: string;
  readonly label?: string;
  readonly custom_id?: string;
  readonly accessory?: Part;
  readonly components?: readonly Part[];
  readonly options?: readonly object[];
}

const all = (components: readonly Part[]): Part[] =>
  components.flatMap((c) => [c, ...all(c.components ?? []), ...(c.accessory ? [c.accessory] : [])]);
const partsOf = (components: readonly APIMessageTopLevelComponent[]) => all(components as readonly Part[]);

const title = fc.string({ unit: 'grapheme', maxLength: 200 });
const long = fc.oneof(title, fc.string({ unit: 'grapheme', minLength: 500, maxLength: 6_000 }));
const buttons = fc.array(title.map(button), { maxLength: 12 });
const choice = fc.record({ value: fc.string({ maxLength: 150 }), label: title });
const block: fc.Arbitrary<Block> = fc.oneof(
  long.map((text): Block => ({ block: 'heading', text })),
  long.map((text): Block => ({ block: 'text', text: [text, { bold: text }] })),
  long.map((text): Block => ({ block: 'note', text: [text] })),
  long.map((text): Block => ({ block: 'quote', text })),
  fc
    .array(fc.record({ label: title, value: long.map((w) => [w]) }), { maxLength: 30 })
    .map((fields): Block => ({ block: 'fields', fields })),
  fc
    .array(fc.record({ text: long.map((w) => [w]), button: title.map(button) }, { requiredKeys: ['text'] }), {
      maxLength: 30,
    })
    .map((items) => ({ block: 'list', items }) as Block),
  buttons.map((bs): Block => ({ block: 'buttons', buttons: bs })),
  fc.uniqueArray(choice, { maxLength: 40, selector: (c) => c.value }).map(
    (choices): Block => ({
      block: 'select',
      label: 'Pick',
      option: 'item',
      action: { verb: 'show', options: {} },
      choices,
    }),
  ),
  fc.constant<Block>({ block: 'divider' }),
);
const message: fc.Arbitrary<Message> = fc.record({
  summary: long.map((w) => w || 'something'),
  tone: fc.constantFrom('plain', 'good', 'warning', 'bad'),
  blocks: fc.array(block, { maxLength: 12 }),
});

function checkLimits(given: Message, layout: Layout): void {
  const { payload } = renderMessage(given, layout, KEY);
  const parts = partsOf(payload.components);
  const rows = parts.filter((p) => p.type === ComponentType.ActionRow);
  for (const row of rows) expect(row.components?.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.components?.length).toBeLessThanOrEqual(LIMITS.inRow);
  const ids = parts.flatMap((p) => p.custom_id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id.length).toBeLessThanOrEqual(LIMITS.customId);
  for (const { label } of parts) expect(label?.length ?? 1).toBeLessThanOrEqual(LIMITS.buttonLabel);
  for (const { label } of parts) expect(label ?? 'none').not.toBe('');
  for (const { options } of parts) expect(options?.length ?? 1).toBeLessThanOrEqual(LIMITS.choices);
  for (const { content } of parts) expect(content ?? 'none').not.toBe('');
  expect(payload.allowed_mentions.parse).toEqual([]);
  if (layout === 'shared') {
    expect(parts.length).toBeLessThanOrEqual(LIMITS.components);
    expect(parts.reduce((sum, p) => sum + (p.content?.length ?? 0), 0)).toBeLessThanOrEqual(LIMITS.texts);
    expect(payload.flags).toBe(MessageFlags.IsComponentsV2);
  } else {
    expect(payload.content?.length).toBeGreaterThan(0);
    expect(payload.content?.length).toBeLessThanOrEqual(LIMITS.content);
    expect(payload.components.length).toBeLessThanOrEqual(LIMITS.rows);
    for (const { description = '' } of payload.embeds ?? []) {
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(LIMITS.embedDescription);
    }
  }
}

describe.each(['shared', 'direct'] as const)('a message, %s', (layout) => {
  test('is within the limits, whatever it says', () => {
    fc.assert(
      fc.property(message, (given) => checkLimits(given, layout)),
      { numRuns: 200 },
    );
  });

  test('says so where something is left out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 900 }), (count, length) => {
        const items = Array.from({ length: count }, (_, n) => ({ text: [`${n}:${'x'.repeat(length)};`] }));
        const { payload } = renderMessage({ summary: 'list', blocks: [{ block: 'list', items }] }, layout);
        const words = [
          ...partsOf(payload.components).map((p) => p.content ?? ''),
          ...(payload.embeds ?? []).map((e) => e.description ?? ''),
        ].join('\n');
        const shown = items.filter((_, n) => new RegExp(`(?:^|\\n)- ${n}:`).test(words)).length;
        const left = Number(/and (\d+) more line/.exec(words)?.[1] ?? 0);
        expect(shown + left).toBe(count);
      }),
      { numRuns: 100 },
    );
  });
});

describe('in a channel', () => {
  test('each line of a list has its button beside it', () => {
    const items = [{ text: ['one'], button: button('Claim') }, { text: ['two'] }];
    const { payload } = renderMessage({ summary: 's', blocks: [{ block: 'list', items }] }, 'shared');
    const [container] = payload.components as readonly Part[];
    expect(container?.components?.map((c) => c.type)).toEqual([
      ComponentType.Section,
      ComponentType.TextDisplay,
    ]);
    expect(container?.components?.[0]?.accessory?.label).toBe('Claim');
  });

  test('where there are too many lines for that, they are numbered, and so are their buttons below', () => {
    const items = Array.from({ length: 20 }, (_, n) => ({ text: [`line ${n}`], button: button('Claim') }));
    const { payload } = renderMessage({ summary: 's', blocks: [{ block: 'list', items }] }, 'shared');
    const parts = partsOf(payload.components);
    const words = parts.map((p) => p.content ?? '').join('\n');
    for (let n = 0; n < 20; n += 1) expect(words).toContain(`${n + 1}. line ${n}`);
    expect(parts.flatMap((p) => p.label ?? [])).toEqual(items.map((_, n) => `${n + 1} · Claim`));
  });

  test('what is still too much is counted', () => {
    const items = Array.from({ length: 40 }, (_, n) => ({ text: [`line ${n}`], button: button('Claim') }));
    const { payload } = renderMessage({ summary: 's', blocks: [{ block: 'list', items }] }, 'shared');
    const parts = partsOf(payload.components);
    const shown = parts.filter((p) => p.type === ComponentType.Button).length;
    expect(parts.at(-1)?.content).toBe(`-# …and ${40 - shown} more buttons`);
  });

  test('its colour tells the tone', () => {
    const { payload } = renderMessage(say('Done.', 'good'), 'shared');
    expect(payload.components[0]).toMatchObject({ accent_color: 0x2f9e6e });
  });

  test('the container bears the number of its send', () => {
    const { payload } = renderMessage(say('Done.'), 'shared', KEY);
    expect(payload.components[0]).toMatchObject({ id: numberOf(KEY) });
    expect(numberOf(KEY)).toBeLessThan(2 ** 31);
  });

  test('a private answer is seen by one person', () => {
    const { flags = 0 } = privately(renderMessage(say('Only you.'), 'shared').payload);
    expect(flags & MessageFlags.Ephemeral).not.toBe(0);
    expect(flags & MessageFlags.IsComponentsV2).not.toBe(0);
  });
});

describe('to one person', () => {
  test('words alone are said once', () => {
    expect(renderMessage(say('All is well.'), 'direct').payload).toMatchObject({
      content: 'All is well.',
      embeds: [],
      components: [],
    });
  });

  test('a notification shows the summary, the embed the rest; a line’s button bears its number', () => {
    const items = [{ text: ['Send the offer'], button: button('Claim') }];
    const { payload } = renderMessage(
      { summary: 'W-1 is yours', blocks: [{ block: 'list', items }] },
      'direct',
    );
    expect(payload.content).toBe('W\\-1 is yours');
    expect(payload.embeds?.[0]?.description).toBe('1. Send the offer');
    expect(partsOf(payload.components).flatMap((p) => p.label ?? [])).toEqual(['1 · Claim']);
  });
});

test('whoever is meant is rung, and nobody else', () => {
  const ring = { platform: 'discord', scope: '1', account: '123456789012345678' } as const;
  const blocks: Block[] = [
    { block: 'text', text: [{ person: 'p' as PersonId, name: 'Lena', ring }, ' and <@999999999999999999>'] },
  ];
  expect(renderMessage({ summary: 's', blocks }, 'shared').payload.allowed_mentions).toEqual({
    parse: [],
    users: [ring.account],
  });
});
