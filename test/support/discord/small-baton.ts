/**
 * As much of Baton as shows that the world plays Discord to it: it registers the real commands, and answers in each way
 * that Discord knows. Nothing is kept but the item that was added last.
 */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIModalInteractionResponseCallbackData,
  type Client,
  type Interaction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import { commandsOf } from '../../../src/adapters/discord/commands.ts';
import { VERBS } from '../../../src/commands/registry.ts';
import { clientOf } from './client.ts';
import type { FakeDiscord } from './fake-discord.ts';

const { Ephemeral } = MessageFlags;

const button = (label: string, customId: string, style = 2) => ({
  type: 2,
  label,
  custom_id: customId,
  style,
});
const row = (...buttons: object[]) =>
  ({ type: 1, components: buttons }) as APIActionRowComponent<APIButtonComponent>;
const field = (label: string, name: string, value: string, required = false) => ({
  type: 18,
  label,
  component: { type: 4, style: 1, custom_id: name, required, ...(value ? { value } : {}) },
});
const page = (n: number, ...components: object[]) =>
  ({
    title: `Edit W-1 (${n}/2)`,
    custom_id: `page${n}`,
    components,
  }) as APIModalInteractionResponseCallbackData;

export interface SmallBaton {
  /** Until nothing is under way. */
  settle(): Promise<void>;
  readonly client: Client;
  close(): Promise<void>;
}

export async function smallBaton(
  discord: Pick<FakeDiscord, 'url' | 'token' | 'applicationId'>,
): Promise<SmallBaton> {
  const client = clientOf(discord);
  const first = new Map<string, string>();
  const underWay = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  client.on('interactionCreate', (i) => track(answer(i, first)));
  client.on('messageCreate', (m) => {
    if (m.author.bot || !m.content.includes(`<@${discord.applicationId}>`)) return;
    if (/\bclaim\s*$/.test(m.content)) track(m.author.send('For claim I need the item'));
    else
      track(
        m.reply({
          content: `### W\\-1 · ${m.reference ? 'answered' : 'said'}`,
          components: [row(button('Claim', 'claim'))],
        }),
      );
  });
  const ready = new Promise((resolve) => client.once('clientReady', resolve));
  await client.login(discord.token);
  await ready;
  await client.application?.commands.set(commandsOf(VERBS) as never);
  return {
    client,
    async settle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => client.destroy(),
  };
}

async function answer(i: Interaction, first: Map<string, string>): Promise<unknown> {
  if (i.isChatInputCommand()) {
    const verb = i.options.getSubcommand();
    if (verb === 'edit')
      return i.showModal(page(1, field('Title', 'title', 'Old', true), field('Why', 'purpose', '')));
    if (verb === 'list')
      return i.reply({
        content: 'one',
        flags: Ephemeral,
        components: [row(button('More', 'more'))],
      });
    await i.deferReply({ flags: Ephemeral });
    const said = i.options.data[0]?.options?.map((o) => `${o.name}=${o.value}`).join(' ');
    return i.editReply(`**${verb}** ${said ?? ''} <t:1790000000:f>`);
  }
  if (i.isMessageContextMenuCommand())
    return i.reply({ content: `> ${i.targetMessage.content}`, flags: Ephemeral });
  if (i.isModalSubmit()) return submitted(i, first);
  if (!i.isButton()) return;
  if (i.customId === 'more') return i.update({ content: 'two', components: [] });
  if (i.customId === 'next') return i.showModal(page(2, field('Due', 'due', '')));
  if (i.customId === 'claim') return i.deferUpdate();
  return i.reply({ content: 'pressed', flags: Ephemeral });
}

function submitted(i: ModalSubmitInteraction, first: Map<string, string>): Promise<unknown> {
  if (i.customId === 'page1') {
    first.set(i.user.id, i.fields.getTextInputValue('title'));
    return i.reply({
      content: 'kept',
      flags: Ephemeral,
      components: [row(button('Continue to page 2', 'next'))],
    });
  }
  const due = i.fields.getTextInputValue('due');
  const wrong = due === 'never';
  const content = wrong ? '**Due**: I cannot read “never”.' : `saved ${first.get(i.user.id)} ${due}`;
  const components = wrong ? [row(button('Open the form again', 'again'))] : [];
  return i.reply({ content, flags: Ephemeral, components });
}
