/** What `baton` can do from a shell. */
import type { Verb } from './verb.ts';

const workspace = {
  type: 'string',
  value: 'NAME',
  says: 'which workspace, by name or id; needed where there are several',
} as const;

export const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  [
    'serve',
    {
      summary: 'Runs Baton until it is told to stop.',
      options: {},
      load: async () => (await import('./serve.ts')).serve,
    },
  ],
  [
    'migrate',
    {
      summary: 'Brings the database up to date and ends; serve does so too.',
      options: {
        'print-roles': {
          type: 'boolean',
          says: 'prints the SQL that creates the roles, for an administrator to run, and changes nothing',
        },
      },
      load: async () => (await import('./migrate.ts')).migrate,
    },
  ],
  [
    'doctor',
    {
      summary:
        'Checks configuration, Slack, database, clock, port and the way of a message, and says what to do.',
      options: {
        channel: {
          type: 'string',
          value: 'ID',
          says: 'a Slack channel, such as C0123456789: a message is posted there and taken away again; else none is',
        },
      },
      load: async () => (await import('./doctor.ts')).doctor,
    },
  ],
  [
    'manifest',
    {
      summary: 'Prints the manifest of the Slack app, to paste where Slack asks for one.',
      options: {
        http: {
          type: 'string',
          value: 'URL',
          says: 'where Slack reaches Baton over HTTP; without it, PUBLIC_URL or else Socket Mode',
        },
      },
      load: async () => (await import('./manifest.ts')).manifest,
    },
  ],
  [
    'register',
    {
      summary: 'Tells Discord of the commands, of no more than differs; serve does so too.',
      options: {
        'dry-run': { type: 'boolean', says: 'prints what differs, and changes nothing' },
      },
      load: async () => (await import('./register.ts')).register,
    },
  ],
  [
    'schedule',
    {
      summary: 'Prints when a schedule occurs next, as ISO instants in UTC.',
      words: '"weekdays 09:30"',
      options: {
        zone: {
          type: 'string',
          value: 'ZONE',
          says: 'whose clock it goes by, such as Europe/London; else this computer’s',
        },
        from: {
          type: 'string',
          value: 'DATE',
          says: 'the first date that counts, such as 2026-10-20; else now',
        },
        count: { type: 'string', value: 'N', says: 'how many; else 10' },
      },
      load: async () => (await import('./schedule.ts')).schedule,
    },
  ],
  [
    'policy',
    {
      summary: 'Checks, brings in or prints who is nudged of what and when, as JSON.',
      words: 'import FILE | export | lint FILE',
      options: { workspace },
      load: async () => (await import('./policy.ts')).policy,
    },
  ],
  [
    'export',
    {
      summary:
        'Writes everything that is kept of a workspace, as JSON lines; or one approval, or how work flowed.',
      options: {
        workspace,
        approval: {
          type: 'string',
          value: 'A-7',
          says: 'this approval alone, with all that proves it; to a FILE.html as a page',
        },
        weeks: {
          type: 'string',
          value: 'N',
          says: 'how work flowed in the last N weeks alone, as JSON; to a FILE.csv as CSV',
        },
        team: { type: 'string', value: '@HANDLE', says: 'whose weeks; else the whole workspace’s' },
        out: { type: 'string', value: 'FILE', says: 'where to; else standard output' },
      },
      load: async () => (await import('./export.ts')).exportWorkspace,
    },
  ],
  [
    'erase',
    {
      summary: 'Erases a person: their name, accounts and words. It cannot be taken back.',
      options: {
        person: { type: 'string', value: '@HANDLE', says: 'whom' },
        workspace,
        yes: { type: 'boolean', says: 'does not ask' },
      },
      load: async () => (await import('./erase.ts')).erase,
    },
  ],
  [
    'verify-history',
    {
      summary: 'Checks that no history was altered, and prints a digest of all of it to keep elsewhere.',
      words: '[FILE]',
      options: { workspace },
      load: async () => (await import('./verify-history.ts')).verifyHistory,
    },
  ],
]);
