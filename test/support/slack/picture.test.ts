import { expect, test } from 'vitest';
import type { Reader } from './mrkdwn.ts';
import { pictureOf } from './picture.ts';
import type { Message, View } from './shapes.ts';

const reader: Reader = {
  zone: 'UTC',
  now: 0,
  user: () => 'Lena Vogt',
  channel: (id) => id,
  group: (id) => id,
};
const plain = (text: string) => ({ type: 'plain_text', text }) as const;

test('a picture shows a message’s words and buttons, and no markup of its own making', () => {
  const message: Message = {
    type: 'message',
    ts: '1700000000.000100',
    text: '',
    bot_id: 'B1',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: '*W-1* for <@U1>: &lt;script&gt;' } },
      { type: 'actions', elements: [{ type: 'button', style: 'primary', text: plain('Claim') }] },
    ],
  };
  const page = pictureOf({ messages: [{ message, author: 'Baton', private: true }] }, reader, 'dark');
  expect(page).toContain('data-theme="dark"');
  expect(page).toContain('<b>W-1</b> for <span class="mention">@Lena Vogt</span>: &lt;script&gt;');
  expect(page).toContain('<button class="primary">Claim</button>');
  expect(page).toContain('Only visible to you');
});

test('a picture shows a form with what stands in it and what is wrong', () => {
  const view = {
    type: 'modal',
    title: plain('Edit W-1'),
    submit: plain('Save'),
    blocks: [
      {
        type: 'input',
        block_id: 'due',
        label: plain('Due'),
        element: { type: 'plain_text_input', action_id: 'value', initial_value: 'never' },
      },
    ],
  } as unknown as View;
  const page = pictureOf(
    { view, typed: { due: 'not now' }, errors: { due: 'I cannot read “never”.' } },
    reader,
  );
  expect(page).toContain('Edit W-1');
  expect(page).toContain('>not now</div>');
  expect(page).toContain('⚠ I cannot read “never”.');
});
