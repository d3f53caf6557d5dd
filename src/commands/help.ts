/** `help`, and the pages made from the same definitions. */

import { refuse } from '../coordination/errors.ts';
import type { Block, Message } from '../coordination/message.ts';
import { nearest } from './nearest.ts';
import { optional, textOption } from './option.ts';
import { type Verb, verb } from './verb.ts';

/** The verbs are asked for when they are needed: help is one of them. */
export function helpVerb(verbs: () => readonly Verb[]): Verb {
  // Asked for often and always the same: made once.
  let whole: Message | undefined;
  const help = (about = ''): Message => {
    const listed = verbs().filter((v) => !v.hidden);
    const words = aboutWhat(about);
    if (words !== '') return helpOn(listed, words, about);
    whole ??= overview(listed);
    return whole;
  };
  return verb({
    name: 'help',
    description: 'What Baton can do; with a verb, how to use it',
    examples: ['help', 'help block'],
    options: { about: optional(textOption('a verb', { example: 'block', max: 60 })) },
    run: async (_ctx, { about }) => ({ message: help(about) }),
    says: ({ about }) => help(about),
  });
}

const aboutWhat = (about: string): string =>
  about
    .trim()
    .toLowerCase()
    .replace(/^\/?baton\s+/, '');

function helpOn(listed: readonly Verb[], words: string, about: string): Message {
  const found = listed.filter(
    (v) => v.name === words || v.aliases?.includes(words) || v.name.startsWith(`${words} `),
  );
  if (found.length > 0) return { summary: `How to use ${words}`, blocks: found.flatMap(howTo) };
  const names = listed.map((v) => v.name);
  return refuse({ code: 'unknown_verb', words: about, near: nearest(words, names) });
}

function overview(verbs: readonly Verb[]): Message {
  const items = verbs.map((v) => ({ text: [{ code: v.name }, ` ${v.description}`] }));
  return {
    summary: 'What Baton can do',
    blocks: [
      { block: 'heading', text: 'What Baton can do' },
      {
        block: 'text',
        text: [
          'Every item has one owner. Make one in four ways: react with 📌 to a message, mention @Baton, use Track with Baton on a message, or ',
          { code: '/baton add' },
          '.',
        ],
      },
      { block: 'list', items },
      {
        block: 'note',
        text: [
          'For one of them: ',
          { code: '/baton help block' },
          '. In a thread, where slash commands do not work: ',
          { code: '@Baton done W-12' },
          '.',
        ],
      },
    ],
  };
}

const typedOptions = (v: Verb) => Object.entries(v.options).filter(([, o]) => !o.carried);

function howTo(v: Verb): Block[] {
  const options = typedOptions(v).map(([name, o]) => ({
    text: [
      { code: name },
      ` ${o.description}${o.required ? '' : ' (may be left out)'}${o.choices ? `: ${o.choices.map((c) => c.value).join(', ')}` : ''}`,
    ],
  }));
  return [
    { block: 'heading', text: `/baton ${v.name}` },
    { block: 'text', text: [`${v.description}.`] },
    ...(options.length > 0 ? [{ block: 'list', items: options } as const] : []),
    { block: 'text', text: ['For example:'] },
    { block: 'list', items: v.examples.map((example) => ({ text: [{ code: `/baton ${example}` }] })) },
  ];
}

/** docs/commands.md, whole. */
export function commandsPage(verbs: readonly Verb[]): string {
  const listed = verbs.filter((v) => !v.hidden);
  const table = listed.map((v) => `| [\`${v.name}\`](#${v.name.replaceAll(' ', '-')}) | ${v.description} |`);
  return `${[
    '# Commands',
    '',
    'Made from the command registry by `npm run docs`; a test fails when this page is stale.',
    '',
    'In a channel: `/baton <verb> …`. In a thread, where slash commands do not work: `@Baton <verb> …`. Options are read from their',
    'place, or named as `name: value`. `@Baton` with other words makes them an item; `@Baton` alone tracks the thread’s first message.',
    '',
    '| verb | does |',
    '|---|---|',
    ...table,
    '',
    ...listed.flatMap(section),
  ].join('\n')}`;
}

function section(v: Verb): string[] {
  const options = typedOptions(v).map(
    ([name, o]) =>
      `| \`${name}\` | ${o.required ? 'yes' : ''} | ${o.description}${o.choices ? `: ${o.choices.map((c) => `\`${c.value}\``).join(', ')}` : ''} | \`${o.example}\` |`,
  );
  return [
    `## ${v.name}`,
    '',
    `${v.description}.${v.aliases ? ` Also: ${v.aliases.map((a) => `\`${a}\``).join(', ')}.` : ''}`,
    '',
    ...(options.length > 0
      ? ['| option | needed | what | such as |', '|---|---|---|---|', ...options, '']
      : []),
    '```',
    ...v.examples.map((example) => `/baton ${example}`),
    '```',
    '',
  ];
}
