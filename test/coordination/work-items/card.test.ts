import { describe, expect, test } from 'vitest';
import type { TeamId } from '../../../src/coordination/ids.ts';
import type { Tone } from '../../../src/coordination/message.ts';
import { card } from '../../../src/coordination/work-items/card.ts';
import type { ItemState } from '../../../src/coordination/work-items/item.ts';
import type { ItemView } from '../../../src/coordination/work-items/view.ts';
import { textOf } from '../../support/message-text.ts';
import { NOW, team } from '../../support/records.ts';
import { ana, blocksOf, bo, handoffOf, itemOf, markupOf, mira, neighbour, viewWith } from './views.ts';

const due = { at: NOW, zone: 'Europe/London', timed: true };

interface State {
  readonly name: string;
  readonly values: Partial<ItemState>;
  readonly parts?: Partial<ItemView>;
  readonly status: string;
  readonly summary: string;
  readonly tone: Tone;
  readonly buttons: readonly string[];
  readonly wanting: readonly string[];
}

const STATES: readonly State[] = [
  {
    name: 'open, unowned',
    values: {},
    status: 'Open · Nobody owns this yet. Who takes it?',
    summary: 'W-12 Write the offer: Open, nobody owns it',
    tone: 'warning',
    buttons: ['Claim', 'Edit'],
    wanting: ['Owner', 'Due'],
  },
  {
    name: 'open, owned, urgent',
    values: { owner: bo.id, priority: 'urgent' },
    status: 'Open · @Bo Lindqvist · Urgent',
    summary: 'W-12 Write the offer: Open, @Bo Lindqvist',
    tone: 'plain',
    buttons: ['Start', 'Done', 'Hand off', 'Block', 'Edit'],
    wanting: ['Due'],
  },
  {
    name: 'in progress',
    values: { owner: bo.id, stage: 'active', due },
    status: 'In progress · @Bo Lindqvist',
    summary: 'W-12 Write the offer: In progress, @Bo Lindqvist',
    tone: 'plain',
    buttons: ['Done', 'Hand off', 'Block', 'Edit', 'Ask approval'],
    wanting: [],
  },
  {
    name: 'in progress, blocked by a reason',
    values: { owner: bo.id, stage: 'active', blockedReason: 'waiting for legal' },
    status: 'In progress · @Bo Lindqvist',
    summary: 'W-12 Write the offer: In progress, @Bo Lindqvist, blocked',
    tone: 'bad',
    buttons: ['Done', 'Hand off', 'Unblock', 'Edit', 'Ask approval'],
    wanting: ['Due'],
  },
  {
    name: 'open, waiting for another item',
    values: { owner: bo.id },
    parts: { waitsFor: [neighbour(7)] },
    status: 'Open · @Bo Lindqvist',
    summary: 'W-12 Write the offer: Open, @Bo Lindqvist, blocked',
    tone: 'bad',
    buttons: ['Start', 'Done', 'Hand off', 'Unblock', 'Edit'],
    wanting: ['Due'],
  },
  {
    name: 'active, offered to someone',
    values: { owner: bo.id, stage: 'active', due, handoff: handoffOf() },
    status: 'In progress · @Bo Lindqvist',
    summary: 'W-12 Write the offer: In progress, @Bo Lindqvist',
    tone: 'plain',
    buttons: ['Accept', 'Decline', 'Take back', 'Done', 'Edit'],
    wanting: [],
  },
  {
    name: 'in review',
    values: { owner: bo.id, stage: 'review', reviewers: [mira.id], due },
    status: 'In review · @Bo Lindqvist',
    summary: 'W-12 Write the offer: In review, @Bo Lindqvist',
    tone: 'plain',
    buttons: ['Finish review', 'Send back', 'Edit'],
    wanting: [],
  },
  {
    name: 'done',
    values: { owner: bo.id, stage: 'done' },
    parts: { waitsFor: [neighbour(7)] },
    status: 'Done · @Bo Lindqvist',
    summary: 'W-12 Write the offer: Done, @Bo Lindqvist',
    tone: 'good',
    buttons: ['Reopen', 'History'],
    wanting: [],
  },
  {
    name: 'cancelled, unowned',
    values: { stage: 'cancelled' },
    status: 'Cancelled',
    summary: 'W-12 Write the offer: Cancelled',
    tone: 'plain',
    buttons: ['Reopen', 'History'],
    wanting: [],
  },
];

describe.each(STATES)('the card of an item that is $name', ({ values, parts, ...expected }) => {
  const message = card(viewWith(itemOf(values), parts));

  test('is headed by its key and title', () => {
    expect(message.blocks[0]).toEqual({ block: 'heading', text: 'W-12 · Write the offer' });
  });

  test('says how it stands', () => {
    expect(textOf({ ...message, blocks: message.blocks.slice(1, 2) }, NOW)).toBe(expected.status);
    expect(message.summary).toBe(expected.summary);
    expect(message.tone).toBe(expected.tone);
  });

  test('offers what can be done, the likeliest first', () => {
    const [row] = blocksOf(message, 'buttons');
    expect(row?.buttons.map((b) => b.label)).toEqual(expected.buttons);
    expect(row?.buttons.length).toBeLessThanOrEqual(5);
    for (const button of row?.buttons ?? []) expect(button.action.options.item).toBe('W-12');
  });

  test('marks what is missing', () => {
    const fields = blocksOf(message, 'fields').flatMap((b) => b.fields);
    expect(fields.filter((f) => f.wanting).map((f) => f.label)).toEqual(expected.wanting);
  });
});

