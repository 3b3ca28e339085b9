import type { LoadOptions, LoadSource } from './load-options.ts';
import { startModbusLoad } from './modbus-load.ts';
import { startOpcUaLoad } from './opcua-load.ts';

/**
 * Starts a source of many fast values for benchmarks. Each value is its tag's own sequence number, up by one with each
 * change: a step of more than one at a receiver is loss (OPC UA), or what its poll could not see (Modbus).
 */
export function startLoadSource(options: LoadOptions): Promise<LoadSource> {
  return options.kind === 'modbus' ? startModbusLoad(options) : startOpcUaLoad(options);
}
