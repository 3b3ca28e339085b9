import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { buildPrograms } from './test/support/build-programs.ts';
import { sourceFlags } from './test/support/source-flags.ts';

/** Unit, contract and integration tests. End-to-end tests have a config of their own: test/e2e/vitest.config.ts. */
export default defineConfig({
  test: {
    include: ['{shared,electron,renderer}/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    environment: 'node',
    setupFiles: ['test/support/property-seed.ts'],
    pool: 'forks',
    execArgv: [...sourceFlags],
    // Tests start some hundred processes on the source itself: each would strip its types and compile it anew.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('.cache/node', import.meta.url)), FIRSTOUT_PROGRAMS: await buildPrograms() },
    // For what hangs: nothing waits for it, and a busy machine is no failure.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    passWithNoTests: false,
  },
  cacheDir: '.cache/vite',
});
