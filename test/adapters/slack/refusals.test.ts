/** What no honest client sends, or sends too late: a private sentence, and nothing written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Interaction } from '../../support/slack/interactions.ts';
import { type Northwind, northwind } from '../../support/slack/northwind.ts';
import type { Message } from '../../support/slack/shapes.ts';

let there: Northwind;
beforeAll(async () => {
  there = await northwind();
});
afterAll(() => there.close());

/** What somebody was shown, at once or later. */
async function told(interaction: Promise<Interaction>): Promise<string> {
  const { shown, outcome } = await interaction;
  await there.settle();
  expect(outcome?.acked).toBe(true);
  return JSON.stringify(shown);
}

async function writesNothing(work: () => Promise<void>): Promise<void> {
  const before = await there.digest();
  await work();
  expect(await there.digest()).toBe(before);
}

/** A card as someone sees it, whose button is another than Baton made. */
async function forged(title: string, element: object) {
  const { id } = await there.card('mira', 'general', title);
  const blocks = [{ type: 'actions', block_id: 'forged', elements: [{ type: 'button', ...element }] }];
  const seen = { type: 'message', ts: id, text: '', blocks } as unknown as Message;
  return { user: 'mira', channel: 'general', ts: id, seen };
}
const label = { type: 'plain_text', text: 'Press me' };

