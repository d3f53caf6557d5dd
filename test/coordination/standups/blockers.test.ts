import { describe, expect, test } from 'vitest';
import { blockerLines, readBlocker, reasonIn } from '../../../src/coordination/standups/blockers.ts';

const BLOCKED = 'Blocked, and by what';
const said = (answer: string, question = BLOCKED) => [{ question, answer }];

describe('blockers in an answer', () => {
  test.each([
    ['W-12 waits for legal', ['W-12 waits for legal']],
    ['- the icons\n\n* the fonts', ['the icons', 'the fonts']],
    ['none', []],
    ['Nothing.', []],
    ['n/a', []],
    ['-', []],
    ['no news from Acme', ['no news from Acme']],
    ['a\nb\nc\nd\ne\nf', ['a', 'b', 'c', 'd', 'e']],
  ])('of “%s”: %j', (answer, expected) => {
    expect(blockerLines(said(answer))).toEqual(expected);
  });

  test.each([
    [BLOCKED, true],
    ['What is in the way?', true],
    ['Where are you stuck?', true],
    ['Done since last time', false],
    ['In progress', false],
    ['What did you learn?', false],
  ])('the question “%s” asks for them: %s', (question, asks) => {
    expect(blockerLines(said('the icons', question))).toEqual(asks ? ['the icons'] : []);
  });

  test.each([
    ['W-12 waits for W-7', 12, 7],
    ['w-12: legal', 12, null],
    ['the icons of W-3', 3, null],
    ['the icons', null, null],
    ['W-99999999999', null, null],
  ])('“%s” is of %s, by %s', (line, item, by) => {
    expect(readBlocker(line)).toMatchObject({ item, by });
  });

  const item = { key: 12, title: 'Send the offer' };
  test.each([
    ['W-12 Send the offer, waiting for legal', 'legal'],
    ['W-12 Send the offer', ''],
    ['W-12 Send the', ''],
    ['W-12', ''],
    ['W-12: the printer is away', 'the printer is away'],
    ['W-12 is blocked by the bank', 'the bank'],
    ['W-12 — because of the strike', 'the strike'],
    ['we wait for W-12', 'we wait for W-12'],
  ])('in “%s” the reason is “%s”', (line, reason) => {
    expect(reasonIn(line, item)).toBe(reason);
  });
});
