import { describe, expect, test } from 'vitest';
import {
  commandBefore,
  commandOf,
  commandSuggestion,
  mentionSuggestions,
  placeCommand,
  type Suggestion,
  takesFirst,
} from '../../../../src/adapters/playground/page/model/completion.ts';
import { person } from './support.ts';

const people = [
  person('ana', { name: 'Ana Silva' }),
  person('lena', { name: 'Lena Hoffmann' }),
  person('bo', { name: 'Bo Lindqvist' }),
];

test.each([
  ['/baton list mine', 'list mine'],
  ['/baton', ''],
  [' /baton  help ', 'help'],
  ['/batonlist', null],
  ['/other', null],
  ['hello /baton', null],
])('the command of “%s” is %s', (text, command) => {
  expect(commandOf(text)).toBe(command);
});

test('what is completed is what stands before the caret', () => {
  expect(commandBefore('/baton claim W-1', 9)).toBe('cl');
  expect(commandBefore('/baton', 6)).toBeNull();
});

test('a slash offers the one command', () => {
  expect(commandSuggestion('/b', 2).map(({ text }) => text)).toEqual(['/baton ']);
  expect(commandSuggestion('/x', 2)).toEqual([]);
});

test('a completion goes before the caret and leaves a gap to go on', () => {
  expect(placeCommand('claim', '/baton cl W-1', 9)).toEqual({ text: '/baton claim W-1', caret: 13 });
  expect(placeCommand('edit W-1 due: ', '/baton edit W-1 d', 17)).toEqual({
    text: '/baton edit W-1 due: ',
    caret: 21,
  });
});

describe('after @', () => {
  const labels = (text: string) =>
    mentionSuggestions(text, text.length, people, true).map(({ label }) => label);

  test('people are found by handle and by any word of their name', () => {
    expect(labels('hi @l')).toEqual(['Lena Hoffmann', 'Bo Lindqvist']);
    expect(labels('hi @SIL')).toEqual(['Ana Silva']);
    expect(labels('@b')).toEqual(['Baton', 'Bo Lindqvist']);
  });

  test('an address of mail is no mention', () => {
    expect(labels('mail ana@l')).toEqual([]);
  });

  test('what is taken stands in its place', () => {
    const [lena] = mentionSuggestions('hi @le there', 6, people, true);
    expect(lena).toMatchObject({ text: 'hi @lena there', caret: 9 });
  });
});

describe('Enter takes the first suggestion', () => {
  const offer = (...texts: string[]): Suggestion[] =>
    texts.map((text) => ({ key: text, label: text, hint: '', text, caret: text.length }));
  const takes = (text: string, ...texts: string[]) => takesFirst(text, text.length, offer(...texts));

  test('of a verb half written', () => {
    expect(takes('/baton cl', '/baton claim ')).toBe(true);
  });
  test('of a name half written', () => {
    expect(takes('hi @le', 'hi @lena ')).toBe(true);
  });
  test('not of what is whole already', () => {
    expect(takes('/baton list', '/baton list ', '/baton list-all ')).toBe(false);
    expect(takes('hi @lena', 'hi @lena ')).toBe(false);
  });
  test('not of words behind a verb, which may be meant as they stand', () => {
    expect(takes('/baton add Fix login', '/baton add Fix login page ')).toBe(false);
    expect(takes('/baton ', '/baton add ')).toBe(false);
  });
  test('not with the caret in the middle', () => {
    expect(takesFirst('/baton cl W-1', 9, offer('/baton claim W-1'))).toBe(false);
  });
});
