/**
 * Who may import whom: the table of the architecture, read by architecture.test.ts. The first row whose `from` fits a
 * file decides. Paths are from the project's root; a trailing slash means the folder and all below it.
 */
export type ImportRule = {
  readonly from: string;
  /** The rule in words, printed when it is broken. */
  readonly words: string;
  /** Folders and files of the project it may import, besides its own folder. */
  readonly inside: readonly string[];
  /** Packages it may import; `node:` stands for all of Node's own modules. */
  readonly packages: readonly string[];
};

const tests = ['vitest', 'fast-check', 'node:'];

export const importRules: readonly ImportRule[] = [
  { from: 'shared/model/', words: 'shared/model imports nothing but the schema library', inside: [], packages: ['zod'] },
  {
    from: 'shared/math/spectrum-fft.ts',
    // Pure arithmetic without Node or DOM, so it runs anywhere as the rest does; the only door to it.
    words: 'shared/math/spectrum-fft.ts imports the Fourier transform',
    inside: [],
    packages: ['fft.js'],
  },
  { from: 'shared/math/', words: 'shared/math imports shared/model and no package', inside: ['shared/model/'], packages: [] },
  { from: 'shared/rpc/', words: 'shared/rpc imports shared/model and no package', inside: ['shared/model/'], packages: [] },
  {
    from: 'shared/history-codec/',
    // The console's thread at the line is made of it: nothing of Node, not even a check sum.
    words: 'shared/history-codec imports nothing but itself',
    inside: [],
    packages: [],
  },
  {
    from: 'shared/contract/',
    words: 'shared/contract imports shared/model and history-codec, define, wire and packed of shared/rpc, and the schema library',
    inside: ['shared/model/', 'shared/history-codec/', 'shared/rpc/define.ts', 'shared/rpc/wire.ts', 'shared/rpc/packed.ts'],
    packages: ['zod'],
  },
  { from: 'shared/alarm-load/', words: 'shared/alarm-load imports shared/model and no package', inside: ['shared/model/'], packages: [] },
  {
    from: 'shared/expressions/',
    // One language for calculated tags and alarms in the engine and for screens in the console: only the parser's grammar is used.
    words: 'shared/expressions imports shared/model and the parser',
    inside: ['shared/model/'],
    packages: ['@marcbachmann/cel-js'],
  },
  {
    from: 'shared/screen/',
    words: 'shared/screen imports shared/model, shared/math, shared/expressions and no package',
    inside: ['shared/model/', 'shared/math/', 'shared/expressions/'],
    packages: [],
  },
  { from: 'shared/scene/', words: 'shared/scene imports shared/model, shared/math and no package', inside: ['shared/model/', 'shared/math/'], packages: [] },
  {
    from: 'shared/runbook/',
    // Read alike by the engine that loads it, the console that previews it and the command that checks it; its settings are YAML.
    words: 'shared/runbook imports shared/model, shared/expressions, the schema library and YAML',
    inside: ['shared/model/', 'shared/expressions/'],
    packages: ['zod', 'js-yaml'],
  },
  { from: 'shared/', words: 'shared imports shared', inside: ['shared/'], packages: [] },

  { from: 'electron/engine/ports.ts', words: 'ports.ts imports nothing', inside: [], packages: [] },
  { from: 'electron/engine/testing/', words: 'engine/testing imports ports and shared', inside: ['electron/engine/ports.ts', 'shared/'], packages: ['node:'] },
  {
    from: 'electron/engine/store/testing/',
    words: 'engine/store/testing imports what the store imports, and where its threads are started from',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/store/', 'electron/engine/testing/'],
    packages: ['node:', 'better-sqlite3'],
  },
  {
    from: 'electron/engine/store/',
    words: 'engine/store imports shared, ports, Node and better-sqlite3',
    inside: ['shared/', 'electron/engine/ports.ts'],
    packages: ['node:', 'better-sqlite3', 'zod'],
  },
  {
    from: 'electron/engine/drivers/',
    words: 'engine/drivers imports shared, ports, tags, Node and its own protocol library',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/tags/'],
    packages: ['node:', 'zod', 'node-opcua-client', 'node-opcua-certificate-manager', 'modbus-serial'],
  },
  {
    from: 'electron/engine/history-server/',
    words: 'engine/history-server imports shared, ports, store, Node and the PostgreSQL client; nobody else imports that',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/store/'],
    packages: ['node:', 'pg'],
  },
  {
    from: 'electron/engine/expressions/',
    words: 'engine/expressions imports shared, ports and tags',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/tags/'],
    packages: ['node:', 'zod'],
  },
  {
    from: 'electron/engine/project/',
    words: 'engine/project imports shared, ports, expressions, the driver type, Node, YAML and the watcher',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/expressions/', 'electron/engine/drivers/driver.ts'],
    packages: ['node:', 'zod', 'js-yaml', 'yaml', 'chokidar'],
  },
  {
    from: 'electron/engine/exchange/',
    // Its thread also reads git and sets pages, which would make the engine's own stand still.
    words: 'engine/exchange imports shared, ports, tags, store, reports, the reader of git, Node and the libraries of its file formats',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/tags/', 'electron/engine/store/', 'electron/engine/reports/', 'electron/engine/screens/git-history.ts'],
    packages: ['node:', 'zod', 'csv-parse', 'csv-stringify', 'hyparquet', 'hyparquet-compressors', 'hyparquet-writer', '@cj-tech-master/excelts'],
  },
  {
    from: 'electron/engine/reports/',
    // The letters of papers are a file of their package.
    words: 'engine/reports imports shared, Node, the writers of PDF and DOCX, and the reader of letters',
    inside: ['shared/'],
    packages: ['node:', 'pdfkit', 'docx', 'fontkit'],
  },
  {
    from: 'electron/engine/alarm-load/',
    // Logs of other systems are CSV: read by the one reader of CSV there is.
    words: 'engine/alarm-load imports shared, ports, store, Node and the CSV source of exchange',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/store/', 'electron/engine/exchange/formats/'],
    packages: ['node:', 'zod'],
  },
  {
    from: 'electron/engine/screens/',
    // Texts of drawings are files of the project, written and read as the project's loader does.
    words: 'engine/screens imports shared, ports, store, the readers and writers of project files, Node and git for reading',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/store/', 'electron/engine/project/'],
    packages: ['node:', 'isomorphic-git'],
  },
  {
    from: 'electron/engine/scenes/import/',
    // Runs in a process of its own: the only place where models of other programs and their decoders are touched.
    words: 'engine/scenes/import imports shared, ports, Node and the decoders of models',
    inside: ['shared/', 'electron/engine/ports.ts'],
    packages: ['node:', 'zod', 'draco3dgltf', 'meshoptimizer', 'occt-import-js'],
  },
  {
    from: 'electron/engine/scenes/',
    // Scenes are files of the project, written as the project's loader reads them.
    words: 'engine/scenes imports shared, ports, the writers of project files, and Node',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/project/'],
    packages: ['node:'],
  },
  {
    from: 'electron/engine/handlers/',
    words: 'engine/handlers imports any engine module and shared',
    inside: ['shared/', 'electron/engine/'],
    packages: ['node:', 'zod'],
  },
  { from: 'electron/engine/engine.ts', words: 'engine.ts wires the engine: any engine module and shared', inside: ['shared/', 'electron/engine/'], packages: ['node:', 'zod'] },
  {
    from: 'electron/engine/incidents/',
    // What is written down and how is said once, by the records; the chain itself is handed in.
    words: 'engine/incidents imports shared, store, ports and the shape of records',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/store/', 'electron/engine/records/records.ts'],
    packages: ['node:', 'zod'],
  },
  {
    from: 'electron/engine/runbooks/',
    // Which runbook fits is a search in its words.
    words: 'engine/runbooks imports shared, tags, store, ports, the shape of records and the search of words',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/tags/', 'electron/engine/store/', 'electron/engine/records/records.ts'],
    packages: ['node:', 'zod', 'minisearch'],
  },
  {
    from: 'electron/engine/*/',
    words: 'an engine module imports shared, tags, store and ports, and no other module; engine.ts wires them',
    inside: ['shared/', 'electron/engine/ports.ts', 'electron/engine/tags/', 'electron/engine/store/'],
    packages: ['node:', 'zod'],
  },
  { from: 'electron/engine/', words: 'files beside engine.ts help to wire: any engine module and shared', inside: ['shared/', 'electron/engine/'], packages: ['node:', 'zod'] },

  {
    from: 'electron/host/',
    words: 'electron/host imports engine.ts, what unpacks a recording for it, ports and shared, Node, the web server parts and the log; never electron',
    inside: ['shared/', 'electron/engine/engine.ts', 'electron/engine/exchange/open-recording.ts', 'electron/engine/ports.ts'],
    packages: ['node:', 'ws', 'sirv', 'pino', 'pino-roll', 'js-yaml'],
  },
  {
    from: 'electron/main/',
    words: 'electron/main imports shared and the starters in electron/host, never the engine; it runs the hosts by path',
    inside: ['shared/', 'electron/host/'],
    packages: ['node:', 'electron'],
  },
  { from: 'electron/preload/', words: 'electron/preload imports shared and electron', inside: ['shared/'], packages: ['electron'] },
  {
    from: 'electron/simulator/',
    words: 'electron/simulator is a program of its own: shared and its own packages, never the engine',
    inside: ['shared/'],
    packages: ['node:', 'js-yaml', 'zod', 'modbus-serial', 'node-opcua-server', 'node-opcua-client', 'node-opcua-certificate-manager'],
  },
  {
    from: 'electron/launch/score-first-out/',
    // A tool beside the product that reads files and needs no running engine: what it calls of it is pure.
    words: 'electron/launch/score-first-out calls the first-out algorithm, the readers of logs and CSV, the project loader, and Node',
    inside: ['shared/', 'electron/engine/first-out/', 'electron/engine/alarm-load/', 'electron/engine/exchange/formats/', 'electron/engine/project/', 'electron/engine/system-tags.ts'],
    packages: ['node:'],
  },
  {
    from: 'electron/launch/screens/',
    // A tool beside the product, too: what it calls of the engine reads files and needs nothing running.
    words: 'electron/launch/screens calls the importers, the project loader, the reader of git and the registry of drivers, and Node',
    inside: ['shared/', 'electron/engine/project/', 'electron/engine/screens/', 'electron/engine/exchange/convert-drawing.ts', 'electron/engine/drivers/registry.ts', 'electron/launch/project-root.ts'],
    packages: ['node:'],
  },
  {
    from: 'electron/launch/scene/',
    // A tool beside the product, too.
    words: 'electron/launch/scene calls the importer of models with the clock of hosts, and Node',
    inside: ['shared/', 'electron/engine/scenes/import/', 'electron/engine/ports.ts', 'electron/host/system-clock.ts'],
    packages: ['node:'],
  },
  {
    from: 'electron/launch/records/',
    // A tool beside the product, too: it reads the database without the engine, and while it runs.
    words: 'electron/launch/records calls the check of the chain of records, where data is kept, and Node',
    inside: ['shared/', 'electron/engine/store/records/', 'electron/host/data-folder.ts', 'electron/launch/project-root.ts'],
    packages: ['node:'],
  },
  {
    from: 'electron/launch/runbooks/',
    // A tool beside the product, too.
    words: 'electron/launch/runbooks calls the project loader, the library of runbooks and the registry of drivers, and Node',
    inside: ['shared/', 'electron/engine/project/', 'electron/engine/runbook-library.ts', 'electron/engine/drivers/registry.ts', 'electron/launch/project-root.ts'],
    packages: ['node:'],
  },
  {
    from: 'electron/launch/alarm-load/',
    // A tool beside the product, too.
    words: 'electron/launch/alarm-load calls the figures of alarm load, the reader of logs and the writers of reports, and Node',
    inside: ['shared/', 'electron/engine/alarm-load/', 'electron/engine/exchange/formats/'],
    packages: ['node:'],
  },
  {
    from: 'electron/launch/',
    words: 'electron/launch imports Node, the starters in electron/host and the line to a running engine; the tools it runs, it runs by path',
    inside: ['shared/', 'electron/host/'],
    packages: ['node:', 'ws', 'electron-builder', 'vite', 'electron-vite'],
  },
  {
    from: 'electron/',
    words: 'build settings import the build tools',
    inside: [],
    packages: ['node:', 'vite', 'electron-vite', '@vitejs/plugin-react'],
  },

  {
    from: 'renderer/widgets/scene3d/',
    // three is loaded with the 3D view alone: no other folder may reach for it.
    words: 'renderer/widgets/scene3d imports shared/model, math and scene, other widgets, theme, React, three and what hosts it in React',
    inside: ['shared/model/', 'shared/math/', 'shared/scene/', 'renderer/theme/', 'renderer/widgets/'],
    packages: ['react', 'lucide-react', 'three', '@react-three/fiber', 'three-mesh-bvh', 'camera-controls'],
  },
  {
    from: 'renderer/widgets/',
    words: 'renderer/widgets imports shared/model, math, expressions and screen, theme, symbols, React and uPlot; never the client',
    inside: ['shared/model/', 'shared/math/', 'shared/expressions/', 'shared/screen/', 'renderer/theme/', 'renderer/symbols/'],
    packages: ['react', 'react-dom', 'uplot', 'lucide-react', '@base-ui/react', '@tanstack/react-virtual'],
  },
  { from: 'renderer/symbols/', words: 'renderer/symbols imports shared/model, math and screen', inside: ['shared/model/', 'shared/math/', 'shared/screen/', 'renderer/theme/'], packages: ['react'] },
  {
    from: 'renderer/theme/',
    words: 'renderer/theme imports shared/model, shared/math and fonts',
    inside: ['shared/model/', 'shared/math/'],
    packages: ['react', '@fontsource-variable/inter', '@fontsource/ibm-plex-mono'],
  },
  {
    from: 'renderer/client/',
    words: 'renderer/client imports shared, React and its store',
    inside: ['shared/'],
    packages: ['zustand', 'react'],
  },
  {
    from: 'renderer/testing/',
    words: 'renderer/testing stands in for an engine with the demo project: shared and the renderer',
    inside: ['shared/', 'renderer/', 'resources/'],
    packages: ['react', 'zustand', 'js-yaml'],
  },
  {
    from: 'renderer/views/registry.ts',
    words: 'the registry of views names every view',
    inside: ['renderer/', 'shared/'],
    packages: ['react', 'lucide-react'],
  },
  {
    from: 'renderer/views/runbooks/editor/',
    // The one place where texts are written: its field is loaded with this view alone.
    words: 'renderer/views/runbooks/editor imports what a view may, its own view, and the text field',
    inside: ['shared/', 'renderer/client/', 'renderer/widgets/', 'renderer/symbols/', 'renderer/theme/', 'renderer/views/runbooks/'],
    packages: ['react', 'zustand', 'lucide-react', '@base-ui/react', '@codemirror/state', '@codemirror/view', '@codemirror/commands', '@codemirror/autocomplete', '@codemirror/lint', '@codemirror/search'],
  },
  {
    from: 'renderer/views/*/',
    words: 'a view imports client, widgets, symbols, theme and shared, never another view',
    inside: ['shared/', 'renderer/client/', 'renderer/widgets/', 'renderer/symbols/', 'renderer/theme/'],
    packages: ['react', 'react-dom', 'zustand', 'uplot', 'lucide-react', '@base-ui/react', '@tanstack/react-virtual'],
  },
  {
    from: 'renderer/',
    words: 'renderer/app and the entry import everything in renderer, and shared; never Node or electron',
    inside: ['renderer/', 'shared/'],
    packages: ['react', 'react-dom', 'zustand', 'dockview-react', 'cmdk', 'lucide-react', '@base-ui/react', '@tanstack/react-virtual', '@fontsource-variable/inter', '@fontsource/ibm-plex-mono'],
  },
];

/** Tests beside a source may import what the source may, the test packages, and these. */
export const besideSource = { inside: ['electron/engine/', 'shared/', 'renderer/testing/', 'test/support/', 'test/simulators/', 'test/contract/'], packages: tests };

export const forbiddenFolders = ['utils', 'util', 'common', 'lib', 'libs', 'services', 'types', 'helpers'];

/** Longer than the gate on purpose. */
export const longFiles: Readonly<Record<string, string>> = {};
export const longestFile = 500;

/** Time and chance come through `electron/engine/ports.ts`; sentences for people through its Log. */
export const forbiddenGlobals = {
  folders: ['shared/', 'electron/engine/'],
  names: ['setTimeout', 'setInterval', 'console'],
  members: ['Date.now', 'Math.random', 'performance.now', 'performance.timeOrigin'],
};
