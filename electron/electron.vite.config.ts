import { fileURLToPath } from 'node:url';
import { defineConfig } from 'electron-vite';
import react from '@vitejs/plugin-react';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path: string): string => `${root}${path}`;

/**
 * Builds what Electron itself runs into out/: main, preload and the console. The engine's hosts and the simulator have a
 * build of their own (hosts.vite.config.ts), so that nothing of the engine gets into main: some of it, pino for one,
 * fails to load on the Node 18 of Electron 25.
 */
export default defineConfig({
  main: {
    root,
    build: {
      // Electron 25, the oldest runtime main is run on, has Node 18.
      target: 'node18',
      outDir: at('out/main'),
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('electron/main/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    root,
    build: {
      target: 'node18',
      outDir: at('out/preload'),
      emptyOutDir: true,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome114',
      minify: 'oxc',
      outDir: at('out/renderer'),
      emptyOutDir: true,
      // Nothing inlined as data: URLs but small pictures; scripts and fonts come from our own origin.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: at('renderer/index.html') } },
    },
    worker: { format: 'es' },
  },
});
