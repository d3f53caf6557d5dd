import { expect, test } from 'vitest';
import { createPlaygroundChat } from '../../../src/adapters/playground/chat.ts';
import { createLive } from '../../../src/adapters/playground/live.ts';
import type { PlaygroundStore } from '../../../src/adapters/playground/store.ts';
import { clock, ids } from '../../../src/adapters/system/system.ts';
import type { OutboxId } from '../../../src/coordination/ids.ts';
import { say } from '../../../src/coordination/message.ts';

test('what the playground could not write down is sent again, for it takes each message once', async () => {
  const away = async (): Promise<never> => {
    throw new Error('the database is away');
  };
  const store = { post: away, edit: away } as unknown as PlaygroundStore;
  const chat = createPlaygroundChat(store, createLive(), async () => 0, clock, ids);
  const account = { platform: 'playground', scope: 'local', account: 'ana' } as const;
  const ref = { platform: 'playground', scope: 'local', channel: 'dm-ana', message: 'm1' } as const;
  const again = { outcome: 'again', reason: 'Error: the database is away' };
  const key = '00000000-0000-4000-8000-000000000001' as OutboxId;
  expect(await chat.send({ to: 'account', account }, say('Hello'), key, null)).toEqual(again);
  expect(await chat.send({ to: 'account', account }, say('Hello'), key, ref)).toEqual(again);
});
