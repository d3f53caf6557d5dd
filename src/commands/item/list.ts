import type { Instant } from '../../coordination/calendar.ts';
import { addDays, instantAt, localDate, type Zone } from '../../coordination/calendar.ts';
import { soonFrom, stalledSince } from '../../coordination/digests/collect.ts';
import { formatItemKey, type PersonId } from '../../coordination/ids.ts';
import type { Action, Block, Message, Text } from '../../coordination/message.ts';
import type { Person } from '../../coordination/people/person.ts';
import type { ItemFilter, ItemPage } from '../../coordination/ports.ts';
import type { Team } from '../../coordination/teams/team.ts';
import { actionOn } from '../../coordination/work-items/buttons.ts';
import { isOverdue } from '../../coordination/work-items/decide.ts';
import { PRIORITIES, type Priority, type WorkItem } from '../../coordination/work-items/item.ts';
import { viewerOf } from '../../coordination/work-items/record.ts';
import { dueSpan, stageWords } from '../../coordination/work-items/words.ts';
import type { CommandContext } from '../context.ts';
import { findPerson } from '../lookup.ts';
import {
  carried,
  choiceOption,
  type Option,
  optional,
  personOption,
  teamOption,
  textOption,
} from '../option.ts';
import { verb } from '../verb.ts';

const PAGE = 10;

/** What `list` can be asked for besides people, teams, priorities and words. */
const FILTERS = [
  'mine',
  'unowned',
  'requested',
  'review',
  'offered',
  'handoffs',
  'approvals',
  'reviews',
  'blocked',
  'overdue',
  'today',
  'risk',
  'stalled',
  'open',
  'active',
  'done',
  'cancelled',
  'all',
] as const;
type Filter = (typeof FILTERS)[number];

/** A person, or a team: the two share one set of names. */
const whose: Option<{ readonly owner?: Person; readonly team?: Team }> = {
  ...personOption('whose they are: a person’s or a team’s'),
  async read(words, ctx) {
    const team = await ctx.tx.teams.byHandle(words.replace(/^@/, '').toLowerCase());
    return team ? { team } : { owner: await findPerson(ctx, words) };
  },
};

export const listVerb = verb({
  name: 'list',
  aliases: ['ls'],
  description: 'List items: mine, unowned, blocked, overdue, of a person, of a team, with words in the title',
  examples: [
    'list mine',
    'list @lena overdue',
    'list unowned !urgent',
    'list done website',
    'list @design blocked',
  ],
  options: {
    show: optional(choiceOption('which items', FILTERS)),
    also: optional(choiceOption('and of these only', FILTERS)),
    priority: optional(choiceOption('how urgent they are', PRIORITIES)),
    person: optional(whose),
    team: optional(teamOption('of which team')),
    page: optional(carried(textOption('where the page begins', { example: 'eyJ…', max: 400 }))),
    words: optional(textOption('words in the title', { example: 'website', max: 100 })),
  },
  async run(ctx, { show, also, priority, person, team: named, page, words }) {
    const asked = [show, also].filter((f): f is Filter => f !== undefined);
    const { owner, team = named } = person ?? {};
    const filters =
      asked.length === 0 && !owner && !team && !priority && !words ? (['mine'] as const) : asked;
    const filter = filterOf(ctx, filters, { owner, team, priority, words });
    const found = await ctx.tx.items.list(filter, viewerOf(ctx.me), { size: PAGE, after: page ?? null });
    const names = await ownersOf(ctx, found.items);
    const title = titleOf(filters, { owner, team, priority, words });
    const again: Record<string, string> = {
      ...(filters[0] ? { show: filters[0] } : {}),
      ...(filters[1] ? { also: filters[1] } : {}),
      ...(priority ? { priority } : {}),
      ...(owner ? { person: `@${owner.handle}` } : {}),
      ...(team ? { team: `@${team.handle}` } : {}),
      ...(words ? { words } : {}),
    };
    return {
      message: pageOf(ctx.now, title, found, names, { verb: 'list', options: again }, page === undefined),
    };
  },
});

interface Asked {
  readonly owner: Person | undefined;
  readonly team: Team | undefined;
  readonly priority: Priority | undefined;
  readonly words: string | undefined;
}

