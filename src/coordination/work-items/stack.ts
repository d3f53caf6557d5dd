/** The coordination stack: the five layers of an item, and what is missing of each. */
import type { WorkItem } from './item.ts';

type Layer = 'why' | 'what' | 'who' | 'when' | 'how';

export interface LayerState {
  readonly layer: Layer;
  /** What `edit` asks for; empty when the layer is filled. */
  readonly missing: readonly string[];
}

/** How is always filled: an item follows a workflow from the start. */
export function stack(item: WorkItem): readonly LayerState[] {
  const wants = (value: unknown, name: string): string[] => (value ? [] : [name]);
  return [
    { layer: 'why', missing: wants(item.purpose, 'purpose') },
    { layer: 'what', missing: wants(item.outcome, 'outcome') },
    { layer: 'who', missing: wants(item.owner, 'owner') },
    { layer: 'when', missing: wants(item.due ?? item.cadence, 'due date') },
    { layer: 'how', missing: [] },
  ];
}
