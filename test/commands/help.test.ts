import { describe, expect, test } from 'vitest';
import type { CommandContext } from '../../src/commands/context.ts';
import { commandsPage } from '../../src/commands/help.ts';
import { findVerb, VERBS } from '../../src/commands/registry.ts';
import { Refusal } from '../../src/coordination/errors.ts';
import { textOf } from '../support/message-text.ts';
import { NOW } from '../support/records.ts';

const listed = VERBS.filter((v) => !v.hidden);

async function help(about?: string): Promise<string> {
  const reply = await findVerb('help')?.run({} as CommandContext, { about });
  if (!reply?.message) throw new Error('help said nothing');
  return textOf(reply.message, NOW);
}

describe('help', () => {
  test('lists every verb that can be typed, and none that cannot', async () => {
    const words = await help();
    for (const { name, description } of listed) expect(words).toContain(`${name} ${description}`);
    expect(words).not.toMatch(/^track /m);
  });

  test.each(listed.map((v) => [v.name, v] as const))(
    'of %s shows its options and examples',
    async (name, verb) => {
      const words = await help(name);
      for (const [option, { carried }] of Object.entries(verb.options))
        expect(new RegExp(`^${option} `, 'm').test(words)).toBe(!carried);
      for (const example of verb.examples) expect(words).toContain(`/baton ${example}`);
    },
  );

  test.each([
    ['claim', '/baton claim'],
    ['CLAIM', '/baton claim'],
    ['/baton claim', '/baton claim'],
    ['take', '/baton claim'],
    ['team', '/baton team create'],
    ['settings', '/baton settings workspace'],
  ])('of “%s” shows %s', async (about, shown) => {
    expect(await help(about)).toContain(shown);
  });

  test.each([
    ['clam', 'claim'],
    ['constructor', null],
    ['track', null],
  ])('of “%s” knows nothing, but what is near: %s', async (about, near) => {
    const refused = await help(about).catch((error: unknown) => error);
    expect((refused as Refusal).problem).toEqual({ code: 'unknown_verb', words: about, near });
    expect(refused).toBeInstanceOf(Refusal);
  });
});

describe('the page of all commands', () => {
  const page = commandsPage(VERBS);

  test('has a section for each verb, which the table leads to', () => {
    for (const { name } of listed) {
      expect(page).toContain(`\n## ${name}\n`);
      expect(page).toContain(`](#${name.replaceAll(' ', '-')})`);
    }
    expect(page.match(/^## /gm)).toHaveLength(listed.length);
  });

  test('shows nothing that only buttons carry, and no hole', () => {
    expect(page).not.toMatch(/undefined|\[object|`version`|`page`|## track|\.\./);
  });

  test('keeps its tables whole', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) expect(row.split(' | ').length).toBe(4);
  });
});
