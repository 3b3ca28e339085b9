import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startModbusDevice, type ModbusDevice } from '../simulators/modbus-device.ts';
import { brineStation } from '../support/brine-station.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';
import { noPostgresReason, startPostgres, type TestPostgres } from '../support/postgres.ts';

const why = noPostgresReason();
// Waits are for events; this is only for machines where everything takes long.
vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(why !== null)(`an engine whose project names a history server${why === null ? '' : `: ${why}`}`, () => {
  let postgres: TestPostgres;
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig | null = null;
  const project = (schema: string | null): string =>
    schema === null
      ? 'name: Brine station\n'
      : `name: Brine station\nhistorian:\n  server: { kind: postgres, host: 127.0.0.1, port: ${postgres.port}, database: postgres, user: firstout, passwordFile: history-password, tls: 'off', schema: ${schema}, station: brine }\n`;
  /** What another program reads; asked beside the engine, not in its way. */
  const rows = async (text: string): Promise<readonly string[]> => {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    try {
      return (await client.query<string[]>({ text, rowMode: 'array' })).rows.map(([first]) => String(first));
    } finally {
      await client.end();
    }
  };
  const values = async (schema: string): Promise<readonly number[]> => {
    const [isThere] = await rows(`SELECT to_regclass('${schema}.reading') IS NOT NULL`);
    return isThere === 'true'
      ? (
          await rows(`SELECT value FROM ${schema}.reading WHERE station = 'brine' AND tag = 'LT-201' AND judgement = 'good' ORDER BY ord`)
        ).map(Number)
      : [];
  };
  const untilThere = async (schema: string, value: number): Promise<void> => {
    while (!(await values(schema)).includes(value));
  };
  beforeAll(async () => {
    postgres = await startPostgres();
    device = await startModbusDevice();
  });
  afterEach(async () => {
    await rig?.stop();
    rig = null;
    folder.remove();
  });
  afterAll(async () => {
    await device?.stop();
    await postgres?.remove();
  });
  const start = async (schema: string | null): Promise<EngineRig> => {
    folder = createProjectFolder({ ...brineStation(device.port), 'project.yaml': project(schema) });
    mkdirSync(folder.dataDir, { recursive: true });
    writeFileSync(join(folder.dataDir, 'history-password'), postgres.password);
    chmodSync(join(folder.dataDir, 'history-password'), 0o600);
    rig = await startEngine(folder);
    return rig;
  };

  it('sends what it reads from its devices, says so when it cannot, and sends it later', async () => {
    device.holding[0] = 425;
    const { engine } = await start('live');
    await untilThere('live', 42.5);
    expect(engine.status().historian).toMatchObject({ state: 'ok' });
    await postgres.stop();
    await until(() => engine.status().historian.state === 'degraded');
    expect(engine.status().historian.sentence).toContain('history server');
    device.holding[0] = 777;
    const { client } = rig!;
    const directory = await client.call('project.directory', {});
    const tag = directory.ok ? directory.value.tags.findIndex(({ id }) => id === 'LT-201') : -1;
    const now = new Set<number>();
    client.open(
      'tags.values',
      { revision: directory.ok ? directory.value.revision : 0, tags: [tag] },
      { onItem: (item) => item.value.forEach((value) => now.add(value)) },
    );
    await until(() => now.has(77.7));
    await postgres.start();
    await until(() => engine.status().historian.state === 'ok');
    await untilThere('live', 77.7);
    expect(rig!.log.lines.some(({ sentence }) => sentence.includes(postgres.password))).toBe(false);
  });

  it('goes over to another server, or to none, when the project says so', async () => {
    device.holding[0] = 250;
    await start('one');
    await untilThere('one', 25);
    folder.write('project.yaml', project('two'));
    await until(() => rig!.log.lines.filter(({ sentence }) => sentence.includes('has the history')).length === 2);
    device.holding[0] = 300;
    await untilThere('two', 30);
    expect(await values('one')).toEqual([25]);
    folder.write('project.yaml', project(null));
    while ((await rows(`SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'firstout%'`)).length > 0);
    expect(rig!.engine.status().historian.state).toBe('ok');
  });
});
