/** Messages of every shape, for properties of the renderer. */
import fc from 'fast-check';
import type { PersonId } from '../../../src/coordination/ids.ts';
import type { Action, Block, Button, Message, Span, Text } from '../../../src/coordination/message.ts';

const words = (most: number) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(most, 60) }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: most }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('*', '_', '`', '<!channel>', ':tada:', '> ', '&', 'a_b')
        .map((s) => `${s.repeat(Math.min(most / 12, 200))}.`),
    },
  );

const action: fc.Arbitrary<Action> = fc.record({
  verb: fc.constantFrom('claim', 'team add', 'list'),
  options: fc.dictionary(fc.constantFrom('item', 'show', 'words'), fc.string({ maxLength: 100 }), {
    noNullPrototype: true,
  }),
});

const span = (most: number): fc.Arbitrary<Span> =>
  fc.oneof(
    words(most),
    words(most).map((bold) => ({ bold })),
    words(most).map((italic) => ({ italic })),
    words(most).map((code) => ({ code })),
    words(most).map((strike) => ({ strike })),
    fc.record({ link: fc.webUrl({ withQueryParameters: true }), text: words(60) }),
    words(60).map((name) => ({ person: 'p1' as PersonId, name })),
    words(60).map((name) => ({
      person: 'p1' as PersonId,
      name,
      ring: { platform: 'slack' as const, scope: 'T1', account: 'U1' },
    })),
    words(60).map((name) => ({ channel: { platform: 'slack' as const, scope: 'T1', channel: 'C1' }, name })),
    fc.record({
      instant: fc.integer({ min: 0, max: 4e12 }),
      zone: fc.constantFrom('Europe/London', 'UTC'),
      timed: fc.boolean(),
    }),
  );

const text = (most: number): fc.Arbitrary<Text> => fc.array(span(most), { minLength: 1, maxLength: 6 });

const button: fc.Arbitrary<Button> = fc
  .record({
    label: words(200),
    action,
    style: fc.option(fc.constantFrom('primary' as const, 'danger' as const), { nil: undefined }),
    confirm: fc.option(words(800), { nil: undefined }),
  })
  .map(({ label, action, style, confirm }) => ({
    label,
    action,
    ...(style ? { style } : {}),
    ...(confirm ? { confirm } : {}),
  }));

const choices = (most: number) =>
  fc.uniqueArray(fc.record({ value: words(200), label: words(200) }), {
    minLength: 1,
    maxLength: most,
    selector: (c) => c.value,
  });

interface Size {
  readonly words: number;
  readonly many: number;
}

const block = ({ words: most, many }: Size): fc.Arbitrary<Block> =>
  fc.oneof(
    words(most).map((words): Block => ({ block: 'heading', text: words })),
    text(most).map((text): Block => ({ block: 'text', text })),
    text(most).map((text): Block => ({ block: 'note', text })),
    words(most).map((words): Block => ({ block: 'quote', text: words })),
    fc
      .array(fc.record({ label: words(30), value: text(most), wanting: fc.boolean() }), {
        minLength: 1,
        maxLength: many,
      })
      .map((fields): Block => ({ block: 'fields', fields })),
    fc
      .array(fc.oneof(fc.record({ text: text(most) }), fc.record({ text: text(most), button })), {
        minLength: 1,
        maxLength: many,
      })
      .map((items): Block => ({ block: 'list', items })),
    fc
      .array(button, { minLength: 1, maxLength: many })
      .map((buttons): Block => ({ block: 'buttons', buttons })),
    fc
      .record({ label: words(60), action, choices: choices(many), at: fc.nat() })
      .map(({ at, ...select }): Block => {
        const chosen = select.choices[at % (select.choices.length * 2)]?.value;
        return { block: 'select', option: 'show', ...select, ...(chosen === undefined ? {} : { chosen }) };
      }),
    fc.constant<Block>({ block: 'divider' }),
  );

const message = (size: Size, blocks: number): fc.Arbitrary<Message> =>
  fc.record({
    summary: words(size.words),
    tone: fc.constantFrom('plain', 'good', 'warning', 'bad'),
    blocks: fc.array(block(size), { maxLength: blocks }),
  });

/** Of a size that always fits. */
export const smallMessage = message({ words: 30, many: 3 }, 3);
/** Of any size. */
export const anyMessage = fc.oneof(
  smallMessage,
  message({ words: 8000, many: 6 }, 6),
  message({ words: 100, many: 130 }, 4),
  message({ words: 200, many: 4 }, 130),
);

/** Everything that a reader should find in it: words as they stand, and what each button says. */
export function saidIn(blocks: readonly Block[]): {
  readonly words: readonly string[];
  readonly buttons: readonly string[];
} {
  const spans = (text: Text): string[] =>
    text.flatMap((span) => {
      if (typeof span === 'string') return [span];
      if ('person' in span) return [span.ring ? '@U1' : `@${span.name}`];
      if ('channel' in span) return ['#C1'];
      if ('instant' in span) return [];
      if ('link' in span) return [span.text];
      return Object.values(span);
    });
  const words = blocks.flatMap((b): string[] => {
    if (b.block === 'heading' || b.block === 'quote') return [b.text];
    if (b.block === 'text' || b.block === 'note') return spans(b.text);
    if (b.block === 'fields') return b.fields.flatMap((f) => [f.label, ...spans(f.value)]);
    if (b.block === 'list') return b.items.flatMap((item) => spans(item.text));
    return b.block === 'select' ? [b.label] : [];
  });
  const buttons = blocks.flatMap((b): string[] => {
    if (b.block === 'buttons') return b.buttons.map((button) => button.label);
    return b.block === 'list' ? b.items.flatMap((item) => item.button?.label ?? []) : [];
  });
  return { words, buttons };
}
