import { startConsole } from '../app/start-console.tsx';
import type { ConsoleClient } from '../client/console-client.ts';
import { demoDirectory, demoScenes, demoScreen, demoTemplates } from './demo-directory.ts';
import { createFakeEngine, type FakeEngine } from './fake-engine.ts';
import { serveScreens } from './fake-history.ts';

export type Harness = { readonly engine: FakeEngine; readonly client: ConsoleClient };

/** The console against a fake engine in the same page, for development and screenshots. `?tags=100000` pads the directory. */
function start(root: HTMLElement): void {
  serveScreens(demoScreen, demoTemplates());
  const query = new URLSearchParams(location.search);
  const directory = demoDirectory();
  const extra = Math.max(0, Number(query.get('tags') ?? 0) - directory.tags.length);
  const pattern = directory.tags[0];
  const padding = pattern === undefined ? [] : Array.from({ length: extra }, (_, i) => ({ ...pattern, id: `PAD-${i}` as typeof pattern.id, name: `Padding ${i}` }));
  const engine = createFakeEngine(
    { ...directory, tags: [...directory.tags, ...padding] },
    {
      nowMs: () => Date.now(),
      monotonicMs: () => performance.now(),
      after(ms, call) {
        const timer = setTimeout(call, ms);
        return () => clearTimeout(timer);
      },
    },
    { scenes: demoScenes() },
  );
  setInterval(() => engine.tick(), Number(query.get('period') ?? 500));
  let renewed: () => void = () => undefined;
  const client = startConsole(root, {
    open() {
      const channel = engine.open();
      return channel === null ? null : { channel, token: query.get('role') ?? 'engineer' };
    },
    onRenewed: (call) => void (renewed = call),
  });
  (window as unknown as { harness: Harness }).harness = { engine: { ...engine, start: () => (engine.start(), renewed()) }, client };
}

const root = document.getElementById('root');
if (root !== null) start(root);
