import { ok, refused } from '#shared/model/fault.ts';
import { createBackoff } from '../backoff.ts';
import type { Driver, DriverContext, DriverTag, DriverType } from '../driver.ts';
import { createHealthBook } from '../health.ts';
import { checkModbusTag, ModbusAddressSchema, type ModbusAddress } from './address.ts';
import { pointOf, type Point } from './blocks.ts';
import { createLine, type Line } from './line.ts';
import { ModbusOptions } from './options.ts';
import { createScanner } from './scanner.ts';
import { createWriter } from './writer.ts';

/**
 * Modbus TCP. Values carry the engine's time in the middle of their round trip, as the protocol has no time of its own;
 * the error is at most half a round trip plus the device's scan. Text is UTF-8; 64-bit integers beyond ±2⁵³ come rounded
 * and uncertain.
 */
export const modbus: DriverType<ModbusOptions, ModbusAddress> = {
  name: 'modbus',
  title: 'Modbus TCP',
  optionsSchema: ModbusOptions,
  addressSchema: ModbusAddressSchema,
  checkTag: checkModbusTag,
  create: createModbusDriver,
};

function createModbusDriver(context: DriverContext, options: ModbusOptions, tags: readonly DriverTag<ModbusAddress>[]): Driver {
  const { device } = context;
  const points = new Map<number, Point>(tags.map((tag) => [tag.index, pointOf(tag, options.unit)]));
  const health = createHealthBook(context, `Modbus TCP ${options.host}:${options.port}`);
  const backoff = createBackoff(context.random, { ceilingMs: options.reconnectMaxMs, eagerAttempts: 12 });
  // Line and scanner call each other; both are made before either is started.
  const scanner = createScanner(context, options, [...points.values()], health, () => line);
  const line: Line = createLine(context, options, health, backoff, scanner);
  const writer = createWriter(context, options, () => line);

  return {
    start() {
      health.set('connecting', null);
      line.start();
    },
    async read(indices) {
      if (!line.isProven) return refused('not-connected', `${device.name} is not connected.`, 'Try again when the link is up.');
      const wanted = indices.map((index) => points.get(index)).filter((point) => point !== undefined);
      const outcome = await scanner.readNow(wanted);
      if (outcome === 'timeout') return refused('timeout', `${device.name} did not answer in time.`);
      if (outcome === 'lost') return refused('not-connected', `The link to ${device.name} was lost while reading.`);
      return ok(null);
    },
    async write(index, value, untilMs) {
      const point = points.get(index);
      if (point === undefined) return refused('not-writable', `${device.name} has no tag with the index ${index}.`);
      if (!line.isProven)
        return refused(
          'not-connected',
          `${device.name} is not connected; ${point.tag.id} was not written.`,
          'Try again when the link is up.',
        );
      const result = await writer.write(point, value, untilMs);
      // Shows what the device made of it without waiting for the next scan. Nobody waits for this reading.
      if (result.ok && line.isProven) void scanner.readNow([point]);
      return result;
    },
    async dispose() {
      scanner.dispose();
      await line.dispose();
      health.dispose();
    },
  };
}