describe('a card', () => {
  const words = (values: Parameters<typeof itemOf>[0], parts: Partial<ItemView> = {}): string =>
    textOf(card(viewWith(itemOf(values), parts)), NOW);

  test('tells the five layers, and what is still missing of them', () => {
    expect(words({})).toContain(
      '○ why  ○ what  ○ who  ○ when  ● how  Missing: purpose, outcome, owner, due date.',
    );
    const filled = words({ purpose: 'Acme decides', outcome: 'A signed offer', owner: bo.id, due });
    expect(filled).toContain('● why  ● what  ● who  ● when  ● how  Nothing missing.');
    expect(filled).toContain('Why: Acme decides');
    expect(filled).toContain('What: A signed offer');
  });

  test('says what it waits for, and what it holds up, as long as that has not ended', () => {
    const around = {
      waitsFor: [neighbour(7), neighbour(8, { ended: true })],
      holdsUp: [neighbour(20), neighbour(21, { ended: true })],
    };
    expect(words({ owner: bo.id }, around)).toContain('Blocked: waits for W-7\n');
    expect(words({ owner: bo.id, blockedReason: 'legal' }, around)).toContain(
      'Blocked: legal; waits for W-7\n',
    );
    expect(words({ owner: bo.id }, around)).toContain('Holds up: W-20\n');
    expect(words({ owner: bo.id }, around)).not.toMatch(/W-8|W-21/);
    expect(words({ owner: bo.id, stage: 'done' }, around)).not.toMatch(/Blocked|Holds up/);
  });

  test('names no private neighbour, by key or by title', () => {
    const hidden = { hidden: true };
    const text = JSON.stringify(
      card(
        viewWith(itemOf({ owner: bo.id }), {
          waitsFor: [neighbour(7, hidden)],
          holdsUp: [neighbour(8, hidden)],
        }),
      ),
    );
    expect(text).toContain('a private item');
    expect(text).not.toMatch(/W-7|W-8|Title of/);
  });

  test('quotes its message once, notes what became of it, and quotes nothing that was deleted', () => {
    expect(words({ quote: 'Could someone write the offer?' })).toContain('Could someone write the offer?');
    expect(words({ quote: 'Write the offer' }).match(/Write the offer/g)).toHaveLength(1);
    expect(words({ quote: 'Said', sourceNote: 'edited' })).toContain(
      'The message this came from was edited.',
    );
    expect(words({ quote: null, sourceNote: 'deleted' })).toContain(
      'The message this came from was deleted.',
    );
  });

  test('tells who hands it to whom, for how long, and what goes with it', () => {
    const handoff = handoffOf({ context: 'Half written', checklist: ['Tell Acme'], acceptBy: due });
    const at = (minutes: number) => ({ now: NOW + minutes * 60_000 });
    const item = { owner: bo.id, handoff };
    expect(words(item, at(1))).toContain('Handoff: @Bo Lindqvist → @Mira Patel, just offered, accept by ');
    expect(words(item, at(180))).toContain('Handoff: @Bo Lindqvist → @Mira Patel, waiting 3 h, accept by ');
    expect(words(item, at(3))).toMatch(/Half written\n.*☐ Tell Acme/);
    const toTeam = { ...handoff, receiver: { team: 'some team' as TeamId } };
    expect(words({ ...item, handoff: toTeam }, { receivers: team('design', { name: 'Design' }) })).toContain(
      '@Bo Lindqvist → Design',
    );
  });

  test('of what was handed over keeps what goes with it, and of what was not does not', () => {
    const handoff = handoffOf({ context: 'Half written', state: 'accepted' });
    expect(words({ owner: mira.id, handoff })).toContain('Half written');
    expect(words({ owner: mira.id, handoff })).not.toContain('→');
    expect(words({ owner: bo.id, handoff: { ...handoff, state: 'declined' } })).not.toContain('Half written');
    expect(words({ owner: mira.id, handoff, stage: 'done' })).not.toContain('Half written');
  });

  test('names reviewers, watchers, team and links', () => {
    const text = words(
      {
        reviewers: [mira.id],
        watchers: [bo.id, mira.id],
        links: [{ url: 'https://example.com/brief', text: 'example.com/brief' }],
      },
      { team: team('design', { name: 'Design' }) },
    );
    for (const line of [
      'Reviewers: @Mira Patel',
      'Asked by: @Ana Castro',
      'Team: Design',
      'Watchers: @Bo Lindqvist, @Mira Patel',
      'Links: example.com/brief',
    ])
      expect(text).toContain(line);
  });

  test('of people who are no longer known says so', () => {
    expect(words({ owner: bo.id }, { people: new Map([[ana.id, ana]]) })).toContain('@someone');
  });

  test('puts nobody’s words into markup', () => {
    const WORDS = '*~_`<!channel><@U1>[x](https://evil.example)`_~*';
    const message = card(
      viewWith(
        itemOf({
          title: WORDS,
          purpose: WORDS,
          outcome: WORDS,
          scope: WORDS,
          owner: bo.id,
          cadence: WORDS,
          blockedReason: WORDS,
          quote: `${WORDS}!`,
          handoff: handoffOf({ context: WORDS, checklist: [WORDS] }),
          links: [{ url: 'https://example.com/', text: WORDS }],
        }),
        { people: new Map([[bo.id, { ...bo, name: WORDS }]]), team: team('design', { name: WORDS }) },
      ),
    );
    expect(JSON.stringify(message)).toContain('!channel');
    expect(markupOf(message)).not.toMatch(/channel|evil|U1/);
  });
});
