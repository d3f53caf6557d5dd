/** What people say and press, through the whole way of an intent, in a real store. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { readAsk } from '../../src/commands/approval/read-ask.ts';
import { complete } from '../../src/commands/complete.ts';
import type { Core } from '../../src/commands/core.ts';
import { handle, type Manner } from '../../src/commands/handle.ts';
import type { Act, Place } from '../../src/commands/intent.ts';
import type { WorkspaceId } from '../../src/coordination/ids.ts';
import type { Form, Reply } from '../../src/coordination/message.ts';
import type { Person } from '../../src/coordination/people/person.ts';
import type { Chat } from '../../src/coordination/ports.ts';
import type { WorkItem } from '../../src/coordination/work-items/item.ts';
import { digestOf } from '../support/digest.ts';
import { buttonsOf, textOf } from '../support/message-text.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { channel, makeWorkspace, NOW, person, salt, sha256, team } from '../support/records.ts';

const SCOPE = 'here';
const DAY = 86_400_000;
const ana = person('ana', { role: 'admin', zone: 'Europe/London' });
const bo = person('bo', { zone: 'America/New_York' });
const gus = person('gus', { role: 'guest' });
const gone = person('gone', { active: false });
const everyone = [ana, bo, gus, gone];

let database: TestDatabase;
let core: Core;
let workspace: WorkspaceId;
let now = NOW;

beforeAll(async () => {
  database = await testDatabase();
  const store = createStore(database.client);
  workspace = await makeWorkspace(database.client);
  core = {
    // Without the limit that a person's patience sets: a busy machine is no fault of what is tested here.
    store: { ...store, transact: (id, work) => store.transact(id, work) },
    clock: { now: () => now },
    ids: { uuid: () => randomUUID(), salt },
    sha256,
    chats: new Map(),
  };
  await store.transact(workspace, async (tx) => {
    for (const one of everyone) {
      await tx.people.save(one);
      await tx.people.saveAccount(one.id, { platform: 'playground', scope: SCOPE, account: one.handle });
    }
    const [general, leads] = [channel('general'), channel('leads', { kind: 'private' })];
    for (const one of [general, leads]) await tx.channels.save(one);
    await tx.channels.setMembers(leads.id, [ana.id]);
    await tx.teams.save(team('design', { lead: bo.id, members: [bo.id] }));
  });
});
afterAll(() => database.drop());

const place = (name = 'general'): Place => ({
  platform: 'playground',
  scope: SCOPE,
  channel: name,
  channelKind: name === 'general' ? 'public' : 'private',
  channelName: name,
});

let keys = 0;
const about = (actor: string, where = 'general') =>
  ({ v: 1, key: `k${keys++}`, at: now, actor, place: place(where) }) as const;

const tell = (intent: Act, manner: Manner = 'in place'): Promise<Reply> =>
  handle(core, workspace, intent, manner);
const typed = (who: Person, text: string, where?: string): Promise<Reply> =>
  tell({ ...about(who.handle, where), kind: 'words', text });
const words = (reply: Reply): string => (reply.message ? textOf(reply.message, now) : '');

const submit = (
  who: Person,
  form: Form | undefined,
  changes: Record<string, string> = {},
): Promise<Reply> => {
  if (!form) throw new Error('there is no form');
  const shown = form.fields.map((f) => [f.name, f.value ?? '']);
  const options = { ...form.action.options, ...Object.fromEntries(shown), ...changes };
  return tell({
    ...about(who.handle),
    kind: 'action',
    from: 'form',
    action: { verb: form.action.verb, options },
  });
};

async function added(who: Person, text: string, where?: string): Promise<string> {
  return /W-\d+/.exec(words(await typed(who, `add ${text}`, where)))?.[0] ?? expect.fail('nothing was added');
}

const item = (key: string): Promise<WorkItem> =>
  core.store.transact(workspace, async (tx) => {
    const found = await tx.items.byKey(Number(key.slice(2)), { person: ana.id, guest: false });
    return found ?? expect.fail(`there is no ${key}`);
  });

describe('a form that is sent back as it was shown', () => {
  test('changes no due date, whoever sends it', async () => {
    for (const date of ['tomorrow', 'tomorrow 17:30', 'in 90 minutes']) {
      const key = await added(ana, `Call the bank ${date} @bo`);
      const before = await item(key);
      for (const who of [ana, bo]) {
        const { form } = await typed(who, `edit ${key}`);
        expect(words(await submit(who, form))).toContain('nothing was changed');
      }
      const { form } = await typed(bo, `edit ${key}`);
      await submit(bo, form, { purpose: 'They asked' });
      expect(await item(key)).toMatchObject({ due: before.due, purpose: 'They asked', version: 2 });
    }
  });

  test('keeps a date that has gone by, and takes none that has', async () => {
    const key = await added(ana, 'Renew the certificate tomorrow');
    const { due } = await item(key);
    now += 3 * DAY;
    try {
      const { form } = await typed(ana, `edit ${key}`);
      expect(await submit(ana, form, { outcome: 'A padlock' })).toHaveProperty('message.tone', 'good');
      expect(await item(key)).toMatchObject({ due, outcome: 'A padlock' });
      const again = (await typed(ana, `edit ${key}`)).form;
      expect((await submit(ana, again, { due: '2026-01-01' })).fieldErrors?.due).toMatch(/in the past/);
      expect((await submit(ana, again, { due: 'soonish' })).fieldErrors?.due).toMatch(/cannot read/);
      await submit(ana, again, { due: '' });
      expect((await item(key)).due).toBeNull();
    } finally {
      now = NOW;
    }
  });

  test('empties what is emptied: reviewers, watchers, links', async () => {
    const key = await added(ana, 'Write the terms');
    await typed(ana, `edit ${key} reviewers: @bo watchers: @bo links: https://example.com/a|b`);
    expect(await item(key)).toMatchObject({
      reviewers: [bo.id],
      links: [{ url: 'https://example.com/a%7Cb' }],
    });
    await submit(ana, (await typed(ana, `edit ${key}`)).form, { reviewers: '', watchers: '', links: '' });
    expect(await item(key)).toMatchObject({ reviewers: [], watchers: [], links: [] });
    await typed(ana, `edit ${key} reviewers: @bo`);
    await typed(ana, `edit ${key} reviewers: none`);
    expect((await item(key)).reviewers).toEqual([]);
  });
});

test('mentions within words are names that every platform shows; of an account that nobody knows they stay', async () => {
  const key = await added(ana, 'Ask around @ana');
  await typed(ana, `edit ${key} purpose: <@bo> asked for <@!gus|gus>, not for <@U404>`);
  await typed(ana, `block ${key} waiting for <@bo>`);
  const { purpose, blockedReason } = await item(key);
  expect([purpose, blockedReason]).toEqual(['@bo asked for @gus, not for <@U404>', 'waiting for @bo']);
  await typed(ana, `handoff ${key} @bo as <@ana> said`);
  expect((await item(key)).handoff?.context).toBe('as @ana said');
});

describe('what no store holds', () => {
  test('is taken out of what was said, and the rest is kept', async () => {
    const key = await added(ana, 'Nul \0 and half \uD83D a pair 😀');
    expect((await item(key)).title).toBe('Nul and half \uFFFD a pair 😀');
    await typed(ana, `edit ${key} purpose: a\0b`);
    expect((await item(key)).purpose).toBe('ab');
    expect(words(await typed(ana, 'list \0\uDE00'))).toContain('\uFFFD');
  });

  test('completes nothing', async () => {
    const account = { platform: 'playground', scope: SCOPE, account: 'ana' } as const;
    expect(await complete(core.store, workspace, account, 'show W-\0\uD83D')).toEqual([]);
  });
});

describe('who is not known', () => {
  const stranger = (kind: object): Act => ({ ...about('stranger'), ...kind }) as Act;

  test.each(['stranger', 'gone'])('%s is told so in place', async (actor) => {
    const reply = await tell({ ...about(actor), kind: 'words', text: 'inbox' });
    expect(words(reply)).toContain('does not know you');
  });

  test('leaves an event that is handled once, and answers nobody', async () => {
    const on = { platform: 'playground', scope: SCOPE, channel: 'general', message: 'm1' };
    const intent = stranger({ kind: 'reaction', emoji: 'pushpin', present: true, on });
    expect(await tell(intent, 'from inbox')).toEqual({});
    const handled = await core.store.transact(workspace, (tx) => tx.once(intent.key));
    expect(handled).toBe(false);
  });

  test('may still delete a message, which is then no longer quoted', async () => {
    const ref = { platform: 'playground', scope: SCOPE, channel: 'general', message: 'm2' } as const;
    const message = { ref, text: 'Check the invoices\nThe total looks off', author: null };
    await tell(
      { ...about('ana'), kind: 'reaction', emoji: 'pushpin', present: true, on: ref, message },
      'from inbox',
    );
    const found = () => core.store.transact(workspace, (tx) => tx.items.bySource(ref));
    expect((await found())?.quote).toContain('The total looks off');
    await tell(stranger({ kind: 'message_changed', on: ref, change: 'deleted' }), 'from inbox');
    expect(await found()).toMatchObject({ quote: null, sourceNote: 'deleted' });
    const key = `W-${(await found())?.key}`;
    expect(words(await typed(ana, `show ${key} view: history`))).toContain('Baton source deleted');
  });
});

describe('a message whose words are all read', () => {
  test('is titled by them: who pinned it meant something', async () => {
    const ref = { platform: 'playground', scope: SCOPE, channel: 'general', message: 'm3' } as const;
    const message = { ref, text: '@bo tomorrow 5pm', author: 'ana' };
    await tell(
      { ...about('ana'), kind: 'reaction', emoji: 'pushpin', present: true, on: ref, message },
      'from inbox',
    );
    const found = await core.store.transact(workspace, (tx) => tx.items.bySource(ref));
    expect(found).toMatchObject({ title: '@bo tomorrow 5pm', owner: bo.id });
  });
});

describe('a mention', () => {
  const mention = (text: string, message: string): Promise<Reply> => {
    const ref = { platform: 'playground', scope: SCOPE, channel: 'general', message } as const;
    return tell({
      ...about('ana'),
      kind: 'mention',
      text,
      said: { ref, text: `@Baton ${text}`, author: 'ana' },
    });
  };

  test.each([
    ['done', /I need the item/],
    ['inbox', /Waiting on you|Nothing waits/],
    ['show W-9999', /no item/],
  ])('of “%s” is the verb', async (text, answer) => {
    expect(words(await mention(text, `verb ${text}`))).toMatch(answer);
  });

  test.each([
    'done with the slides, send them',
    'claim the booth at the fair',
    'edit the video',
    'due diligence on Acme',
    'start the car project',
    'block the calendar',
    'track the parcel',
    'team offsite planning',
  ])('of “%s” is an item', async (text) => {
    expect(words(await mention(text, `item ${text}`))).toMatch(/added/);
  });
});

test('a mention alone tracks the root of its thread, read where the platform told its id alone', async () => {
  const ref = (message: string) =>
    ({ platform: 'playground', scope: SCOPE, channel: 'general', message }) as const;
  const asked: string[] = [];
  const chat: Pick<Chat, 'platform' | 'read'> = {
    platform: 'playground',
    read: async ({ message }) => {
      asked.push(message);
      return { text: 'The heating hums', author: 'bo' };
    },
  };
  const intent: Act = {
    ...about('ana'),
    kind: 'mention',
    text: '',
    said: { ref: { ...ref('reply'), thread: 'root' }, text: '@Baton', author: 'ana' },
    replyTo: { ref: ref('root'), text: '', author: null },
  };
  const reading = { ...core, chats: new Map([['playground' as const, chat as Chat]]) };
  expect(words(await handle(reading, workspace, intent, 'in place'))).toContain('The heating hums');
  expect(asked).toEqual(['root']);
});

describe('a raised hand', () => {
  test('of a guest, where it tracks a message as one’s own, is told why not', async () => {
    await typed(ana, 'settings workspace mine: raising_hand');
    const ref = { platform: 'playground', scope: SCOPE, channel: 'general', message: 'm4' } as const;
    const message = { ref, text: 'Who waters the plants?', author: 'ana' };
    const raised = (who: Person): Promise<Reply> =>
      tell(
        { ...about(who.handle), kind: 'reaction', emoji: 'raising_hand', present: true, on: ref, message },
        'from inbox',
      );
    await raised(gus);
    const [told] = await database.client.sql`
      select body from outbox where workspace_id = ${workspace} and dedupe_key like 'why-not:%'`;
    expect(JSON.stringify(told)).toContain('for members');
    await raised(bo);
    const found = await core.store.transact(workspace, (tx) => tx.items.bySource(ref));
    expect(found?.owner).toBe(bo.id);
    await typed(ana, 'settings workspace mine: none');
  });
});

describe('settings', () => {
  test.each([
    ['settings workspace track: 📌', /the name of an emoji, such as pushpin/],
    ['settings workspace track: eyes done: eyes start: eyes', /taken already/],
    ['settings workspace quiet: always', /two times/],
    ['settings workspace hours: never ever', /days and hours/],
    [`settings me hours: ${'9-17 '.repeat(60)}`, /200 fit/],
    [`settings me zone: ${'a/'.repeat(60)}`, /no time zone/],
    [`edit W-1 links: https://example.com/${'x'.repeat(2100)}`, /2000 fit/],
    [
      `edit W-1 reviewers: ${'@a '.repeat(2)}${Array.from({ length: 31 }, (_, i) => `@p${i}`).join(' ')}`,
      /30 people/,
    ],
    ['edit W-1 reviewers: ,', /30 people/],
  ])('%s', async (text, refused) => {
    expect(words(await typed(ana, text))).toMatch(refused);
  });

  test('of reactions are kept by name, however they were written', async () => {
    await typed(ana, 'settings workspace track: :Bookmark::skin-tone-2:');
    const form = (await typed(ana, 'settings workspace')).form;
    expect(form?.fields.find((f) => f.name === 'track')?.value).toBe('bookmark');
    await typed(ana, 'settings workspace track: pushpin');
  });

  test('of a team give it no direct message for a home', async () => {
    const direct = {
      ...about('bo'),
      place: { ...place('dm-bo'), channelKind: 'direct' as const, channelName: 'bo and Baton' },
    };
    const reply = await tell({ ...direct, kind: 'words', text: 'settings team @design channel: here' });
    expect(words(reply)).toContain('no channel');
  });
});

describe('what is shown to one person', () => {
  test('names no item that they may not see, though the card’s channel is theirs', async () => {
    const open = await added(ana, 'Update the org chart @ana');
    const secret = await added(ana, 'Decide on the merger @ana', 'leads');
    await typed(ana, `block ${open} ${secret}`);
    for (const view of ['card', 'why', 'history']) {
      const seen = await typed(bo, `show ${open} view: ${view}`);
      expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${secret}\\b|merger`));
    }
    expect(words(await typed(ana, `show ${open}`))).toContain(`waits for ${secret}`);
    expect(words(await typed(bo, `show ${secret}`))).toBe(
      words(await typed(bo, 'show W-99999')).replace('W-99999', secret),
    );
  });

  test('completes no item that they may not see', async () => {
    const secret = await added(ana, 'Quiet matter', 'leads');
    const asked = (who: Person) =>
      complete(
        core.store,
        workspace,
        { platform: 'playground', scope: SCOPE, account: who.handle },
        `show ${secret}`,
      );
    expect((await asked(ana)).map((c) => c.label)).toContain(secret);
    expect(await asked(bo)).toEqual([]);
    expect(await asked(gone)).toEqual([]);
  });
});

describe('completion', () => {
  const completed = async (text: string): Promise<string[]> => {
    const account = { platform: 'playground', scope: SCOPE, account: 'ana' } as const;
    return (await complete(core.store, workspace, account, text)).map((c) => c.text);
  };

  test.each([
    ['cl', ['claim ']],
    ['team c', ['team create ']],
    ['team ', ['list', 'week', 'create', 'add', 'remove', 'delete'].map((v) => `team ${v} `)],
    ['team add ', []],
    ['settings m', ['settings me ']],
    ['list over', ['list overdue ']],
    ['list unowned !u', ['list unowned !urgent ']],
    ['show W-1 hist', ['show W-1 history ']],
    ['edit W-1 pur', ['edit W-1 purpose: ']],
    ['edit W-1 priority: ', ['urgent', 'high', 'normal', 'low'].map((p) => `edit W-1 priority: ${p} `)],
    ['edit W-1 ver', []],
    ['list pa', []],
    ['add hi', []],
    ['add Send it !hi', ['add Send it !high ']],
    ['team add @des', ['team add @design ']],
    ['claim @gon', []],
    ['dance', []],
  ])('of “%s”', async (text, expected) => {
    expect(await completed(text)).toEqual(expected);
  });

  test('of a verb alone lists what it can be told, without doubles', async () => {
    const found = await completed('list ');
    expect(found).toContain('list mine ');
    expect(new Set(found).size).toBe(found.length);
  });
});

describe('list', () => {
  test('says that nothing ended is overdue', async () => {
    const key = await added(bo, 'Ship the parcel tomorrow @bo');
    await typed(bo, `done ${key}`);
    now += 3 * DAY;
    const reply = await typed(bo, 'list done Ship the parcel');
    now = NOW;
    expect(words(reply)).toContain(key);
    expect(words(reply)).not.toContain('overdue');
  });

  test('finds words in titles, beside filters', async () => {
    const key = await added(ana, 'Repaint the website');
    expect(words(await typed(ana, 'list unowned website'))).toContain(key);
    expect(words(await typed(ana, 'list website'))).toContain(key);
    expect(words(await typed(ana, 'list team: @design website'))).toMatch(/no team/);
  });

  test('takes the name of a team where it takes a person’s', async () => {
    const key = await added(ana, 'Redraw the icons @bo');
    for (const asked of ['list @design', 'list @bo', 'list @bo team: @design', 'list team: @design'])
      expect(words(await typed(ana, asked)), asked).toContain(key);
    expect(words(await typed(ana, 'list @bo @gus'))).toMatch(/no team/);
    expect(words(await typed(ana, 'list @nobody'))).toMatch(/nobody called/);
  });

  test('begins anew where its page is no page', async () => {
    const reply = await tell({
      ...about('ana'),
      kind: 'action',
      from: 'press',
      action: { verb: 'list', options: { show: 'all', page: 'forged' } },
    });
    expect(reply.message?.summary).toBeTruthy();
  });
});

describe('buttons', () => {
  test('carry nothing but words, and forged ones harm nobody', async () => {
    const options = JSON.parse('{"item":"W-1","__proto__":"x","constructor":"y"}') as Record<string, string>;
    for (const verb of ['claim', '__proto__', 'constructor', 'team delete', 'settings workspace']) {
      const reply = await tell({
        ...about('bo'),
        kind: 'action',
        from: 'press',
        action: { verb, options },
      });
      expect(JSON.stringify(reply)).not.toMatch(/undefined|\[object/);
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('of every answer name verbs that exist, with options they have', async () => {
    const key = await added(ana, 'Button check @bo !urgent');
    const replies = await Promise.all(
      [`show ${key}`, 'inbox', 'list all', 'help', `claim ${key}`].map((text) => typed(bo, text)),
    );
    const { findVerb } = await import('../../src/commands/registry.ts');
    const buttons = replies.flatMap((r) => (r.message ? buttonsOf(r.message) : []));
    expect(buttons.length).toBeGreaterThan(5);
    for (const { action } of buttons) {
      const verb = findVerb(action.verb);
      expect(verb, action.verb).toBeDefined();
      for (const name of Object.keys(action.options)) expect(verb?.options).toHaveProperty(name);
    }
  });
});

describe('an approval that cannot be asked, or not answered any more', () => {
  const ask = async (how: string): Promise<string> =>
    `approval ask ${await added(ana, 'Sign the lease')} ${how}: sign it`;
  /** A plain sentence for who asked, and not a row of any table differs. */
  const refused = async (act: () => Promise<Reply>, sentence: RegExp): Promise<void> => {
    const before = await digestOf(database.client.sql);
    const reply = await act();
    const said = words(reply) || Object.values(reply.fieldErrors ?? {}).join(' ');
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/undefined|_|\[object/);
    expect(await digestOf(database.client.sql)).toBe(before);
  };

  test.each([
    ['no approvers', 'from by tomorrow', /Nobody is named who could approve|I need the from/],
    ['a team in which nobody can', 'from @empty rule any', /Empty cannot approve this: nobody in it can/],
    ['more needed than asked', 'from @bo need 2', /You asked 1, so 2 of them cannot answer/],
    ['none needed', 'from @bo need 0', /You asked 1, so 0 of them cannot answer/],
    ['a rule that is none', 'from @bo rule most', /I expected any, all, in sequence, or a number/],
    ['the requester alone', 'from @ana', /Ana cannot approve this: whoever asks never counts/],
    ['a deadline in the past', 'from @bo by yesterday', /in the past/],
    ['a deadline that is no date', 'from @bo by soonish', /cannot read “soonish” as a date/],
    ['a deactivated approver', 'from @gone', /Gone cannot approve this: they left/],
    ['a guest', 'from @gus', /Gus cannot approve this: guests do not vote/],
    ['somebody unknown', 'from @nobody-here', /I know nobody called/],
  ])('%s', async (_, how, sentence) => {
    await core.store.transact(workspace, async (tx) => {
      if (!(await tx.teams.byHandle('empty'))) await tx.teams.save(team('empty', { name: 'Empty' }));
    });
    const line = await ask(how);
    const { form } = await typed(ana, 'approval ask');
    const parts = readAsk(line.slice('approval ask '.length));
    await refused(() => submit(ana, form, { from: '', rule: '', ...parts }), sentence);
  });

  test('a vote on what is decided, one on a form that was opened on other words, and a key that is forged', async () => {
    const asked = words(await typed(ana, await ask('from @bo all')));
    const key = /A-\d+/.exec(asked)?.[0] ?? '';
    const action = (number: string) =>
      ({
        kind: 'action',
        from: 'press',
        action: { verb: 'approval reject', options: { approval: key, number } },
      }) as const;
    const { form } = await tell({ ...about('bo'), ...action('1') });
    await typed(ana, `approval again ${key} text: sign the other one`);
    await refused(() => submit(bo, form, { reason: 'Too dear' }), /words of A-\d+ changed/);
    await typed(bo, `approve ${key}`);
    await refused(() => typed(bo, `reject ${key} too dear`), /is approved already/);
    await refused(() => typed(bo, `approval withdraw ${key}`), /is approved already/);
    for (const forged of ['A-99999', 'A-0', 'A--1', '1e9', '__proto__'])
      await refused(() => typed(bo, `approve ${forged}`), /no approval|I need the approval/);
  });
});
