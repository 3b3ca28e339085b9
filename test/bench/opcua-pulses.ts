import { readLines } from '#electron/host/read-lines.ts';
import { plantUri, startOpcuaServer } from '../simulators/opcua-server.ts';

// A node-opcua server in a process of its own that pulses: so many booleans and so many numbers go up for 20 ms at a time
// and rest for 40 to 120 ms between, each at its own random pace; and so do conditions the server judges itself.
const [signals = 0, conditions = 0, pulsesEach = 0] = process.argv.slice(2).map(Number);
const pulseMs = 20;
const names = Array.from({ length: signals }, (_none, at) => (at % 2 === 0 ? `Bit${at}` : `Number${at}`));
const server = await startOpcuaServer({
  namespaces: [plantUri],
  variables: { Input: { dataType: 'Double', value: 0 }, ...Object.fromEntries(names.map((name) => [name, name.startsWith('Bit') ? { dataType: 'Boolean', value: false } : { dataType: 'Double', value: 10 }])) },
  conditions: Object.fromEntries(Array.from({ length: conditions }, (_none, at) => [`C${at}`, { source: 'Plant', kind: 'hand', input: 'Input', severity: 500 } as const])),
  onlyUnsecured: true,
});
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);

type Pulser = { readonly set: (isUp: boolean) => void; left: number; dueMs: number; upMs: number };
const pulsers: Pulser[] = [
  ...names.map((name) => ({ set: (isUp: boolean) => server.set(name, name.startsWith('Bit') ? isUp : isUp ? 90 : 10), left: pulsesEach, dueMs: 0, upMs: 0 })),
  ...Array.from({ length: conditions }, (_none, at) => ({ set: (isUp: boolean) => (isUp ? server.conditions.raise(`C${at}`) : server.conditions.clear(`C${at}`)), left: pulsesEach, dueMs: 0, upMs: 0 })),
];
const lengthsMs: number[] = [];
const rest = (): number => 40 + Math.random() * 80;

function run(): void {
  const startMs = performance.now();
  for (const pulser of pulsers) pulser.dueMs = startMs + rest();
  const step = (): void => {
    const nowMs = performance.now();
    let isOver = true;
    for (const pulser of pulsers) {
      if (pulser.left === 0) continue;
      isOver = false;
      if (nowMs < pulser.dueMs) continue;
      if (pulser.upMs === 0) {
        pulser.set(true);
        pulser.upMs = performance.now();
        pulser.dueMs = pulser.upMs + pulseMs;
      } else {
        pulser.set(false);
        lengthsMs.push(performance.now() - pulser.upMs);
        pulser.upMs = 0;
        pulser.left -= 1;
        pulser.dueMs = nowMs + rest();
      }
    }
    if (!isOver) return void setTimeout(step, 1);
    const sorted = lengthsMs.toSorted((a, b) => a - b);
    process.stdout.write(`${JSON.stringify({ pulses: lengthsMs.length, p50Ms: sorted[sorted.length >> 1], maxMs: sorted.at(-1), seconds: (performance.now() - startMs) / 1000 })}\n`);
  };
  step();
}

readLines(
  process.stdin,
  (line) => {
    if (line === 'run') run();
  },
  () => void server.stop().finally(() => process.exit(0)),
);
