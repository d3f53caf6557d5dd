import { refuse } from '../../coordination/errors.ts';
import { setWeekly } from '../../coordination/flow/weekly-post.ts';
import { say } from '../../coordination/message.ts';
import { parseRule } from '../../coordination/schedule.ts';
import { asLeadOf } from '../admin.ts';
import { gateField, gateOption } from '../approval/read-rule.ts';
import {
  channelOption,
  emptiable,
  hoursOption,
  optional,
  personOption,
  regionOption,
  teamOption,
  textOption,
  zoneOption,
} from '../option.ts';
import { writeHours } from '../read/hours.ts';
import { verb } from '../verb.ts';

const MAX_RULE = 60;

/** When the team is told of its week, as a rule and as it was written. */
const weeklyOption = {
  ...textOption('when its week is told', { example: 'fridays 16:00', max: MAX_RULE }),
  read: (words: string) => ({ words: words.trim(), rule: parseRule(words) }),
};

export const settingsTeamVerb = verb({
  name: 'settings team',
  description:
    'A team’s name, lead, home channel, time zone, hours, holidays and whether done needs an approval',
  examples: [
    'settings team @design',
    'settings team @design lead: @lena zone: Europe/Berlin channel: #design',
    'settings team @design gate: 2',
    'settings team @design weekly: fridays 16:00',
  ],
  options: {
    team: teamOption('the team'),
    name: optional(textOption('its name', { example: 'Design', max: 80 })),
    lead: optional(emptiable(personOption('who leads it'))),
    channel: optional(emptiable(channelOption('its home channel; here is this one'))),
    zone: optional(emptiable(zoneOption('its time zone'))),
    hours: optional(emptiable(hoursOption('when it works'))),
    region: optional(emptiable(regionOption('whose public holidays it keeps'))),
    gate: emptiable(gateOption),
    weekly: optional(emptiable(weeklyOption)),
  },
  named: true,
  async run(ctx, { team, name, lead, channel, zone, hours, region, gate, weekly }) {
    asLeadOf(ctx, team, `change ${team.name}`);
    const home = channel === undefined ? team.homeChannel : channel;
    if (weekly && !home) refuse({ code: 'no_home_channel', team: team.name, handle: team.handle }, 'weekly');
    await ctx.tx.teams.save({
      ...team,
      ...(name === undefined ? {} : { name }),
      ...(lead === undefined ? {} : { lead: lead?.id ?? null }),
      ...(lead ? { members: [...new Set([...team.members, lead.id])] } : {}),
      ...(channel === undefined ? {} : { homeChannel: channel?.id ?? null }),
      ...(zone === undefined ? {} : { zone }),
      ...(hours === undefined ? {} : { hours }),
      ...(region === undefined ? {} : { region }),
      ...(gate === undefined ? {} : { gate }),
    });
    const current = (await ctx.tx.weeklies.of(team.id, true))?.words ?? null;
    if (weekly !== undefined && (weekly?.words ?? null) !== current) await setWeekly(ctx, team.id, weekly);
    return { message: say(`The settings of ${name ?? team.name} are saved.`, 'good') };
  },
  wantsForm: ({ team: _, ...parts }) => Object.values(parts).every((part) => part === undefined),
  async form(ctx, { team }) {
    const lead = team?.lead ? (await ctx.tx.people.byIds([team.lead]))[0] : undefined;
    const told = team ? await ctx.tx.weeklies.of(team.id) : null;
    const home = team?.homeChannel ? await ctx.tx.channels.byId(team.homeChannel) : null;
    return {
      title: team ? `Settings of ${team.name}` : 'Settings of a team',
      submit: 'Save',
      action: { verb: 'settings team', options: team ? { team: `@${team.handle}` } : {} },
      fields: [
        ...(team
          ? []
          : ([
              {
                field: 'text',
                name: 'team',
                label: 'Team',
                hint: 'Its short name, such as @design',
                lines: 'one',
                max: 41,
                required: true,
              },
            ] as const)),
        {
          field: 'text',
          name: 'name',
          label: 'Name',
          lines: 'one',
          max: 80,
          ...(team ? { value: team.name } : {}),
        },
        { field: 'person', name: 'lead', label: 'Lead', ...(lead ? { value: `@${lead.handle}` } : {}) },
        {
          field: 'text',
          name: 'channel',
          label: 'Home channel',
          hint: 'Such as #design',
          lines: 'one',
          max: 90,
          ...(home ? { value: `#${home.name}` } : {}),
        },
        {
          field: 'text',
          name: 'zone',
          label: 'Time zone',
          hint: 'Such as Europe/Berlin; empty: the workspace’s',
          lines: 'one',
          max: 60,
          ...(team?.zone ? { value: team.zone } : {}),
        },
        {
          field: 'text',
          name: 'hours',
          label: 'Working hours',
          hint: 'Such as mon-fri 9:00-17:00; empty: the workspace’s',
          lines: 'one',
          max: 200,
          ...(team?.hours ? { value: writeHours(team.hours) } : {}),
        },
        {
          field: 'text',
          name: 'region',
          label: 'Public holidays of',
          hint: 'A country or a part of one, such as DE, GB-ENG or US-NY; empty: none',
          lines: 'one',
          max: 10,
          ...(team?.region ? { value: team.region } : {}),
        },
        gateField(team?.gate ?? null, 'empty: what the workspace says'),
        {
          field: 'text',
          name: 'weekly',
          label: 'Told of its week',
          hint: 'In its home channel, such as fridays 16:00; empty: never',
          lines: 'one',
          max: MAX_RULE,
          ...(told ? { value: told.words } : {}),
        },
      ],
    };
  },
});
