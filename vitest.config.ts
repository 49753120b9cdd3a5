import { defineConfig } from 'vitest/config';

/** A page on a busy machine takes longer to get there than a poll waits by default. Milliseconds. */
const POLL = { timeout: 15_000, interval: 50 };

/** One project per ring; `npm test` runs them in this order. */
const ring = (name: string, include: string[], testTimeout: number) => ({
  test: {
    ...{ name, include, testTimeout, hookTimeout: testTimeout, environment: 'node' },
    expect: { poll: POLL },
  },
});

const twoAtOnce = ({ test }: ReturnType<typeof ring>) => ({ test: { ...test, maxWorkers: 2 } });

export default defineConfig({
  test: {
    projects: [
      ring('unit', ['test/unit/**/*.test.{ts,tsx}'], 20_000),
      ring('engine', ['test/engine/**/*.test.ts'], 60_000),
      ring('e2e', ['test/e2e/**/*.test.ts'], 120_000),
      ring('ui', ['test/ui/**/*.test.ts'], 120_000),
      twoAtOnce(ring('desktop', ['test/desktop/**/*.test.ts'], 60_000)),
    ],
    env: { TZ: 'Europe/Copenhagen' },
    // Pages that are looked at side by side, in the one ring that does so.
    maxConcurrency: 4,
  },
});
