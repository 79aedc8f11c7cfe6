import { defineConfig } from 'vitest/config';

/** Where CI wants the results as JSON; not set: on the screen alone. */
const report = process.env.TEST_REPORT;

/** Tests that measure how long something takes need the machine for themselves. */
const MEASURED = ['tests/{slack,discord}/load.test.ts', 'tests/robustness.test.ts'];
/** Tests that start the bot, kill it or wait for it: most of their time is waiting. */
const PROCESSES = [
  'tests/{slack,discord,terminal,state}/**/*.test.ts',
  'tests/digest/killed.test.ts',
  'tests/files/*.test.ts',
  'tests/serve.test.ts',
];

export default defineConfig({
  test: {
    // Some tests start the real command or ask a thousand questions; a machine that builds has few cores and is busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    ...(report ? { reporters: ['default', ['json', { outputFile: report }]] } : {}),
    projects: [
      {
        extends: true,
        test: {
          name: 'in process',
          include: ['tests/**/*.test.ts'],
          exclude: [...PROCESSES, ...MEASURED],
          // They share the knowledge, which takes seconds to compile.
          isolate: false,
          fileParallelism: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: PROCESSES,
          exclude: MEASURED,
          maxWorkers: 3,
          // In one process too they share the knowledge.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'measured',
          include: MEASURED,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
