import { describe, expect, test } from 'vitest';
import {
  CATEGORIES,
  categoryOf,
  isEnded,
  ruleName,
  stageOf,
  TASK,
  workflowOf,
} from '../../../src/coordination/workflows/workflow.ts';

describe('the task workflow', () => {
  test.each(CATEGORIES)('has one stage that is %s', (category) => {
    expect(TASK.stages.filter((s) => s.category === category)).toHaveLength(1);
    expect(categoryOf(TASK, stageOf(TASK, category).name)).toBe(category);
  });

  test('ends where it is done or cancelled', () => {
    expect(CATEGORIES.filter(isEnded)).toEqual(['done', 'cancelled']);
  });

  test('lets nothing stall that waits for nobody', () => {
    expect(TASK.stages.filter((s) => s.allowance !== null).map((s) => s.name)).toEqual(['active', 'review']);
  });
});

test('an item keeps the version of the workflow that it started under', () => {
  expect(workflowOf({ workflow: { name: 'task', version: 1 } })).toBe(TASK);
  expect(() => workflowOf({ workflow: { name: 'task', version: 2 } })).toThrow('task v2');
  expect(() => categoryOf(TASK, 'nowhere')).toThrow('nowhere');
});

test('a rule is named with its workflow', () => {
  expect(ruleName(TASK, 'a rule')).toBe('task v1: a rule');
});
