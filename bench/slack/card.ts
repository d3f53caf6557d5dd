/** What the other sides say: as much as Baton says of a new item. */
import type { KnownBlock } from '@slack/web-api';

/** Of a card and of a reply: its words, its fields, its buttons. */
export const FIELDS = [
  ['Owner', 'nobody yet: anyone may claim it'],
  ['Due', 'no date'],
  ['Stage', 'open'],
] as const;
export const CARD_BUTTONS = ['Claim', 'Start', 'Done', 'Edit'];
export const REPLY_BUTTONS = ['Correct', 'Claim'];

export const cardBlocks = (title: string): KnownBlock[] => blocks(title, CARD_BUTTONS);
export const replyBlocks = (title: string): KnownBlock[] => blocks(`${title} — added`, REPLY_BUTTONS);

const blocks = (words: string, buttons: readonly string[]): KnownBlock[] => [
  {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: words }] }],
  },
  {
    type: 'section',
    fields: FIELDS.map(([label, value]) => ({
      type: 'mrkdwn',
      text: `*${label}*\n${value}`,
      verbatim: true,
    })),
  },
  {
    type: 'actions',
    elements: buttons.map((label) => ({
      type: 'button',
      text: { type: 'plain_text', text: label },
      action_id: label.toLowerCase(),
      value: 'W-1',
    })),
  },
];
