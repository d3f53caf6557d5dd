import type { APIInteraction } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { formId, pageId, pressId } from '../../../src/adapters/discord/custom-id.ts';
import { parseInteraction } from '../../../src/adapters/discord/parse-interaction.ts';
import { madeAt } from '../../../src/adapters/discord/refs.ts';
import { intentSchema } from '../../../src/commands/intent.ts';
import { ID, said, user, where } from './told.ts';

const interaction = (type: number, data: object, more: object = {}): APIInteraction =>
  ({
    id: ID,
    type,
    data,
    token: 't',
    channel: { id: '600000000000000001', type: 0 },
    member: { user, roles: [] },
    ...more,
  }) as unknown as APIInteraction;
const command = (options: object[], type = 2) => interaction(type, { type: 1, name: 'baton', options });
const name22 = 'a'.repeat(22);

describe('interactions', () => {
  test('a command of a group, with options', () => {
    const given = command([
      {
        type: 2,
        name: 'team',
        options: [
          {
            type: 1,
            name: 'add',
            options: [
              { type: 3, name: 'team', value: '@design' },
              { type: 3, name: 'people', value: '@bo' },
            ],
          },
        ],
      },
    ]);
    const { asked } = parseInteraction(given, where);
    expect(asked).toMatchObject({
      asks: 'act',
      intent: {
        kind: 'action',
        from: 'command',
        key: `discord:interaction:${ID}`,
        actor: user.id,
        at: madeAt(ID),
        action: { verb: 'team add', options: { team: '@design', people: '@bo' } },
      },
    });
    expect(intentSchema.safeParse(asked.asks === 'act' && asked.intent).success).toBe(true);
  });

  test('completion tells which option is being typed', () => {
    const given = command(
      [
        {
          type: 1,
          name: 'block',
          options: [
            { type: 3, name: 'item', value: 'W-1' },
            { type: 3, name: 'on', value: 'off', focused: true },
          ],
        },
      ],
      4,
    );
    expect(parseInteraction(given, where).asked).toEqual({
      asks: 'completion',
      verb: 'block',
      option: 'on',
      typed: 'off',
    });
  });

  test('Track with Baton carries the message', () => {
    const given = interaction(2, {
      type: 3,
      name: 'Track with Baton',
      target_id: ID,
      resolved: { messages: { [ID]: said({ content: 'Order laptops' }) } },
    });
    expect(parseInteraction(given, where).asked).toMatchObject({
      asks: 'act',
      intent: {
        kind: 'track',
        message: { text: 'Order laptops', author: user.id, ref: { scope: where.scope, message: ID } },
      },
    });
  });

  test('a press says what it means, and on which message', () => {
    const { id } = pressId({ action: { verb: 'claim', options: { item: 'W-1' } } }, '', 0);
    const { asked, on } = parseInteraction(
      interaction(3, { custom_id: id, component_type: 2 }, { message: said() }),
      where,
    );
    expect(asked).toMatchObject({
      asks: 'act',
      intent: { from: 'press', action: { verb: 'claim', options: { item: 'W-1' } } },
    });
    expect(on).toMatchObject({ channel: '600000000000000001', message: ID });
  });

  test('a press on a message that one person sees is on none', () => {
    const { id } = pressId({ action: { verb: 'claim', options: {} } }, '', 0);
    expect(
      parseInteraction(interaction(3, { custom_id: id }, { message: said({ flags: 64 }) }), where).on,
    ).toBeUndefined();
  });

  test('what is chosen fills its option', () => {
    const { id } = pressId({ action: { verb: 'show', options: {} }, option: 'item' }, '', 0);
    expect(
      parseInteraction(interaction(3, { custom_id: id, component_type: 3, values: ['W-7'] }), where).asked,
    ).toMatchObject({ asks: 'act', intent: { action: { verb: 'show', options: { item: 'W-7' } } } });
  });

  test('pages and forms', () => {
    expect(parseInteraction(interaction(3, { custom_id: pageId(name22, 1) }), where).asked).toEqual({
      asks: 'open page',
      id: name22,
      page: 1,
    });
    expect(parseInteraction(interaction(3, { custom_id: formId(name22) }), where).asked).toEqual({
      asks: 'send form',
      id: name22,
    });
    const sent = interaction(5, {
      custom_id: pageId(name22, 0),
      components: [{ type: 18, component: { custom_id: 'title', value: 'Offer' } }],
    });
    expect(parseInteraction(sent, where).asked).toEqual({
      asks: 'sent page',
      id: name22,
      page: 0,
      typed: { title: 'Offer' },
    });
  });

  test.each([
    ['another command', interaction(2, { type: 1, name: 'other', options: [] })],
    ['a button of nobody', interaction(3, { custom_id: 'x' })],
    ['a user command', interaction(2, { type: 2, name: 'baton' })],
    ['a ping', interaction(1, {})],
  ])('%s is none of ours', (_words, given) => {
    expect(parseInteraction(given, where).asked).toEqual({ asks: 'unknown' });
  });
});
