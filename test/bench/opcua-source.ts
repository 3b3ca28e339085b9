import { plantUri, startOpcuaServer } from '../simulators/opcua-server.ts';
import { readLines } from '#electron/host/read-lines.ts';

// A node-opcua server in a process of its own. Each line on stdin is a number: the variable takes it, and the moment is
// told, UTC epoch ms, taken just before.
const server = await startOpcuaServer({
  namespaces: [plantUri],
  variables: { Level: { dataType: 'Double', value: 0 } },
  onlyUnsecured: true,
});
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);
readLines(
  process.stdin,
  (line) => {
    const atMs = performance.timeOrigin + performance.now();
    server.set('Level', Number(line));
    process.stdout.write(`${JSON.stringify({ value: Number(line), atMs })}\n`);
  },
  () => void server.stop().finally(() => process.exit(0)),
);
