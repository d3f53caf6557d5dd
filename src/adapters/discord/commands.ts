/** The commands that Discord is told of, made from the verbs: `/baton` with its sub-commands, and Track with Baton. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandStringOption,
  type APIApplicationCommandSubcommandGroupOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Option } from '../../commands/option.ts';
import type { Verb } from '../../commands/verb.ts';
import { clipTo, LIMITS } from './limits.ts';

export const COMMAND = 'baton';
export const TRACK = 'Track with Baton';

/** Words for the groups, which have no verb of their own. */
const GROUPS: Readonly<Record<string, string>> = {
  team: 'Teams and who is in them',
  settings: 'Settings of yours, of a team, of the workspace',
  handoff: 'Give an item to someone, take it, or refuse it',
  approval: 'Ask for approval, and give it',
  standup: 'Standups and their answers',
  away: 'Say that you are away, and who stands in',
  link: 'Join Slack and Discord, and your accounts',
  policy: 'Rules of who decides, and when someone is reminded',
};

/** Everything but what a button, a form or the message command alone can ask. */
export function commandsOf(verbs: readonly Verb[]): RESTPostAPIApplicationCommandsJSONBody[] {
  const where = {
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: COMMAND,
      description: 'Every piece of work has one owner',
      options: childrenOf(verbs.filter((verb) => !verb.hidden)),
      ...where,
    },
    { type: ApplicationCommandType.Message, name: TRACK, ...where },
  ];
}

/** What is left of Discord's 8,000 characters is shared by all verbs: a list to choose from is no manual. */
const BRIEF = { verb: 44, option: 30 } as const;

/** The first clause, and no more words of it than fit. */
export function brief(words: string, most: number): string {
  const clause = /^[^;:(]{8,}/.exec(words)?.[0].trim() ?? words;
  if (clause.length <= most) return clause;
  const cut = clause.slice(0, most);
  const end = cut.lastIndexOf(' ');
  return `${(end > most / 2 ? cut.slice(0, end) : cut.slice(0, most - 1)).replace(/[\s,–—-]+$/, '')}…`;
}

type Child = APIApplicationCommandSubcommandOption | APIApplicationCommandSubcommandGroupOption;

function childrenOf(verbs: readonly Verb[]): Child[] {
  const groups = new Map<string, APIApplicationCommandSubcommandOption[]>();
  const children: Child[] = [];
  for (const verb of verbs) {
    const [group = '', name] = verb.name.split(' ');
    if (name === undefined) children.push(subcommand(verb, group));
    else {
      const known = groups.get(group);
      if (known) known.push(subcommand(verb, name));
      else {
        const options = [subcommand(verb, name)];
        groups.set(group, options);
        const description = GROUPS[group] ?? `What has to do with ${group}`;
        children.push({
          type: ApplicationCommandOptionType.SubcommandGroup,
          name: group,
          description,
          options,
        });
      }
    }
  }
  return children.map((child) => withoutClash(child, children));
}

/** A verb that is called as its group is: the group takes it in, as its first word. */
function withoutClash(child: Child, all: readonly Child[]): Child {
  const clash = all.some((other) => other !== child && other.name === child.name);
  if (clash) throw new Error(`${child.name} is a verb and a group of verbs: Discord knows one of them`);
  return child;
}

function subcommand(verb: Verb, name: string): APIApplicationCommandSubcommandOption {
  const options = Object.entries(verb.options)
    .filter(([, option]) => !option.carried)
    .map(([option, definition]) => optionOf(verb, option, definition))
    // Discord wants what is required first.
    .toSorted((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    description: brief(verb.description, BRIEF.verb),
    ...(options.length > 0 ? { options } : {}),
  };
}

/** What is not said where a verb has a form is asked for there. */
function optionOf(verb: Verb, name: string, option: Option<unknown>): APIApplicationCommandBasicOption {
  const base = {
    type: ApplicationCommandOptionType.String,
    name,
    description: brief(option.description, BRIEF.option),
    ...(option.required && !verb.form ? { required: true } : {}),
  } as const;
  const { choices } = option;
  if (choices && choices.length <= MOST_LISTED) {
    const named = choices.map(({ label, value }) => ({ name: clipTo(label, LIMITS.choiceLabel), value }));
    return { ...base, choices: named } satisfies APIApplicationCommandStringOption;
  }
  return choices || COMPLETED.has(option.kind) ? { ...base, autocomplete: true } : base;
}

/** More choices than that are completed: listed, they would take the room of whole verbs. */
const MOST_LISTED = 8;

const COMPLETED: ReadonlySet<string> = new Set(['item', 'person', 'people', 'team', 'channel']);

/** Characters as Discord counts them: names, descriptions and values, at every depth. */
export function charactersOf(command: object): number {
  const { name = '', description = '', options = [], choices = [] } = command as Sized;
  return (
    name.length +
    description.length +
    options.reduce((all, option) => all + charactersOf(option), 0) +
    choices.reduce((all, choice) => all + choice.name.length + String(choice.value).length, 0)
  );
}

interface Sized {
  readonly name?: string;
  readonly description?: string;
  readonly options?: readonly object[];
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
}

/** What would leave too little room to grow; nothing when all is well. */
export function tooLarge(commands: readonly RESTPostAPIApplicationCommandsJSONBody[]): string[] {
  return commands.flatMap((command) => {
    const children = 'options' in command ? (command.options ?? []) : [];
    const groups = children.filter((c) => c.type === ApplicationCommandOptionType.SubcommandGroup);
    const crowded = [{ name: command.name, options: children }, ...groups].filter(
      (c) => (c.options?.length ?? 0) > LIMITS.commandChildren,
    );
    const characters = charactersOf(command);
    return [
      ...crowded.map(
        (c) => `${c.name} has ${c.options?.length} children, and ${LIMITS.commandChildren} are allowed`,
      ),
      ...(characters > LIMITS.commandCharacters
        ? [`${command.name} has ${characters} characters, and ${LIMITS.commandCharacters} are allowed`]
        : []),
    ];
  });
}
