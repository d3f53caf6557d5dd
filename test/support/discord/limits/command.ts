/** What a command may look like: https://discord.com/developers/docs/interactions/application-commands */
import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { FormErrors } from '../problems.ts';

export interface CommandBody {
  readonly name: string;
  readonly type?: ApplicationCommandType;
  readonly description?: string;
  readonly options?: readonly LooseOption[];
  readonly [more: string]: unknown;
}

export interface LooseOption {
  readonly type: ApplicationCommandOptionType;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly options?: readonly LooseOption[];
  readonly min_length?: number;
  readonly max_length?: number;
}

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MOST = 25;
const MOST_IN_ALL = 8000;

type Path = readonly (string | number)[];

/** @throws Refusal 50035 */
export function checkCommand(command: CommandBody, path: Path = []): void {
  const errors = new FormErrors();
  const chat = (command.type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput;
  if (chat) {
    checkNamed(errors, path, command.name, command.description);
    checkOptions(errors, path, command.options ?? [], 0);
    if (sizeOf(command) > MOST_IN_ALL)
      errors.add(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MOST_IN_ALL})`);
  } else {
    errors.length([...path, 'name'], command.name, 32, 1);
    if (command.description || command.options?.length)
      errors.add(
        [...path, 'description'],
        'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
        'Context menu commands cannot have description',
      );
  }
  errors.end();
}

function checkNamed(errors: FormErrors, path: Path, name: string, description: string | undefined): void {
  if (!NAME.test(name ?? '') || name !== name.toLowerCase())
    errors.add([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  errors.length([...path, 'description'], description, 100, 1);
}

function checkOptions(errors: FormErrors, path: Path, options: readonly LooseOption[], depth: number): void {
  errors.count([...path, 'options'], options, MOST);
  const names = new Set<string>();
  let optional = false;
  const nested = options.filter((o) => isSub(o)).length;
  if (nested > 0 && nested < options.length)
    errors.add(
      [...path, 'options'],
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    );
  for (const [i, option] of options.entries()) {
    const at = [...path, 'options', i];
    checkNamed(errors, at, option.name, option.description);
    if (names.has(option.name))
      errors.add(
        at,
        'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED',
        'The specified option name is already used',
      );
    names.add(option.name);
    if (option.required && optional)
      errors.add(
        at,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    if (!option.required) optional = true;
    if (isSub(option)) {
      if (depth > (option.type === ApplicationCommandOptionType.SubcommandGroup ? 0 : 1))
        errors.add(at, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Nested too deep');
      checkOptions(errors, at, option.options ?? [], depth + 1);
    } else checkChoices(errors, at, option);
  }
}

const isSub = ({ type }: LooseOption): boolean =>
  type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup;

function checkChoices(
  errors: FormErrors,
  at: Path,
  { choices, autocomplete, max_length }: LooseOption,
): void {
  errors.count([...at, 'choices'], choices, MOST);
  for (const [i, choice] of (choices ?? []).entries()) {
    errors.length([...at, 'choices', i, 'name'], choice.name, 100, 1);
    errors.length([...at, 'choices', i, 'value'], String(choice.value), 100, 1);
  }
  if (autocomplete && choices?.length)
    errors.add(
      at,
      'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE',
      'choices cannot be present with autocomplete',
    );
  if (max_length !== undefined && (max_length < 1 || max_length > 6000))
    errors.add([...at, 'max_length'], 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 6000.');
}

/** Names, descriptions and values of choices, at all depths. */
function sizeOf({
  name,
  description = '',
  options = [],
}: Pick<CommandBody, 'name' | 'description' | 'options'>): number {
  return options.reduce(
    (all, option) =>
      all +
      sizeOf(option) +
      (option.choices ?? []).reduce((sum, c) => sum + c.name.length + String(c.value).length, 0),
    name.length + description.length,
  );
}

/** @throws Refusal 50035 */
export function checkChoicesOffered(choices: readonly { name: string; value: unknown }[] | undefined): void {
  const errors = new FormErrors();
  errors.count(['data', 'choices'], choices, MOST);
  for (const [i, choice] of (choices ?? []).entries()) {
    errors.length(['data', 'choices', i, 'name'], choice.name, 100, 1);
    errors.length(['data', 'choices', i, 'value'], String(choice.value), 100, 1);
  }
  errors.end();
}
