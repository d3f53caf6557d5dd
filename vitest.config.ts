import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'baton',
          include: ['test/**/*.test.ts'],
          globalSetup: 'test/support/postgres-18.setup.ts',
        },
      },
      {
        // The store once more, on the oldest PostgreSQL that is supported.
        extends: true,
        test: {
          name: 'postgres-16',
          include: ['test/adapters/postgres/**/*.test.ts'],
          exclude: ['test/adapters/postgres/embedded.test.ts'],
          globalSetup: 'test/support/postgres-16.setup.ts',
        },
      },
    ],
  },
});