describe('a button that Baton did not make', () => {
  beforeAll(async () => {
    await there.added('ana', 'general', 'Mend the fence @ana');
  });

  test.each([
    ['an action id of nobody', { action_id: 'launch_missiles', value: '{}' }],
    ['no value', { action_id: 'press:0' }],
    ['a value that is no action', { action_id: 'press:0', value: '["claim"' }],
    ['a value with a prototype', { action_id: 'press:0', value: '{"__proto__":["claim",{}]}' }],
    ['a verb that is none', { action_id: 'press:0', value: '["destroy",{"item":"W-1"}]' }],
    ['an item that is not there', { action_id: 'press:0', value: '["claim",{"item":"W-99999"}]' }],
    [
      'an option that the verb has not',
      { action_id: 'press:0', value: '["done",{"item":"W-1","as":"ana"}]' },
    ],
    ['someone else’s act', { action_id: 'press:0', value: '["done",{"item":"W-1"}]' }],
  ])('%s', async (_name, element) => {
    await writesNothing(async () => {
      const on = await forged('Mend the fence', { text: label, ...element });
      const words = await told(there.slack.do.press({ ...on, actionId: element.action_id }));
      expect(words).toMatch(/[a-z]{3,}.*\./);
      expect(words).not.toMatch(/undefined|Error|\[object/);
    });
  });
});

describe('a form', () => {
  const submit = (user: string, values: Readonly<Record<string, string>>) =>
    there.slack.do.submit({ user, values });

  test('that is sent five times at once has one effect', async () => {
    await there.as('ana').command('general', 'add');
    const values = { words: 'Hang the pictures' };
    await Promise.all(Array.from({ length: 5 }, () => submit('ana', values)));
    await there.card('ana', 'general', 'Hang the pictures');
    const items = await there.sql`select from work_items where title = 'Hang the pictures'`;
    expect(items).toHaveLength(1);
  });

  test('that is sent after its item changed says so beside the form', async () => {
    const key = await there.added('ana', 'general', 'Choose the curtains @ana');
    const form = await there.as('ana').command('general', `edit ${key}`);
    await there.as('ana').command('general', `edit ${key} purpose: More light`);
    await writesNothing(async () => {
      const answer = await there.as('ana').submit(form, { title: 'Choose no curtains' });
      expect(answer.text + Object.values(answer.fieldErrors).join()).toContain('changed');
    });
  });

  test('that is sent after its item is done writes nothing', async () => {
    const key = await there.added('ana', 'general', 'Choose the carpets @ana');
    const form = await there.as('ana').command('general', `block ${key}`);
    await there.as('ana').command('general', `done ${key}`);
    await writesNothing(async () => {
      const answer = await there.as('ana').submit(form, { reason: 'No carpets to be had' });
      expect(answer.text + Object.values(answer.fieldErrors).join()).toMatch(/done|ended/i);
    });
  });

  test('that is sent by someone who lost the right is refused', async () => {
    const form = await there.as('ana').command('general', 'settings workspace');
    there.slack.do.changeUser({ user: 'ana', change: { is_admin: false } });
    await writesNothing(async () => {
      const answer = await there.as('ana').submit(form, { track: 'star' });
      expect(answer.text + Object.values(answer.fieldErrors).join()).toContain('admins');
    });
    there.slack.do.changeUser({ user: 'ana', change: { is_admin: true } });
    await there.settle();
  });

  test('that was opened elsewhere, or by nobody, is stale', async () => {
    await there.as('ana').command('general', 'add');
    const view = there.slack.core.modals.get(there.team.userByName.get('ana') ?? '')?.at(-1);
    const own = JSON.parse(view?.private_metadata ?? '{}');
    const elsewhere = JSON.stringify({ ...own, place: { ...own.place, scope: 'T0ELSEWHERE' } });
    for (const private_metadata of [elsewhere, '', 'null', '[]', '{"action":["add"]}']) {
      await writesNothing(async () => {
        const outcome = await there.slack.core.delivery.interaction('interactive', {
          type: 'view_submission',
          team: { id: there.team.id },
          user: { id: there.team.userByName.get('ana'), team_id: there.team.id },
          view: { ...view, private_metadata, state: { values: { words: { value: { value: 'Mine' } } } } },
        });
        expect(outcome.acked && JSON.stringify(outcome.body)).toMatch(
          /response_action.*update.*older version/,
        );
      });
    }
  });
});

describe('a team where Baton is not installed', () => {
  const there2 = { team: '', user: 'zoe', channel: 'lobby' };
  const NOT = 'Baton is not installed in this workspace';
  beforeAll(() => {
    there2.team = there.slack.do.addTeam({ name: 'Elsewhere' }).id;
    there.slack.do.addUser({ team: there2.team, name: 'zoe' });
    there.slack.do.addChannel({ team: there2.team, name: 'lobby', members: ['zoe', 'baton'] });
  });

  test('is told so in answer to a command', async () => {
    await writesNothing(async () => {
      expect(await told(there.slack.do.command({ ...there2, text: 'add Something' }))).toContain(NOT);
    });
  });

  test('is told so in answer to a press and to the message action', async () => {
    const { ts } = there.slack.do.say({ ...there2, text: 'Anybody here?' });
    const element = { type: 'button', action_id: 'press:0', text: label, value: '["claim",{"item":"W-1"}]' };
    const blocks = [{ type: 'actions', block_id: 'b', elements: [element] }];
    const seen = { type: 'message', ts, text: '', blocks } as unknown as Message;
    await writesNothing(async () => {
      expect(await told(there.slack.do.press({ ...there2, ts, seen, actionId: 'press:0' }))).toContain(NOT);
      expect(await told(there.slack.do.shortcut({ ...there2, ts, callbackId: 'track' }))).toContain(NOT);
    });
  });

  test('is not listened to', async () => {
    await writesNothing(async () => {
      there.slack.do.say({ ...there2, text: '@Baton Remember this' });
      await there.settle();
    });
  });
});

describe('a form that cannot be opened', () => {
  const TOO_LATE = 'took too long';

  test.each([
    ['expired_trigger_id', TOO_LATE],
    ['exchanged_trigger_id', TOO_LATE],
    ['internal_error', 'Something went wrong'],
  ])('because of %s is said to be', async (error, words) => {
    const message = there.slack.do.say({ user: 'bo', channel: 'general', text: 'Look at the gutters' });
    const { id } = await there.card('mira', 'general', 'Mend the fence');
    there.slack.do.fault({ method: 'views.open', does: { error } });
    const user = 'ana';
    expect(await told(there.slack.do.command({ user, channel: 'general', text: 'add' }))).toContain(words);
    const press = { user, channel: 'general', ts: id, label: 'Block' };
    expect(await told(there.slack.do.press(press))).toContain(words);
    const track = there.slack.do.shortcut({ user, ...message, callbackId: 'track' });
    expect(await told(track)).toContain(words);
    there.slack.do.clearFaults();
  });

  test('before Slack asks for an acknowledgement is acknowledged all the same, and comes', async () => {
    there.slack.do.fault({ method: 'views.open', does: { delay: 1_200 } });
    const asked = there.slack.do.command({ user: 'ana', channel: 'general', text: 'add' });
    expect((await asked).outcome).toEqual({ acked: true, body: undefined });
    there.slack.do.clearFaults();
    await expect.poll(async () => (await asked).view).not.toBeNull();
  });
});
