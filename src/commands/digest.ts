import { addWorkingDays } from '../coordination/calendar.ts';
import { collect } from '../coordination/digests/collect.ts';
import { digest } from '../coordination/digests/digest.ts';
import { viewerOf } from '../coordination/work-items/record.ts';
import { optional, teamOption } from './option.ts';
import { verb } from './verb.ts';

export const digestVerb = verb({
  name: 'digest',
  description: 'What needs someone, what is done and in progress: of a team, else of yours',
  examples: ['digest', 'digest @design'],
  options: { team: optional(teamOption('of which team')) },
  async run(ctx, { team: named }) {
    const team = named ?? ctx.myTeams[0] ?? null;
    const view = await collect({
      tx: ctx.tx,
      team,
      of: team?.name ?? ctx.workspace.name,
      viewer: viewerOf(ctx.me),
      now: ctx.now,
      // Since this time on the working day before: what a stand-up would tell.
      since: addWorkingDays(ctx.now, -1, ctx.myTime) ?? ctx.now,
      time: ctx.myTime,
    });
    return { message: digest(view) };
  },
});
