import { defineConfig } from 'vitest/config';

/** Where CI wants the results as JSON; not set: on the screen alone. */
const report = process.env.TEST_REPORT;

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Some tests start the real command or ask a thousand questions; a machine that builds has few cores and is busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    ...(report ? { reporters: ['default', ['json', { outputFile: report }]] } : {}),
  },
});
