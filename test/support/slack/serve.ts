/** The fake as a process of its own: `tsx serve.ts '{"port": 0, "cast": true}'` prints where it is, and ends when told to. */
import { describeTeam } from './acts.ts';
import { castInto } from './cast.ts';
import { createFakeSlack, type FakeSlackOptions } from './server.ts';

const { cast = false, ...options } = JSON.parse(process.argv[2] ?? '{}') as FakeSlackOptions & {
  cast?: boolean;
};
const slack = await createFakeSlack(options);
if (cast) castInto(slack);
const { url, apiUrl, state } = slack;
const teams = [...state.teams.values()].map(describeTeam);
process.stdout.write(`${JSON.stringify({ url, apiUrl, app: state.app, teams })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void slack.close().then(() => process.exit(0)));
