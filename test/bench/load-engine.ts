import { startEngine } from '../support/engine-rig.ts';

// A process of its own: starts the engine on a project, says how many tags it has, and ends.
const [projectDir = '', dataDir = ''] = process.argv.slice(2);
const { engine } = await startEngine({ projectDir, dataDir });
process.stdout.write(JSON.stringify({ tags: engine.status().tags.total }));
process.exit(0);
