import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandsPage } from '../../src/commands/help.ts';
import { MAX_TEXT, readOptions, splitVerb } from '../../src/commands/parse.ts';
import { findVerb, VERBS } from '../../src/commands/registry.ts';

const listed = VERBS.filter((v) => !v.hidden);
const names = VERBS.flatMap((v) => [v.name, ...(v.aliases ?? [])]);

describe('the registry', () => {
  test('names each verb once, in one or two lower-case words', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+( [a-z]+)?$/);
  });

  test('finds a verb by its name and by its other names, and nothing else', () => {
    for (const verb of VERBS)
      for (const name of [verb.name, ...(verb.aliases ?? [])]) expect(findVerb(name)).toBe(verb);
    for (const name of ['', 'constructor', '__proto__', 'toString']) expect(findVerb(name)).toBeUndefined();
  });

  test('has every verb that product.md names for items, teams, settings and help', () => {
    const wanted = 'add show list inbox claim start done cancel reopen edit due block unblock help'.split(
      ' ',
    );
    expect(listed.map((v) => v.name)).toEqual(expect.arrayContaining(wanted));
    expect(listed.filter((v) => /^(team|settings) /.test(v.name)).length).toBeGreaterThanOrEqual(8);
  });

  // What Discord takes is 25 children of a command and 25 options of a child; its characters are counted where they are made.
  test('stays within what a platform’s command holds', () => {
    const children = new Map<string, number>();
    for (const { name } of listed) {
      const [top = '', child] = name.split(' ');
      children.set(top, (children.get(top) ?? 0) + (child ? 1 : 0));
    }
    expect(children.size).toBeLessThanOrEqual(24);
    for (const many of children.values()) expect(many).toBeLessThanOrEqual(25);
  });

  test.each(listed.map((v) => [v.name, v] as const))('%s: descriptions and options fit', (_name, verb) => {
    expect(verb.description).toMatch(/^[A-Z].{3,99}$/s);
    expect(Object.keys(verb.options).length).toBeLessThanOrEqual(25);
    for (const [name, option] of Object.entries(verb.options)) {
      expect(name).toMatch(/^[a-z]{1,32}$/);
      expect(name in {}).toBe(false);
      expect(option.description.length).toBeGreaterThan(2);
      expect(option.description.length).toBeLessThanOrEqual(100);
      expect(option.example).not.toBe('');
    }
  });

  test.each(listed.map((v) => [v.name, v] as const))('%s: what is needed comes first', (_name, verb) => {
    const needed = Object.values(verb.options).map((o) => o.required);
    expect(needed).toEqual(needed.toSorted((a, b) => Number(b) - Number(a)));
  });
});

describe('every example', () => {
  const examples = listed.flatMap((v) => v.examples.map((example) => ({ verb: v, example })));

  test('is there for each verb', () => {
    expect(listed.filter((v) => v.examples.length === 0)).toEqual([]);
  });

  test.each(examples)('$example', ({ verb, example }) => {
    const found = splitVerb(VERBS, example);
    expect(found?.verb).toBe(verb);
    const read = readOptions(verb, found?.rest ?? '');
    const needed = Object.entries(verb.options).filter(([, o]) => o.required);
    for (const [name] of needed) expect(read, `${name} of: ${example}`).toHaveProperty(name);
    for (const words of Object.values(read)) expect(words).not.toBe('');
  });
});

test('docs/commands.md is what the registry says; `npm run docs` makes it anew', () => {
  expect(readFileSync('docs/commands.md', 'utf8')).toBe(commandsPage(VERBS));
});

test('a line of any length that Slack sends can be refused by its length', () => {
  expect(MAX_TEXT).toBe(8000);
});
