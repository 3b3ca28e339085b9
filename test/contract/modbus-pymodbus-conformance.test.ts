import { fileURLToPath } from 'node:url';
import { modbus } from '#electron/engine/drivers/modbus/modbus.ts';
import { connectionsTo, requireProgram, startPeer } from '#test/simulators/peer-process.ts';
import { describeDriver } from './driver-conformance.ts';

// Debian's own Python: its packages are not seen by others on the PATH.
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('../simulators/pymodbus-server.py', import.meta.url));

const words = (value: number): readonly number[] => {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return [view.getUint16(0), view.getUint16(2)];
};

describeDriver('Modbus TCP to pymodbus', async () => {
  requireProgram(python, ['-c', 'import pymodbus.server'], 'python3-pymodbus python3-serial python3-serial-asyncio');
  let peer = await startPeer(python, [script, '0']);
  const { port } = peer;
  const timeoutMs = 500;
  let isStopped = false;
  const ask = async (line: string): Promise<string> => peer.ask(line);
  return {
    type: modbus,
    options: { host: '127.0.0.1', port, timeoutMs },
    address: {
      level: 'holding:100:float32',
      counter: 'input:3:uint32',
      running: 'coil:12',
      setpoint: 'holding:1004:float32',
      missing: 'holding:500:float32',
    },
    timeoutMs,
    // Real time on a loaded machine: timers and the other process may be late.
    slackMs: 250,
    clock: 'real',
    keepsChangesWhileAway: false,
    async set(tag, value) {
      if (tag === 'level') await ask(`set h 100 ${words(value).join(' ')}`);
      else if (tag === 'setpoint') await ask(`set h 1004 ${words(value).join(' ')}`);
      else if (tag === 'running') await ask(`set c 12 ${value}`);
      else await ask(`set i 3 0 ${value}`);
    },
    async written(tag) {
      if (tag === 'running') return (JSON.parse(await ask('get c 12 1')) as number[])[0]!;
      const [high, low] = JSON.parse(await ask('get h 1004 2')) as number[];
      const view = new DataView(new ArrayBuffer(4));
      view.setUint16(0, high!);
      view.setUint16(2, low!);
      return view.getFloat32(0);
    },
    async stop() {
      isStopped = true;
      await peer.kill();
    },
    async start() {
      isStopped = false;
      peer = await startPeer(python, [script, String(port)]);
    },
    hang: () => void process.kill(peer.pid, 'SIGSTOP'),
    resume: () => void process.kill(peer.pid, 'SIGCONT'),
    connections: () => connectionsTo(port),
    async close() {
      if (!isStopped) await peer.kill();
    },
  };
});
