import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path: string): string => `${root}${path}`;

const outside = ['better-sqlite3', 'node-opcua-server', 'proper-lockfile', 'draco3dgltf', 'occt-import-js'];
const isOutside = (id: string): boolean => outside.some((name) => id === name || id.startsWith(`${name}/`));

/** The transcoder of KTX2 pictures is a script and a WebAssembly file among three's examples, which packages leave out: they come with us. */
const basisFiles = ['basis_transcoder.js', 'basis_transcoder.wasm'];
const basis: Plugin = {
  name: 'basis-transcoder',
  generateBundle() {
    for (const file of basisFiles) this.emitFile({ type: 'asset', fileName: `basis/${file}`, source: readFileSync(at(`node_modules/three/examples/jsm/libs/basis/${file}`)) });
  },
};

/** The letters of papers are files that are read whole when one is written. */
const fonts: Plugin = {
  name: 'paper-fonts',
  generateBundle() {
    for (const file of ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf']) {
      this.emitFile({ type: 'asset', fileName: `fonts/${file.slice(file.indexOf('/') + 1)}`, source: readFileSync(at(`node_modules/@expo-google-fonts/inter/${file}`)) });
    }
  },
};

/**
 * Builds the programs that main and the station start, each a CommonJS file in out/engine: bundled they start two to
 * three times as fast as from the source tree. Left outside: better-sqlite3 (its addon), node-opcua-server (it looks for
 * its nodeset files beside itself), proper-lockfile (optional, absent), draco3dgltf and occt-import-js (each finds its
 * WebAssembly beside itself; the latter is LGPL, and stays a package that can be replaced).
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [basis, fonts],
  logLevel: 'warn',
  ssr: { noExternal: true, external: outside },
  build: {
    ssr: true,
    target: 'node18',
    outDir: at('out/engine'),
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rollupOptions: {
      input: {
        'engine-utility': at('electron/host/utility.ts'),
        headless: at('electron/host/headless.ts'),
        'store-worker': at('electron/engine/store/store-worker.ts'),
        'exchange-worker': at('electron/engine/exchange/exchange-worker.ts'),
        'first-out-worker': at('electron/engine/first-out/first-out-worker.ts'),
        'scene-worker': at('electron/engine/scenes/scene-worker.ts'),
        'import-worker': at('electron/engine/scenes/import/import-worker.ts'),
        simulator: at('electron/simulator/main.ts'),
      },
      // The demo plant's server knows only the status codes and types of its own copy of the library.
      external: (id, importer) => isOutside(id) || (id.startsWith('node-opcua-') && importer?.includes('/electron/simulator/') === true),
      // One folder for all: programs find their neighbours (the store's worker) beside the file they are in.
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
    },
  },
});
