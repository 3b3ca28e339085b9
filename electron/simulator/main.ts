import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readPlantProject } from './plant/plant-project.ts';
import { scenarios } from './scenarios/scenarios.ts';

const usage = `Usage: node electron/simulator/main.ts [--plant harbour-works] [--project DIR] [--seed N] [--port-base N] [--speed X]
       [--scenario ID] [--after S] [--data DIR]
       node electron/simulator/main.ts --load modbus|opcua [--tags N] [--rate R] [--port N]`;

/** Ends with one sentence on stderr. */
function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function numberOf(name: string, text: string | undefined, low: number, high: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!Number.isFinite(value) || value < low || value > high) fail(`--${name} takes a number from ${low} to ${high}, not "${text}".`);
  return value;
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      plant: text,
      project: text,
      seed: text,
      'port-base': text,
      speed: text,
      scenario: text,
      after: text,
      data: text,
      load: text,
      tags: text,
      rate: text,
      port: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const dataDir = values.data ?? join(tmpdir(), 'firstout-simulator');
  const run = await (values.load === undefined ? startPlant(values, dataDir) : startLoad(values, dataDir));

  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    // A server that cannot close its sockets in time must not keep an orphan alive.
    setTimeout(() => process.exit(0), 2000).unref();
    void run.stop().finally(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // The parent holds our stdin: when it dies, however it dies, stdin ends.
  process.stdin.on('end', end);
  process.stdin.on('error', end);
  process.stdin.resume();
  // Last, since whoever reads it may end us at once.
  process.stdout.write(`${JSON.stringify({ ready: true, ports: run.ports })}\n`);
}

type Values = Readonly<Record<string, string | boolean | undefined>>;
type Run = { readonly ports: Readonly<Record<string, number>>; stop(): Promise<void> };
const textOf = (values: Values, name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);

async function startPlant(values: Values, dataDir: string): Promise<Run> {
  const plant = textOf(values, 'plant') ?? 'harbour-works';
  if (plant !== 'harbour-works') fail(`There is no plant "${plant}"; the simulator knows harbour-works.`);
  const named = textOf(values, 'scenario');
  const scenario = named === undefined ? undefined : scenarios.find((s) => s.key === named || String(s.id) === named)?.id;
  if (named !== undefined && scenario === undefined)
    fail(`There is no scenario "${named}"; there are ${scenarios.map((s) => s.key).join(', ')}.`);
  const project = readPlantProject(textOf(values, 'project') ?? 'resources/projects/demo');
  const speed = numberOf('speed', textOf(values, 'speed'), 0.1, 20);
  const { runPlant } = await import('./run-plant.ts');
  return runPlant(project, {
    seed: numberOf('seed', textOf(values, 'seed'), 0, 4_294_967_295) ?? project.file.simulator?.seed ?? 1,
    portBase: numberOf('port-base', textOf(values, 'port-base'), 0, 65_000),
    dataDir,
    ...(speed === null ? {} : { speed }),
    ...(scenario === undefined ? {} : { scenario }),
    afterS: numberOf('after', textOf(values, 'after'), 0, 86_400) ?? 5,
  });
}

async function startLoad(values: Values, dataDir: string): Promise<Run> {
  const kind = textOf(values, 'load');
  if (kind !== 'modbus' && kind !== 'opcua') fail(`--load takes modbus or opcua, not "${String(kind)}".`);
  const { startLoadSource } = await import('./load/load-source.ts');
  return startLoadSource({
    kind,
    tags: numberOf('tags', textOf(values, 'tags'), 1, 500_000) ?? 1000,
    rate: numberOf('rate', textOf(values, 'rate'), 0.1, 10_000_000) ?? 10_000,
    port: numberOf('port', textOf(values, 'port'), 0, 65_535) ?? 0,
    dataDir,
  });
}

main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
