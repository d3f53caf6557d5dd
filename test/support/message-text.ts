import { formatInstant } from '../../src/coordination/calendar.ts';
import { type Block, type Button, type Message, plain, type Text } from '../../src/coordination/message.ts';

/** A message as its reader takes it in: all visible words, line by line. */
export function textOf(message: Message, now: number): string {
  const words = (text: Text): string =>
    plain(text, (at, zone, timed) => formatInstant(at, zone, { timed, now }));
  const lines = (block: Block): string[] => {
    switch (block.block) {
      case 'heading':
      case 'quote':
        return [block.text];
      case 'text':
      case 'note':
        return [words(block.text)];
      case 'fields':
        return block.fields.map((f) => `${f.label}: ${words(f.value)}`);
      case 'list':
        return block.items.map((item) => words(item.text));
      case 'select':
        return [block.label];
      case 'picture':
        return [block.alternative];
      case 'buttons':
      case 'divider':
        return [];
    }
  };
  return message.blocks.flatMap(lines).join('\n');
}

export function buttonsOf(message: Message): readonly Button[] {
  return message.blocks.flatMap((block) => {
    if (block.block === 'buttons') return block.buttons;
    if (block.block === 'list') return block.items.flatMap((item) => (item.button ? [item.button] : []));
    return [];
  });
}
