import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** End-to-end tests: the built product in real Electron and real Chromium, one file after the other. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  cacheDir: '.cache/vite',
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/support/e2e-setup.ts'],
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    // For what hangs, as in test/support/patience.ts: an event ends every wait before.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 45_000 } },
    reporters: ['default'],
  },
});
