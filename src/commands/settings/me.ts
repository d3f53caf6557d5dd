import { say } from '../../coordination/message.ts';
import { emptiable, hoursOption, optional, zoneOption } from '../option.ts';
import { writeHours } from '../read/hours.ts';
import { verb } from '../verb.ts';

export const settingsMeVerb = verb({
  name: 'settings me',
  aliases: ['settings'],
  description: 'Your time zone and working hours; none takes yours away, and the team’s hold',
  examples: ['settings me', 'settings me zone: Europe/London hours: mon-thu 9:00-17:30 fri 9:00-13:00'],
  options: {
    zone: optional(emptiable(zoneOption('your time zone'))),
    hours: optional(emptiable(hoursOption('when you work'))),
  },
  async run(ctx, { zone, hours }) {
    await ctx.tx.people.setOwn(ctx.me.id, {
      ...(zone === undefined ? {} : { zone }),
      ...(hours === undefined ? {} : { hours }),
    });
    return {
      message: say(
        'Your settings are saved. Dates you write are read in them, and nothing nudges you outside them.',
        'good',
      ),
    };
  },
  wantsForm: ({ zone, hours }) => zone === undefined && hours === undefined,
  async form({ me, myTime }) {
    return {
      title: 'Your settings',
      submit: 'Save',
      action: { verb: 'settings me', options: {} },
      fields: [
        {
          field: 'text',
          name: 'zone',
          label: 'Time zone',
          lines: 'one',
          max: 60,
          hint: `Such as Europe/London. Empty: your team’s, else the workspace’s (now ${myTime.zone})`,
          ...(me.zone ? { value: me.zone } : {}),
        },
        {
          field: 'text',
          name: 'hours',
          label: 'Working hours',
          lines: 'one',
          max: 200,
          hint: `Empty: your team’s, else the workspace’s (now ${writeHours(myTime.hours)})`,
          ...(me.hours ? { value: writeHours(me.hours) } : {}),
        },
      ],
    };
  },
});
