import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig } from 'vite';
import hosts from '../electron/hosts.vite.config.ts';
import { root } from './source-files.ts';

/** Processes that tests kill and threads that misbehave, from the project's root. */
export const testPrograms = globSync(['test/faults/*-child.ts', 'electron/engine/store/testing/*-worker.ts'], { cwd: root }).toSorted();

/** Builds them as the product's own programs are built, but as modules: they wait at their top level. */
export default defineConfig({
  ...hosts,
  plugins: [],
  build: {
    ...hosts.build,
    target: 'node24',
    rollupOptions: {
      ...hosts.build?.rollupOptions,
      input: Object.fromEntries(testPrograms.map((path) => [basename(path, '.ts'), join(root, path)])),
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
});
