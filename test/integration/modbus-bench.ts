import { modbus } from '#electron/engine/drivers/modbus/modbus.ts';
import { startModbusDevice, type ModbusDevice } from '#test/simulators/modbus-device.ts';
import { createDriverHarness, type DriverHarness, type HarnessTag } from '../contract/driver-harness.ts';

export type ModbusBench = { readonly device: ModbusDevice; readonly harness: DriverHarness };

const open: { device: ModbusDevice; harness: DriverHarness }[] = [];

/** A driver and a device of ours, on virtual time, not started; every register of the device holds its own offset. */
export async function openModbusBench(tags: readonly HarnessTag[], options: Readonly<Record<string, unknown>> = {}): Promise<ModbusBench> {
  const device = await startModbusDevice();
  for (let offset = 0; offset < 65_536; offset++) {
    device.holding[offset] = offset;
    device.input[offset] = offset;
    device.coils[offset] = offset & 1;
  }
  const harness = createDriverHarness({
    type: modbus,
    options: { host: '127.0.0.1', port: device.port, timeoutMs: 400, ...options },
    tags,
    clock: 'virtual',
  });
  const bench = { device, harness };
  open.push(bench);
  return bench;
}

/** Ends all benches of the test. */
export async function closeModbusBenches(): Promise<void> {
  for (const { device, harness } of open.splice(0)) {
    await harness.dispose();
    await device.stop();
  }
}

/** Integer tags named by their address: `holding:5` is tag `holding:5`. */
export const intTags = (addresses: readonly string[], periodMs = 100): HarnessTag[] =>
  addresses.map((address) => ({
    id: address,
    address,
    type: /coil|discrete|\.\d/.test(address) ? 'bool' : 'int',
    periodMs,
    writable: !/input|discrete/.test(address),
  }));
