import { startEngine } from '../support/engine-rig.ts';

// A process of its own: starts the engine on a project, says when it ran (UTC epoch ms) and what it loaded, and ends.
const [projectDir = '', dataDir = ''] = process.argv.slice(2);
const { engine, client } = await startEngine({ projectDir, dataDir });
const runningMs = performance.timeOrigin + performance.now();
const directory = await client.call('project.directory', {});
if (!directory.ok) throw new Error(directory.fault.message);
process.stdout.write(JSON.stringify({ runningMs, tags: engine.status().tags.total, alarms: directory.value.alarms.length }));
process.exit(0);
