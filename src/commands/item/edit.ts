import { formatClock, localDate, minuteOfDay, type Zone } from '../../coordination/calendar.ts';
import { formatItemKey, type ItemKey, type PersonId } from '../../coordination/ids.ts';
import type { FormField } from '../../coordination/message.ts';
import { MAX_TITLE } from '../../coordination/work-items/add.ts';
import { type Edit, edit } from '../../coordination/work-items/edit.ts';
import { type Due, PRIORITIES, type WorkItem } from '../../coordination/work-items/item.ts';
import { see } from '../../coordination/work-items/record.ts';
import { type ItemView, viewOf } from '../../coordination/work-items/view.ts';
import type { CommandContext } from '../context.ts';
import {
  carried,
  choiceOption,
  dateOption,
  emptiable,
  itemOption,
  linksOption,
  type Option,
  optional,
  peopleOption,
  personOption,
  teamOption,
  textOption,
} from '../option.ts';
import { aboutItem } from '../replies.ts';
import { verb } from '../verb.ts';

const LONG = 2000;
const layer = (description: string, example: string) =>
  optional(emptiable(textOption(description, { example, lines: 'many', max: LONG })));

const date = dateOption('when it is due');
/** Read only once it is known what the item says. */
const dateWords: Option<string> = { ...date, read: (words) => words };

export const editVerb = verb({
  name: 'edit',
  description: 'Fill or correct an item: alone it opens a form; with name: value it sets what it names',
  examples: ['edit W-12', 'edit W-12 title: Send the new offer purpose: Acme decides on Monday'],
  options: {
    item: itemOption(),
    title: optional(textOption('the title', { example: 'Send the offer', max: MAX_TITLE })),
    purpose: layer('why it matters', 'Acme decides on Monday'),
    outcome: layer('what is there when it is done', 'A signed offer'),
    scope: layer('what belongs to it, and what does not', 'Prices only, no terms'),
    owner: optional(personOption('who owns it')),
    reviewers: optional(emptiable(peopleOption('who finishes it by a review'))),
    watchers: optional(emptiable(peopleOption('who is told when it ends or moves'))),
    due: optional(emptiable(dateWords)),
    cadence: optional(emptiable(textOption('how often it comes back', { example: 'every month', max: 100 }))),
    priority: optional(choiceOption('how urgent it is', PRIORITIES)),
    team: optional(emptiable(teamOption('the team it belongs to'))),
    links: optional(emptiable(linksOption('web addresses that belong to it'))),
    version: optional(carried(textOption('the version the form was opened on', { example: '3', max: 10 }))),
  },
  named: true,
  showsOnCard: true,
  async run(
    ctx,
    { item: key, version, title, owner, priority, reviewers, watchers, links, due, ...emptied },
  ) {
    const wanted: Edit = {
      ...given(emptied),
      ...(await wantedDue(ctx, key, due)),
      ...given({ title, owner, priority }),
      ...given({ reviewers: listed(reviewers), watchers: listed(watchers), links: listed(links) }),
    };
    const item = await edit(ctx, key, wanted, version === undefined ? undefined : Number(version));
    const offered = owner && item.owner !== owner.id;
    return aboutItem(
      item,
      offered ? `is offered to ${owner.name}, and stays its owner’s until it is accepted.` : 'is changed.',
    );
  },
  wantsForm: ({ item: _, version: __, ...parts }) => Object.values(parts).every((part) => part === undefined),
  async form(ctx, { item: key }) {
    if (key === undefined) {
      return {
        title: 'Which item?',
        submit: 'Edit',
        action: { verb: 'edit', options: {} },
        fields: [
          {
            field: 'text',
            name: 'item',
            label: 'Item',
            hint: 'Its key, such as W-12',
            lines: 'one',
            max: 12,
            required: true,
          },
        ],
      };
    }
    const item = await see(ctx, key);
    const view = await viewOf(ctx.tx, item, { now: ctx.now, zone: ctx.myTime.zone });
    return {
      title: `Edit ${formatItemKey(key)}`,
      submit: 'Save',
      action: { verb: 'edit', options: { item: formatItemKey(key), version: String(item.version) } },
      fields: formFields(item, view),
    };
  },
});

/** An emptied list is an empty one. */
const listed = <T>(list: readonly T[] | null | undefined): readonly T[] | undefined =>
  list === null ? [] : list;

/** The date that the form showed says nothing new, though it may have gone by since. */
async function wantedDue(
  ctx: CommandContext,
  key: ItemKey,
  words: string | null | undefined,
): Promise<Pick<Edit, 'due'>> {
  if (words === undefined) return {};
  if (words === null) return { due: null };
  const { due } = await see(ctx, key);
  if (due && words === writeDue(due, ctx.myTime.zone)) return {};
  return { due: await date.read(words, ctx, 'due') };
}

/** The parts that were given: undefined is left out, null stays. */
function given<T extends object>(parts: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** In the order of the coordination stack: title, why, what, who, when, how. */
function formFields(item: WorkItem, view: ItemView): readonly FormField[] {
  const handle = (id: PersonId): string => `@${view.people.get(id)?.handle ?? ''}`;
  const handles = (ids: readonly PersonId[]) => (ids.length > 0 ? { value: ids.map(handle).join(' ') } : {});
  const value = (words: string | null | undefined) => (words ? { value: words } : {});
  return [
    {
      field: 'text',
      name: 'title',
      label: 'Title',
      lines: 'one',
      max: MAX_TITLE,
      required: true,
      value: item.title,
    },
    {
      field: 'text',
      name: 'purpose',
      label: 'Why',
      hint: 'What it is for',
      lines: 'many',
      max: LONG,
      ...value(item.purpose),
    },
    {
      field: 'text',
      name: 'outcome',
      label: 'What',
      hint: 'What is there when it is done',
      lines: 'many',
      max: LONG,
      ...value(item.outcome),
    },
    {
      field: 'text',
      name: 'scope',
      label: 'Scope',
      hint: 'What belongs to it, and what does not',
      lines: 'many',
      max: LONG,
      ...value(item.scope),
    },
    { field: 'person', name: 'owner', label: 'Owner', ...(item.owner ? { value: handle(item.owner) } : {}) },
    {
      field: 'people',
      name: 'reviewers',
      label: 'Reviewers',
      hint: 'With reviewers, done means reviewed',
      ...handles(item.reviewers),
    },
    {
      field: 'people',
      name: 'watchers',
      label: 'Watchers',
      hint: 'Told when it ends or moves',
      ...handles(item.watchers),
    },
    {
      field: 'date',
      name: 'due',
      label: 'Due',
      hint: 'Such as friday 5pm, in 2 working days, end of month',
      ...value(item.due && writeDue(item.due, view.zone)),
    },
    {
      field: 'choice',
      name: 'priority',
      label: 'Priority',
      value: item.priority,
      choices: PRIORITIES.map((p) => ({ value: p, label: p })),
    },
    {
      field: 'text',
      name: 'links',
      label: 'Links',
      hint: 'Web addresses, spaces between',
      lines: 'one',
      max: LONG,
      ...value(item.links.map((l) => l.url).join(' ')),
    },
  ];
}

/** A due date as `readDate` reads it back in the zone of who is asked. A date alone is the same to everyone. */
export function writeDue(due: Due, zone: Zone): string {
  if (!due.timed) return localDate(due.at, due.zone);
  return `${localDate(due.at, zone)} ${formatClock(minuteOfDay(due.at, zone))}`;
}
