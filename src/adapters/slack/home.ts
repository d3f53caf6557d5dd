/** What stands alone on the screen: App Home, and an answer where there is no message to put it beside. */
import type { HomeView, ModalView } from '@slack/web-api';
import type { Block, Message } from '../../coordination/message.ts';
import { plain } from './form.ts';
import { LIMITS } from './limits.ts';
import { renderBlocks } from './render.ts';

const DOORS: Block = {
  block: 'buttons',
  buttons: [
    { label: 'New item', style: 'primary', action: { verb: 'add', options: {} } },
    { label: 'My items', action: { verb: 'list', options: { show: 'mine' } } },
    { label: 'Nobody owns', action: { verb: 'list', options: { show: 'unowned' } } },
    { label: 'My settings', action: { verb: 'settings me', options: {} } },
    { label: 'Help', action: { verb: 'help', options: {} } },
  ],
};

const HOW_TO: readonly Block[] = [
  { block: 'divider' },
  {
    block: 'note',
    text: [
      'Make an item of any message: react with 📌, choose Track with Baton in its menu, or mention @Baton. In a channel type ',
      { code: '/baton add' },
      '; in a thread ',
      { code: '@Baton done W-12' },
      '.',
    ],
  },
];

/** `inbox` is the reply of `inbox` to who looks. */
export function renderHome(inbox: Message): HomeView {
  const blocks = renderBlocks(
    { ...inbox, tone: 'plain', blocks: [DOORS, { block: 'divider' }, ...inbox.blocks, ...HOW_TO] },
    LIMITS.view,
  );
  return { type: 'home', blocks };
}

/** An answer in place of a form, or over App Home. */
export function renderModal(answer: Message): ModalView {
  return {
    type: 'modal',
    title: plain('Baton'),
    close: plain('Close'),
    blocks: renderBlocks(answer, LIMITS.view),
  };
}