function filterOf(ctx: CommandContext, filters: readonly Filter[], asked: Asked): ItemFilter {
  const parts = filters.map((name) => PARTS[name](ctx));
  const { owner, team, priority, words } = asked;
  return {
    stage: 'unended',
    ...Object.assign({}, ...parts),
    ...(owner ? { owner: owner.id } : {}),
    ...(team ? { team: team.id } : {}),
    ...(priority ? { priority } : {}),
    ...(words ? { words } : {}),
  };
}

const PARTS: Readonly<Record<Filter, (ctx: CommandContext) => ItemFilter>> = {
  mine: ({ me }) => ({ owner: me.id }),
  unowned: () => ({ owner: 'nobody' }),
  requested: ({ me }) => ({ requester: me.id }),
  review: ({ me }) => ({ reviewer: me.id, stage: 'review' }),
  offered: ({ me }) => ({ offeredTo: me.id }),
  handoffs: () => ({ offered: true }),
  approvals: () => ({ asked: true }),
  reviews: () => ({ stage: 'review' }),
  blocked: () => ({ blocked: true }),
  overdue: ({ now }) => ({ dueBefore: now }),
  today: ({ now, myTime }) => ({ dueBefore: endOfToday(now, myTime.zone) }),
  risk: ({ now, myTime }) => ({ stage: 'open', owned: true, dueFrom: now, dueBefore: soonFrom(now, myTime) }),
  stalled: (ctx) => ({ stage: 'active', untouchedSince: stalledSince(ctx.now, ctx.myTime) }),
  open: () => ({ stage: 'open' }),
  active: () => ({ stage: 'active' }),
  done: () => ({ stage: 'done' }),
  cancelled: () => ({ stage: 'cancelled' }),
  all: () => ({}),
};

function titleOf(filters: readonly Filter[], { owner, team, priority, words }: Asked): string {
  const parts = [
    priority ?? '',
    filters.length > 0 ? filters.join(', ') : '',
    owner ? `of ${owner.name}` : '',
    team ? `of ${team.name}` : '',
    words ? `with “${words}”` : '',
  ].filter(Boolean);
  return `Items: ${parts.join(' ')}`;
}

async function ownersOf(
  ctx: CommandContext,
  items: readonly WorkItem[],
): Promise<ReadonlyMap<PersonId, string>> {
  const ids = [...new Set(items.map((i) => i.owner))].filter((id): id is PersonId => id !== null);
  return new Map((await ctx.tx.people.byIds(ids)).map((p) => [p.id, p.name]));
}

function pageOf(
  now: Instant,
  title: string,
  found: ItemPage,
  names: ReadonlyMap<PersonId, string>,
  again: Action,
  first: boolean,
): Message {
  if (found.items.length === 0) {
    return {
      summary: `${title}: none`,
      blocks: [{ block: 'text', text: [{ bold: title }, first ? ': there are none.' : ': no more.'] }],
    };
  }
  const more: Block[] = found.next
    ? [
        {
          block: 'buttons',
          buttons: [{ label: 'More', action: { ...again, options: { ...again.options, page: found.next } } }],
        },
      ]
    : [];
  return {
    summary: `${title}: ${countOf(found)}`,
    blocks: [
      { block: 'heading', text: `${title} (${countOf(found)})` },
      { block: 'list', items: found.items.map((item) => itemLine(item, names, now)) },
      ...more,
    ],
  };
}

const countOf = ({ total }: ItemPage): string => (total === null ? 'over 100' : String(total));

/** One line for an item, with the button that shows it. */
export function itemLine(
  item: WorkItem,
  names: ReadonlyMap<PersonId, string>,
  now: Instant,
): Extract<Block, { block: 'list' }>['items'][number] {
  const urgency: Text =
    item.priority === 'normal' || item.priority === 'low' ? [] : [' · ', { bold: item.priority }];
  const owner: Text = item.owner
    ? [{ person: item.owner, name: names.get(item.owner) ?? 'someone' }]
    : ['nobody'];
  const due: Text = item.due
    ? [isOverdue(item, now) ? ' · overdue since ' : ' · due ', dueSpan(item.due)]
    : [];
  return {
    text: [
      { bold: formatItemKey(item.key) },
      ` ${item.title} · ${stageWords(item)} · `,
      ...owner,
      ...due,
      ...urgency,
    ],
    button: { label: 'Show', action: actionOn(item, 'show') },
  };
}

export const endOfToday = (now: Instant, zone: Zone): Instant =>
  instantAt(addDays(localDate(now, zone), 1), 0, zone);
