import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { createSocketChannel } from '#electron/host/socket-channel.ts';
import { startEngine } from '../../support/engine-rig.ts';

// The engine of the source tree in a process of its own, as in the product: a project folder and a data folder are given, the
// port of its WebSocket is said on stdout, and it ends with its stdin. Devices are never reached, so nothing is recorded.
const [projectDir = '', dataDir = ''] = process.argv.slice(2);
const rig = await startEngine({ projectDir, dataDir }, { isOffline: true });
const listener = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, maxPayload: 64 * 1024 * 1024 });
await once(listener, 'listening');
listener.on('connection', (socket: WebSocket) => rig.engine.connect(createSocketChannel(socket), () => ({ id: 'bench', user: 'Bench', role: 'view' })));
process.stdout.write(`${JSON.stringify({ port: (listener.address() as AddressInfo).port })}\n`);
for await (const _ of process.stdin);
listener.close();
for (const socket of listener.clients) socket.terminate();
await rig.stop();
