import { expect, test } from 'vitest';
import { madeAt } from '../../../src/adapters/discord/refs.ts';

test('an id tells when it was made', () => {
  expect(new Date(madeAt('175928847299117063')).toISOString()).toBe('2016-04-30T11:18:25.796Z');
});
