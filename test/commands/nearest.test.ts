import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/commands/nearest.ts';

const VERBS = ['claim', 'cancel', 'done', 'due', 'show', 'list', 'team create'];

describe('the nearest word', () => {
  test.each([
    ['clam', 'claim'],
    ['Claim', 'claim'],
    ['calim', 'claim'],
    ['cancle', 'cancel'],
    ['dnoe', 'done'],
    ['dne', 'done'],
    ['shwo', 'show'],
    ['lsit', 'list'],
    ['lst', 'list'],
    ['dance', null],
    ['', null],
    ['team creat', 'team create'],
  ])('to “%s” is %s', (words, expected) => {
    expect(nearest(words, VERBS)).toBe(expected);
  });

  test('is the first of those that are equally near', () => {
    expect(nearest('doe', ['done', 'dote'])).toBe('done');
  });

  test('to 8,000 characters is none', () => {
    expect(nearest('claim'.repeat(1600), VERBS)).toBeNull();
  });

  test('among none is none', () => {
    expect(nearest('claim', [])).toBeNull();
  });
});
