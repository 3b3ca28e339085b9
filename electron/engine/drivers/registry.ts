import type { AnyDriverType } from './driver.ts';
import { modbus } from './modbus/modbus.ts';
import { opcua } from './opcua/opcua.ts';

/** Every driver a project may name in `driver:`. To add one: its folder, and one line here. */
export const driverTypes: readonly AnyDriverType[] = [modbus, opcua];
