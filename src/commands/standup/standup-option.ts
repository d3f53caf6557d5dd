/** Which standup is meant: by its name, else the one there is here, else the one that I take part in. */
import { isLocalDate, type LocalDate } from '../../coordination/calendar.ts';
import { refuse } from '../../coordination/errors.ts';
import { standupsSeen } from '../../coordination/standups/manage.ts';
import type { Standup } from '../../coordination/standups/standup.ts';
import { participantsOf } from '../../coordination/standups/world.ts';
import type { CommandContext } from '../context.ts';
import { carried, type Option, optional, textOption } from '../option.ts';

/** As a name is typed and kept. */
export const nameIn = (words: string): string => words.trim().replace(/^#/, '').toLowerCase();

const named: Option<string> = {
  ...textOption('its name', { example: 'eng', word: true, max: 60 }),
  read: (words) => nameIn(words),
};
export const standupOption: Option<string | undefined> = optional(named);

/** The round's date, as buttons carry it. */
export const roundOption: Option<LocalDate | undefined> = optional(
  carried({
    ...textOption('the date of the round', { example: '2026-03-02', word: true, max: 10 }),
    read: (words: string) => (isLocalDate(words) ? words : refuse({ code: 'stale_action' })),
  }),
);

export async function findStandup(ctx: CommandContext, name: string | undefined): Promise<Standup> {
  const seen = await standupsSeen(ctx);
  const names = seen.map((standup) => standup.name);
  if (name !== undefined)
    return seen.find((s) => s.name === name) ?? refuse({ code: 'unknown_standup', words: name, names });
  const here = seen.filter(({ channel }) => channel === ctx.channel.id);
  const found = here.length > 0 ? here : await ofMine(ctx, seen);
  const [only] = found;
  return only && found.length === 1 ? only : refuse({ code: 'unknown_standup', words: null, names });
}

async function ofMine(ctx: CommandContext, seen: readonly Standup[]): Promise<Standup[]> {
  const mine: Standup[] = [];
  for (const standup of seen) if ((await participantsOf(ctx.tx, standup)).has(ctx.me.id)) mine.push(standup);
  return mine;
}
