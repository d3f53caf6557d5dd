/**
 * The path an item takes, as data. Rules ask a stage's category, never its name, so that a workflow may call its stages
 * what its people call them. An item keeps the version it started under.
 */
export const CATEGORIES = ['open', 'active', 'review', 'done', 'cancelled'] as const;
export type Category = (typeof CATEGORIES)[number];

export interface Stage {
  readonly name: string;
  readonly category: Category;
  /** Working days in the stage without history before it counts as stalled; null: never. */
  readonly allowance: number | null;
}

export interface Workflow {
  readonly name: string;
  readonly version: number;
  readonly stages: readonly Stage[];
}

export const TASK: Workflow = {
  name: 'task',
  version: 1,
  stages: [
    { name: 'open', category: 'open', allowance: null },
    { name: 'active', category: 'active', allowance: 3 },
    { name: 'review', category: 'review', allowance: 3 },
    { name: 'done', category: 'done', allowance: null },
    { name: 'cancelled', category: 'cancelled', allowance: null },
  ],
};

const BUILT_IN: readonly Workflow[] = [TASK];

/** The workflow an item follows. Throws when the record names one that this version of Baton does not hold. */
export function workflowOf(item: {
  readonly workflow: { readonly name: string; readonly version: number };
}): Workflow {
  const { name, version } = item.workflow;
  const found = BUILT_IN.find((w) => w.name === name && w.version === version);
  if (!found) throw new Error(`workflow ${name} v${version} is not known to this version`);
  return found;
}

export function stageOf(workflow: Workflow, category: Category): Stage {
  const found = workflow.stages.find((s) => s.category === category);
  if (!found) throw new Error(`workflow ${workflow.name} has no ${category} stage`);
  return found;
}

export function categoryOf(workflow: Workflow, stage: string): Category {
  const found = workflow.stages.find((s) => s.name === stage);
  if (!found) throw new Error(`workflow ${workflow.name} has no stage ${stage}`);
  return found.category;
}

export const isEnded = (category: Category): boolean => category === 'done' || category === 'cancelled';

/** How a rule of a workflow is named in the history. */
export const ruleName = (workflow: Workflow, rule: string): string =>
  `${workflow.name} v${workflow.version}: ${rule}`;
