import { refuse } from '../../coordination/errors.ts';
import { say } from '../../coordination/message.ts';
import type { WorkspaceSettings } from '../../coordination/workspaces/workspace.ts';
import { asAdmin } from '../admin.ts';
import { gateField, gateOption } from '../approval/read-rule.ts';
import { plainEmoji } from '../emoji.ts';
import { hoursOption, isNone, optional, textOption, zoneOption } from '../option.ts';
import { readSpan, writeHours, writeSpan } from '../read/hours.ts';
import { verb } from '../verb.ts';

const emojiOption = (what: string) =>
  optional(
    textOption(`the reaction that ${what}; none switches it off`, {
      example: 'pushpin',
      max: 60,
      word: true,
    }),
  );

export const settingsWorkspaceVerb = verb({
  name: 'settings workspace',
  description: 'The workspace’s time zone, hours, quiet hours, reactions and whether done needs an approval',
  examples: ['settings workspace', 'settings workspace quiet: 20:00-8:00 track: pushpin mine: raising_hand'],
  options: {
    zone: optional(zoneOption('its time zone')),
    hours: optional(hoursOption('when it works')),
    quiet: optional(textOption('when nothing rings', { example: '20:00-8:00', max: 20 })),
    track: emojiOption('tracks a message'),
    mine: emojiOption('tracks a message as your own'),
    claim: emojiOption('claims an item'),
    start: emojiOption('starts an item'),
    done: emojiOption('finishes an item, and accepts a handoff'),
    decline: emojiOption('declines a handoff'),
    snooze: emojiOption('puts a nudge off'),
    gate: gateOption,
    members: optional(
      textOption('the Discord role that makes a member; who lacks it is a guest; none: everyone is one', {
        example: '@Staff',
        max: 100,
      }),
    ),
  },
  named: true,
  async run(ctx, { zone, hours, quiet, members, gate, ...emoji }) {
    asAdmin(ctx, 'change the workspace');
    const { clockOffset: _, ...workspace } = await ctx.tx.workspace();
    await ctx.tx.saveWorkspace({
      ...workspace,
      ...(zone ? { zone } : {}),
      ...(hours ? { hours } : {}),
      ...(quiet ? { quiet: quietHours(quiet) } : {}),
      settings: {
        ...workspace.settings,
        ...(gate ? { gate } : {}),
        ...(members ? { memberRole: isNone(members) ? null : members } : {}),
        reactions: reactionsOf(workspace.settings.reactions, emoji),
      },
    });
    return { message: say('The workspace’s settings are saved.', 'good') };
  },
  wantsForm: (parts) => Object.values(parts).every((part) => part === undefined),
  async form(ctx) {
    asAdmin(ctx, 'change the workspace');
    const { zone, hours, quiet, settings } = ctx.workspace;
    const { track, trackAsMine, claim, start, done, decline, snooze } = settings.reactions;
    const onDiscord = ctx.installation.platform === 'discord' || settings.memberRole != null;
    const emoji = (name: string, label: string, value: string | null) =>
      ({
        field: 'text',
        name,
        label,
        hint: 'The emoji’s name; none switches it off',
        lines: 'one',
        max: 60,
        value: value ?? 'none',
      }) as const;
    return {
      title: 'Settings of the workspace',
      submit: 'Save',
      action: { verb: 'settings workspace', options: {} },
      fields: [
        { field: 'text', name: 'zone', label: 'Time zone', lines: 'one', max: 60, value: zone },
        {
          field: 'text',
          name: 'hours',
          label: 'Working hours',
          lines: 'one',
          max: 200,
          value: writeHours(hours),
        },
        {
          field: 'text',
          name: 'quiet',
          label: 'Quiet hours',
          lines: 'one',
          max: 20,
          value: writeSpan(quiet),
        },
        gateField(settings.gate ?? { rule: 'off' }, 'off: done is done, unless reviewers are named'),
        emoji('track', 'Reaction that tracks a message', track),
        emoji('mine', 'Reaction that tracks it as one’s own', trackAsMine),
        emoji('claim', 'Reaction that claims', claim),
        emoji('start', 'Reaction that starts', start),
        emoji('done', 'Reaction that finishes or accepts', done),
        emoji('decline', 'Reaction that declines', decline),
        emoji('snooze', 'Reaction that puts off', snooze),
        ...(onDiscord ? [memberRoleField(settings.memberRole ?? null)] : []),
      ],
    };
  },
});

const memberRoleField = (role: string | null) =>
  ({
    field: 'text',
    name: 'members',
    label: 'Discord role that makes a member',
    hint: 'Who lacks it is a guest; none: everyone is a member',
    lines: 'one',
    max: 100,
    value: role ?? 'none',
  }) as const;

function quietHours(words: string) {
  const span = readSpan(words);
  return (
    span ??
    refuse({ code: 'bad_option', option: 'quiet', words, expected: 'two times, such as 20:00-8:00' }, 'quiet')
  );
}

/** Reactions are compared by name, whatever a platform draws. */
function emojiName(words: string, option: string): string {
  const name = plainEmoji(words);
  if (/^[\w+'-]+$/.test(name)) return name;
  return refuse(
    { code: 'bad_option', option, words, expected: 'the name of an emoji, such as pushpin' },
    option,
  );
}

type Reactions = WorkspaceSettings['reactions'];

function reactionsOf(
  now: Reactions,
  said: Readonly<
    Record<'track' | 'mine' | 'claim' | 'start' | 'done' | 'decline' | 'snooze', string | undefined>
  >,
): Reactions {
  const pick = (option: keyof typeof said, current: string | null): string | null => {
    const words = said[option];
    if (words === undefined) return current;
    return isNone(words) ? null : emojiName(words, option);
  };
  const next: Reactions = {
    track: pick('track', now.track),
    trackAsMine: pick('mine', now.trackAsMine),
    claim: pick('claim', now.claim),
    start: pick('start', now.start),
    done: pick('done', now.done),
    decline: pick('decline', now.decline),
    snooze: pick('snooze', now.snooze),
  };
  const [twice] = [
    [next.track, next.trackAsMine],
    [next.claim, next.start],
    [next.claim, next.done],
    [next.start, next.done],
    [next.done, next.decline],
    [next.done, next.snooze],
    [next.decline, next.snooze],
  ].find(([a, b]) => a !== null && a === b) ?? [null];
  if (twice) refuse({ code: 'name_taken', words: twice });
  return next;
}
