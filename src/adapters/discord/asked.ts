/** An interaction, from what the gateway sent to the answer that is given. */
import { type APIInteraction, InteractionResponseType, InteractionType, Routes } from 'discord.js';
import type { Logger } from 'pino';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Clock } from '../../coordination/ports.ts';
import { answerWith, type Shown } from './answers.ts';
import { isLostRace } from './faults.ts';
import { type InteractionParts, plainShown, shownFor } from './interactions.ts';
import { clipTo, LIMITS } from './limits.ts';
import type { Members } from './members.ts';
import { type Asked, actorOf, type Interaction, parseInteraction } from './parse-interaction.ts';
import { homeChosen, type Placed, type PlacingParts, place, whichHome } from './placing.ts';
import type { MemberFacts } from './profile.ts';
import type { Api } from './rest.ts';
import type { Settings } from './settings.ts';

export interface AskedParts extends InteractionParts, PlacingParts {
  readonly api: Api;
  readonly application: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly members: Members;
  readonly settings: Settings;
  /** What is remembered of a server and its workspace may have changed. */
  readonly forget: (scope: string, workspace: WorkspaceId) => void;
}

/** Resolves when it is answered, or cannot be any more. */
export async function takeInteraction(raw: APIInteraction, parts: AskedParts): Promise<void> {
  if (raw.type === InteractionType.ApplicationCommandAutocomplete) return complete(raw, parts);
  await answerWith(raw, shown(raw, parts).catch(sorry(parts)), parts);
}

/** Whoever asked is told, though it is no fault of theirs; whether it was done may not be known. */
const sorry =
  ({ log }: AskedParts) =>
  (error: unknown): Shown => {
    log.error({ err: error }, 'an interaction could not be handled');
    return plainShown('Baton could not answer just now. See whether it was done, and ask again in a moment.');
  };

const find = (raw: APIInteraction, parts: AskedParts) =>
  place(
    {
      server: raw.guild_id,
      channel: raw.channel?.id ?? '',
      account: actorOf(raw),
      message: raw.message?.id,
    },
    parts,
  );

async function shown(raw: APIInteraction, parts: AskedParts): Promise<Shown> {
  const home = homeChosen(raw);
  if (home !== null) {
    parts.homes.choose(actorOf(raw), home);
    return plainShown('From now on, what you ask here is about that workspace. Ask again.');
  }
  const found = await find(raw, parts);
  if (!found.placed) return homeless(found.among, parts);
  const { workspace, where } = found.placed;
  await noted(raw, found.placed, parts);
  const interaction = parseInteraction(raw, where);
  try {
    return await shownFor(workspace, interaction, parts);
  } finally {
    if (changesSettings(interaction)) parts.forget(where.scope, workspace);
  }
}

const changesSettings = ({ asked }: Interaction): boolean =>
  asked.asks !== 'act' ||
  (asked.intent.kind === 'action' && /^(settings|link) /.test(asked.intent.action.verb));

async function homeless(among: readonly string[], parts: AskedParts): Promise<Shown> {
  if (among.length < 2)
    return plainShown('Baton does not know you here. Ask in a channel of a server that Baton is in.');
  return { show: 'message', payload: await whichHome(among, parts), plainly: 'Which workspace do you mean?' };
}

/** Who someone is holds before what they ask is done. */
async function noted({ member }: APIInteraction, { workspace, server }: Placed, { members }: AskedParts) {
  if (server && member) await members.note(workspace, server, member as MemberFacts);
}

async function complete(raw: APIInteraction, parts: AskedParts): Promise<void> {
  const found = await find(raw, parts);
  const asked = found.placed && parseInteraction(raw, found.placed.where).asked;
  const offers =
    found.placed && asked?.asks === 'completion' ? await offersFor(raw, found.placed, asked, parts) : [];
  const choices = offers
    .filter(({ value }) => value !== '' && value.length <= LIMITS.choiceValue)
    .slice(0, LIMITS.completions)
    .map(({ value, label }) => ({ name: clipTo(label, LIMITS.completionName), value }));
  try {
    await parts.api.answer('post', Routes.interactionCallback(raw.id, raw.token), {
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices },
    });
  } catch (error) {
    // Who types on asks again before the answer has come.
    if (!isLostRace(error)) throw error;
  }
}

async function offersFor(
  raw: APIInteraction,
  placed: Placed,
  asked: Extract<Asked, { asks: 'completion' }>,
  parts: AskedParts,
) {
  await noted(raw, placed, parts);
  const account = { platform: 'discord', scope: placed.where.scope, account: actorOf(raw) } as const;
  return parts.offer(placed.workspace, account, asked);
}
