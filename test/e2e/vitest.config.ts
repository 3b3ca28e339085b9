import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** End-to-end tests: the built product in real Electron and real Chromium, two files beside each other: a window that waits for a plant leaves the other one time. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  cacheDir: '.cache/vite',
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/support/e2e-setup.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    setupFiles: ['test/support/worker-display.ts'],
    // For what hangs, as in test/support/patience.ts: an event ends every wait before.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 45_000 } },
    reporters: ['default'],
  },
});
