import { parseArgs } from 'node:util';
import { AttributeIds, DataType, MessageSecurityMode, OPCUAClient, SecurityPolicy, type ClientSession } from 'node-opcua-client';
import { readPlantProject } from './plant/plant-project.ts';
import { scenarios } from './scenarios/scenarios.ts';
import { portOf } from './servers/serve-plant.ts';

const usage = `Usage: npm run scenario -- list | start ID | stop | speed X | reset | status   [--port N] [--project DIR]`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: 'string' }, project: { type: 'string' } } });
const [verb, argument] = positionals;

/** Port of SIM-01: the one given, or the one the project names. */
function simulationPort(): number {
  if (values.port !== undefined) return Number(values.port);
  const { devices } = readPlantProject(values.project ?? 'resources/projects/demo');
  const place = devices.findIndex((device) => device.id === 'SIM-01');
  const device = devices[place];
  if (device === undefined) throw new Error('This project has no SIM-01: it has no simulated plant.');
  return portOf(device, place, null);
}

/** Runs `act` in a session with SIM-01; says in one sentence when nobody answers there. */
async function withSimulation(
  act: (
    read: (name: string) => Promise<unknown>,
    write: (name: string, type: DataType, value: number | boolean) => Promise<void>,
  ) => Promise<void>,
): Promise<void> {
  const port = simulationPort();
  const client = OPCUAClient.create({
    endpointMustExist: false,
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
    connectionStrategy: { maxRetry: 0, initialDelay: 100 },
  });
  try {
    await client.connect(`opc.tcp://127.0.0.1:${port}`);
  } catch {
    throw new Error(`No simulated plant answers on port ${port}. Start it with npm start, or give its port with --port.`);
  }
  let session: ClientSession | null = null;
  try {
    session = await client.createSession();
    const open = session;
    const index = (await open.readNamespaceArray()).indexOf('urn:harbour-works:sim-01');
    const nodeId = (name: string): string => `ns=${index};s=SIM/${name}`;
    await act(
      async (name) => (await open.read({ nodeId: nodeId(name), attributeId: AttributeIds.Value })).value.value as unknown,
      async (name, dataType, value) => {
        const status = await open.write({ nodeId: nodeId(name), attributeId: AttributeIds.Value, value: { value: { dataType, value } } });
        if (status.isNotGood()) throw new Error(`The simulation refused ${name} = ${value}: ${status.description}`);
      },
    );
  } finally {
    await session?.close();
    await client.disconnect();
  }
}

async function main(): Promise<void> {
  if (verb === 'list') {
    for (const s of scenarios) console.log(`${String(s.id).padStart(2)}  ${s.key.padEnd(20)} ${s.title}\n    ${s.story}`);
  } else if (verb === 'start' && argument !== undefined) {
    const scenario = scenarios.find((s) => s.key === argument || String(s.id) === argument);
    if (scenario === undefined) throw new Error(`There is no scenario "${argument}"; npm run scenario -- list shows them.`);
    await withSimulation((_read, write) => write('SCENARIO', DataType.Int32, scenario.id));
    console.log(
      `Started: ${scenario.title}. First failure: ${scenario.first.alarm}, after ${scenario.first.withinS[0]} to ${scenario.first.withinS[1]} s.`,
    );
  } else if (verb === 'stop') {
    await withSimulation((_read, write) => write('SCENARIO', DataType.Int32, 0));
    console.log('The scenario has ended; what it broke stays broken until a reset.');
  } else if (verb === 'speed' && argument !== undefined && Number(argument) >= 0.1 && Number(argument) <= 20) {
    await withSimulation((_read, write) => write('SPEED', DataType.Double, Number(argument)));
    console.log(`The simulation runs at ${argument} times real time.`);
  } else if (verb === 'reset') {
    await withSimulation((_read, write) => write('RESET', DataType.Boolean, true));
    console.log('The plant is back in its steady state.');
  } else if (verb === 'status') {
    await withSimulation(async (read) => {
      const running = Number(await read('SCENARIO'));
      const title = scenarios.find((s) => s.id === running)?.title;
      console.log(`${title ?? 'No scenario'}, speed ${String(await read('SPEED'))}, ${String(await read('TIME_S'))} s simulated.`);
    });
  } else {
    console.error(usage);
    process.exitCode = 2;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
