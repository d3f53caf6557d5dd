import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'domain', include: ['test/coordination/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'baton',
          include: ['test/**/*.test.ts'],
          // Chromium is not installed by npm: `npm run test:browser` has its own configuration.
          exclude: ['test/coordination/**', 'test/browser/**'],
          globalSetup: 'test/support/postgres-18.setup.ts',
        },
      },
      {
        // The store once more, on the oldest PostgreSQL that is supported.
        extends: true,
        test: {
          name: 'postgres-16',
          include: ['test/adapters/postgres/**/*.test.ts'],
          exclude: ['test/adapters/postgres/{embedded,connect,guard-faults}.test.ts'],
          globalSetup: 'test/support/postgres-16.setup.ts',
        },
      },
    ],
  },
});
