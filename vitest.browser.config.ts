import { defineConfig } from 'vitest/config';

/** The playground in a real Chromium: `npm run test:browser`. CHROMIUM names the program where it is not `chromium`. */
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ['test/browser/**/*.test.ts'],
    globalSetup: 'test/support/postgres-18.setup.ts',
  },
});
