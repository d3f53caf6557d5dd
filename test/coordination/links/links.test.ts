import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../../src/coordination/ids.ts';
import { renamed } from '../../../src/coordination/links/accounts.ts';
import { codeFrom, readCode } from '../../../src/coordination/links/code.ts';
import type { WorkItem } from '../../../src/coordination/work-items/item.ts';

describe('a code', () => {
  test('is read back however it was typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const code = codeFrom(Buffer.from(bytes).toString('hex'));
        expect(code).toMatch(/^[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}$/);
        for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' ')} `])
          expect(readCode(typed)).toBe(code);
      }),
    );
  });

  test.each(['', 'ABCDE', 'ABCDE-ABCDEF', 'ABCDE-ABCD0', 'ABCDE-ABCDI', 'hello world'])(
    '%j is none',
    (words) => {
      expect(readCode(words)).toBeNull();
    },
  );
});

describe('an item of someone who becomes one with another', () => {
  const [from, into, other] = ['f', 'i', 'o'] as unknown as PersonId[];
  const item = (values: object): WorkItem =>
    ({
      owner: other,
      requester: other,
      reviewers: [],
      watchers: [],
      handoff: null,
      snoozes: [],
      ...values,
    }) as unknown as WorkItem;

  test.each([
    [{ owner: from }, { owner: into }],
    [
      { requester: from, watchers: [from, other] },
      { requester: into, watchers: [into, other] },
    ],
    [{ watchers: [into, from] }, { watchers: [into] }],
    [{ reviewers: [from] }, { reviewers: [into] }],
    [{ handoff: { from, to: { person: other } } }, { handoff: { from: into, to: { person: other } } }],
    [
      { snoozes: [{ person: from, until: 5, times: 1 }] },
      { snoozes: [{ person: into, until: 5, times: 1 }] },
    ],
    [{ owner: other, watchers: [into] }, {}],
  ])('%j', (values, changes) => {
    expect(renamed(item(values), from as PersonId, into as PersonId)).toEqual(changes);
  });
});
