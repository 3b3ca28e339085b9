import { modbus } from '#electron/engine/drivers/modbus/modbus.ts';
import { startModbusDevice } from '#test/simulators/modbus-device.ts';
import { describeDriver } from './driver-conformance.ts';

describeDriver('Modbus TCP', async () => {
  const device = await startModbusDevice();
  const bytes = new DataView(new ArrayBuffer(4));
  const setFloat = (offset: number, value: number): void => {
    bytes.setFloat32(0, value);
    device.holding[offset] = bytes.getUint16(0);
    device.holding[offset + 1] = bytes.getUint16(2);
  };
  device.missing.add(200);
  const timeoutMs = 400;
  return {
    type: modbus,
    options: { host: '127.0.0.1', port: device.port, timeoutMs, connectTimeoutMs: 1000 },
    address: {
      level: 'holding:100:float32',
      counter: 'input:3:uint32',
      running: 'coil:12',
      setpoint: 'holding:104:float32',
      missing: 'holding:200:float32',
    },
    timeoutMs,
    slackMs: 5,
    clock: 'virtual',
    keepsChangesWhileAway: false,
    set(tag, value) {
      if (tag === 'level') setFloat(100, value);
      else if (tag === 'setpoint') setFloat(104, value);
      else if (tag === 'running') device.coils[12] = value;
      else device.input[4] = value;
    },
    written(tag) {
      if (tag === 'running') return device.coils[12]!;
      bytes.setUint16(0, device.holding[104]!);
      bytes.setUint16(2, device.holding[105]!);
      return bytes.getFloat32(0);
    },
    stop: device.stop,
    start: device.start,
    hang: device.hang,
    resume: device.resume,
    connections: () => device.connections,
    close: device.stop,
  };
});
