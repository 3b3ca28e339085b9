/** Tables of a Modbus device. */
export type ModbusTable = 'coil' | 'discrete' | 'input' | 'holding';
export type ModbusType = 'bit' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32' | 'float64' | 'string';

/** An address of the demo project, read the way a PLC programmer would: by the device that serves it, not by the driver. */
export type ModbusAddress = {
  readonly unit: number;
  readonly table: ModbusTable;
  readonly offset: number;
  /** Bit in the word, 0 lowest; null when the whole is meant. */
  readonly bit: number | null;
  readonly type: ModbusType;
  /** Low word first. */
  readonly isSwapped: boolean;
  /** Registers it takes; 1 for coils and discrete inputs. */
  readonly length: number;
};

const pattern = /^(?:(\d+)\/)?(coil|discrete|input|holding):(\d+)(?:\.(\d+))?(?::(\w+)(?:\((\d+)\))?)?(?:@(ABCD|CDAB))?$/;
const lengths: Readonly<Record<string, number>> = { int16: 1, uint16: 1, int32: 2, uint32: 2, float32: 2, float64: 4 };

/** Parses `[unit/]table:offset[.bit][:type][@order]`; throws on what this simulator does not serve. */
export function parseModbusAddress(text: string, defaultUnit: number): ModbusAddress {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`"${text}" is not a Modbus address the simulator serves`);
  const [, unit, table, offset, bit, type = 'uint16', size, order] = match;
  const isBit = table === 'coil' || table === 'discrete' || bit !== undefined;
  const length = isBit ? 1 : type === 'string' ? Math.ceil(Number(size) / 2) : lengths[type];
  if (length === undefined || Number.isNaN(length)) throw new Error(`"${text}": the simulator does not serve the type ${type}`);
  return {
    unit: unit === undefined ? defaultUnit : Number(unit),
    table: table as ModbusTable,
    offset: Number(offset),
    bit: bit === undefined ? null : Number(bit),
    type: isBit ? 'bit' : (type as ModbusType),
    isSwapped: order === 'CDAB',
    length,
  };
}
