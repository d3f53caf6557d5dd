import {
  ApplicationCommandOptionType as Kind,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { describe, expect, test } from 'vitest';
import { brief, charactersOf, commandsOf, tooLarge } from '../../../src/adapters/discord/commands.ts';
import { difference, isNone, type Registered } from '../../../src/adapters/discord/register-diff.ts';
import { VERBS } from '../../../src/commands/registry.ts';

const commands = commandsOf(VERBS);
const baton = commands[0] as RESTPostAPIChatInputApplicationCommandsJSONBody;
const child = (name: string) =>
  baton.options?.find((o) => o.name === name) as {
    options?: {
      name: string;
      type: number;
      required?: boolean;
      autocomplete?: boolean;
      choices?: object[];
      options?: object[];
    }[];
  };
const registered = (): Registered[] =>
  commands.map((c, n) => ({ ...structuredClone(c), id: String(n), version: '1' }));

describe('the commands', () => {
  test('every verb that is typed stands in them, by its words', () => {
    const names = (baton.options ?? []).flatMap((o) =>
      o.type === Kind.SubcommandGroup ? (o.options ?? []).map((s) => `${o.name} ${s.name}`) : [o.name],
    );
    expect(names.toSorted()).toEqual(
      VERBS.filter((v) => !v.hidden)
        .map((v) => v.name)
        .toSorted(),
    );
  });

  test('have room to grow', () => {
    expect(tooLarge(commands)).toEqual([]);
    expect(charactersOf(baton)).toBeLessThan(6_000);
  });

  test.each([
    ['the due date', 'the due date'],
    ['the reaction that tracks a message; none switches it off', 'the reaction that tracks a message'],
    [
      'Part this Slack team or Discord server from the workspace; it begins anew',
      'Part this Slack team or Discord server…',
    ],
    ['its reviewers (who finish it)', 'its reviewers'],
  ])('%s: said briefly', (words, expected) => {
    expect(brief(words, 40)).toBe(expected);
  });

  test('more children or characters than are allowed are told', () => {
    const options = Array.from({ length: 25 }, (_, n) => ({
      type: Kind.Subcommand as const,
      name: `verb${n}`,
      description: 'x'.repeat(300),
    }));
    expect(tooLarge([{ ...baton, options }])).toEqual([
      'baton has 25 children, and 24 are allowed',
      expect.stringMatching(/^baton has \d+ characters, and 6000 are allowed$/),
    ]);
  });

  test('items, people and many choices are completed; a few are offered', () => {
    expect(child('claim').options?.[0]).toMatchObject({ name: 'item', autocomplete: true, required: true });
    const edit = child('edit').options ?? [];
    expect(edit.find((o) => o.name === 'reviewers')).toMatchObject({ type: Kind.String, autocomplete: true });
    expect(edit.find((o) => o.name === 'priority')?.choices).toHaveLength(4);
    expect(child('list').options?.find((o) => o.name === 'show')).toMatchObject({ autocomplete: true });
  });

  test('what a form would ask for need not be said, and what buttons carry cannot be', () => {
    expect(child('add').options?.[0]?.required).toBeUndefined();
    expect(child('edit').options?.some((o) => o.name === 'version')).toBe(false);
  });

  test('what is required stands first', () => {
    for (const option of baton.options ?? []) {
      const subs = option.type === Kind.SubcommandGroup ? (option.options ?? []) : [option];
      for (const { options = [] } of subs as { options?: { required?: boolean }[] }[]) {
        const required = options.map((o) => o.required === true);
        expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
      }
    }
  });
});

describe('what is registered against what should be', () => {
  test('the same, with what Discord adds of its own, changes nothing', () => {
    expect(isNone(difference(registered(), commands))).toBe(true);
  });

  test('nothing is registered yet', () => {
    expect(difference([], commands)).toEqual({ create: commands, change: [], remove: [] });
  });

  test('a description changed, an option gone, a choice gone', () => {
    for (const change of [
      (c: Registered) => Object.assign(c, { description: 'Another' }),
      (c: Registered) => (c as { options: object[] }).options.pop(),
      (c: Registered) =>
        (c as { options: object[] }).options.push({ type: 1, name: 'old', description: 'Old' }),
    ]) {
      const known = registered();
      change(known[0] as Registered);
      expect(difference(known, commands)).toEqual({
        create: [],
        change: [{ id: '0', to: baton }],
        remove: [],
      });
    }
  });

  test('an option that has become optional is told', () => {
    const known = registered();
    const add = (
      known[0] as unknown as { options: { name: string; options: { required?: boolean }[] }[] }
    ).options.find((o) => o.name === 'add');
    Object.assign(add?.options[0] ?? {}, { required: true });
    expect(difference(known, commands).change).toHaveLength(1);
  });

  test('a command of an older Baton goes', () => {
    const old = { id: '9', name: 'baton-old', type: 1, description: 'Old' } as Registered;
    expect(difference([...registered(), old], commands).remove).toEqual([{ id: '9', name: 'baton-old' }]);
  });
});
