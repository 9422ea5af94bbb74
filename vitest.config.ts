import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

/** Files that need a Neo4j server are known by their name. */
const NEO4J = 'tests/**/*neo4j*.test.ts';
/** Shared suites end in .case.ts and are called by the tests of each adapter. */
const CASES = 'tests/**/*.case.ts';

export default defineConfig({
  // Node takes the CommonJS form of graphql, vite would take the other: two copies do not know each other's objects.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] },
  test: {
    // Small machines with other work to do take ten times as long as quick ones.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: ['tests/support/property-seed.ts'],
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'main',
          include: ['tests/**/*.test.ts'],
          exclude: [CASES, NEO4J],
          // One more than the default, which leaves half of a small machine idle.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'neo4j',
          include: [NEO4J],
          exclude: [CASES],
          // Starts one server, and only when a file of this project is to run.
          globalSetup: ['tests/support/neo4j-global-setup.ts'],
          // The Community edition has one user database, so one file at a time; after the others, whose workers
          // would otherwise share the processor with the server. Groups 1 and 2, because vitest puts a project
          // with one worker (the default on two cores) last when its group is 0.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
