/** What messages about items say alike: their stage, their dates, and whom they name. */
import type { PersonId } from '../ids.ts';
import type { Span, Text } from '../message.ts';
import type { Category } from '../workflows/workflow.ts';
import { categoryOfItem } from './decide.ts';
import type { Due, WorkItem } from './item.ts';
import type { ItemView } from './view.ts';

const STAGE_WORDS: Readonly<Record<Category, string>> = {
  open: 'Open',
  active: 'In progress',
  review: 'In review',
  done: 'Done',
  cancelled: 'Cancelled',
};

export const stageWords = (item: WorkItem): string => STAGE_WORDS[categoryOfItem(item)];

export const dueSpan = (due: Pick<Due, 'at' | 'zone' | 'timed'>): Span => ({
  instant: due.at,
  zone: due.zone,
  timed: due.timed,
});

export const nameOf = (view: ItemView, id: PersonId): string => view.people.get(id)?.name ?? 'someone';

export const person = (view: ItemView, id: PersonId): Span => ({ person: id, name: nameOf(view, id) });

export const personList = (view: ItemView, ids: readonly PersonId[]): Text =>
  joined(ids.map((id) => person(view, id)));

export const joined = (spans: readonly Span[]): Text => spans.flatMap((s, i) => (i === 0 ? [s] : [', ', s]));
