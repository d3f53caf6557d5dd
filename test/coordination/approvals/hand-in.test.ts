import { describe, expect, test } from 'vitest';
import { neededFor } from '../../../src/coordination/approvals/hand-in.ts';
import type { Gate } from '../../../src/coordination/approvals/rule.ts';
import { DEFAULT_SETTINGS } from '../../../src/coordination/workspaces/workspace.ts';

const off: Gate = { rule: 'off' };
const all: Gate = { rule: 'all' };
const two: Gate = { rule: 'count', need: 2 };

describe('what done needs', () => {
  test.each<[string, 'human' | 'agent' | null, Gate | null | undefined, Gate | undefined, Gate | null]>([
    ['nothing, where nobody set anything', 'human', null, undefined, null],
    ['what the workspace says, where the team says nothing', 'human', null, all, all],
    ['what the workspace says, where there is no team', 'human', undefined, two, two],
    ['what the team says, before the workspace', 'human', two, all, two],
    ['nothing, where the team is let off', 'human', off, all, null],
    ['of an agent’s work one word at least', 'agent', null, undefined, { rule: 'any' }],
    ['of an agent’s work one word, even where the team is let off', 'agent', off, all, { rule: 'any' }],
    ['of an agent’s work as much as of others', 'agent', null, two, two],
    ['of what nobody owns, as of others', null, null, all, all],
  ])('%s', (_, kind, team, workspace, rule) => {
    const settings = { ...DEFAULT_SETTINGS, ...(workspace ? { gate: workspace } : {}) };
    const ofTeam = team === undefined ? null : { gate: team };
    expect(neededFor(kind && { kind }, ofTeam, { settings })?.rule ?? null).toEqual(rule);
  });

  test('says whose rule it is', () => {
    const because = (team: Gate | null) =>
      neededFor({ kind: 'human' }, { gate: team }, { settings: { ...DEFAULT_SETTINGS, gate: all } })?.because;
    expect(because(two)).toContain('as the team has set');
    expect(because(null)).toContain('as the workspace has set');
  });
});
