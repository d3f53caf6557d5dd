import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areTwins, tellingWords, wordsOf } from '../../../src/coordination/twins/words.ts';

describe('the words of a title', () => {
  test.each([
    ['Send the offer to Acme!', ['send', 'offer', 'acme']],
    ['Offers, offers and OFFER', ['offer']],
    ['Überprüfung der Verträge für Q4', ['überprüfung', 'verträge']],
    ['Fix bug 7 in the glass press', ['fix', 'bug', '7', 'glass', 'press']],
    ['見積もりを送る', ['見積もりを送る']],
    ['—', []],
  ])('of “%s”', (title, words) => {
    expect([...wordsOf(title)]).toEqual(words);
  });

  test('are found by their longest, the same in any order, and never by more than eight', () => {
    expect(tellingWords('Send the offer to Acme')).toEqual(tellingWords('Acme: to send the offer'));
    expect(tellingWords('a bb ccc dddd eeeee ffffff ggg hhhh iiiii jjjjjj kkk llll')).toHaveLength(8);
    expect(tellingWords(`${'x'.repeat(300)} offer`)[0]).toHaveLength(30);
  });
});

describe('titles that most likely mean the same', () => {
  test.each([
    ['Send the offer to Acme', 'Send Acme the offer', true],
    ['Offer for Acme', 'Write the Acme offer', true],
    ['Renew the certificate of the shop', 'Renew shop certificates', true],
    ['Send the offer to Acme', 'Write the offer for Acme', false],
    ['Invoice 41 to Acme, monthly fee', 'Invoice 42 to Acme, monthly fee', false],
    ['Terms number 1', 'Terms number 2', false],
    ['Onboarding', 'Onboarding', false],
    ['', '', false],
    ['Draw the tour', 'Print the flyers', false],
  ])('“%s” and “%s”: %s', (one, other, twins) => {
    expect(areTwins(one, other)).toBe(twins);
    expect(areTwins(other, one)).toBe(twins);
  });

  test('are so whichever is asked first, and a title of two words or more is its own twin', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(areTwins(one, other)).toBe(areTwins(other, one));
        expect(areTwins(one, one)).toBe(wordsOf(one).size >= 2);
      }),
    );
  });
});
