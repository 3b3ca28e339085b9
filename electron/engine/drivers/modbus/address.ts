import { z } from 'zod';
import type { TagDefinition } from '#shared/model/tag.ts';

export const tables = ['coil', 'discrete', 'input', 'holding'] as const;
export type Table = (typeof tables)[number];

/** How registers become a number; `bool` is a coil, a discrete input or one bit of a register. */
export const valueTypes = ['bool', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64', 'string'] as const;
export type ValueType = (typeof valueTypes)[number];

/**
 * Order of the bytes of a value over its registers, written for four bytes. ABCD is Modbus' own (high word first, high
 * byte first), CDAB has the low word first, BADC the low byte first in each word, DCBA both. Of a 64-bit value all four
 * words are turned round; a 16-bit value only knows the byte half of it.
 */
export const orders = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
export type Order = (typeof orders)[number];

/** Where a tag lives in a Modbus device. */
export type ModbusAddress = {
  /** Unit id; null takes the device's own `unit`. */
  readonly unit: number | null;
  readonly table: Table;
  /** 0-based, as it travels: holding register 40001 of an old manual is offset 0. */
  readonly offset: number;
  /** Bit of the register, 0 the lowest; null for a whole value. */
  readonly bit: number | null;
  readonly type: ValueType;
  readonly order: Order;
  /** Characters (bytes) of a string, else 0. */
  readonly length: number;
};

const form = /^(?:(\d{1,3})\/)?([a-z]+):(\d{1,5})(?:\.(\d{1,2}))?(?::([a-z0-9]+)(?:\((\d{1,3})\))?)?(?:@([A-Z]{4}))?$/;
const shape = '"[unit/]table:offset[.bit][:type][@order]", for instance "holding:100:float32@CDAB"';

const ObjectForm = z.strictObject({
  unit: z.number().int().optional(),
  table: z.enum(tables),
  offset: z.number().int(),
  bit: z.number().int().optional(),
  type: z.enum(valueTypes).optional(),
  order: z.enum(orders).optional(),
  length: z.number().int().optional(),
});
type ObjectForm = z.infer<typeof ObjectForm>;

const isBitTable = (table: Table): boolean => table === 'coil' || table === 'discrete';

/** Registers (or bits, in a bit table) that a value takes. */
export function spanOf(address: ModbusAddress): number {
  switch (address.type) {
    case 'int32':
    case 'uint32':
    case 'float32':
      return 2;
    case 'int64':
    case 'uint64':
    case 'float64':
      return 4;
    case 'string':
      return Math.ceil(address.length / 2);
    default:
      return 1;
  }
}

/** An address out of its text form, or a sentence that says what is wrong with it. */
export function parseAddress(text: string): ModbusAddress | string {
  const parts = form.exec(text.trim());
  if (parts === null) return `"${text}" is no Modbus address; expected ${shape}`;
  const [, unit, table, offset, bit, type, length, order] = parts;
  const loose = {
    unit: unit === undefined ? undefined : Number(unit),
    table,
    offset: Number(offset),
    bit: bit === undefined ? undefined : Number(bit),
    type,
    order,
    length: length === undefined ? undefined : Number(length),
  };
  if (!tables.some((known) => known === table)) return `"${table}" is no Modbus table; expected ${tables.join(', ')}`;
  if (type !== undefined && !valueTypes.some((known) => known === type))
    return `"${type}" is no Modbus value type; expected one of ${valueTypes.slice(1, -1).join(', ')}, string(N)`;
  if (order !== undefined && !orders.some((known) => known === order)) return `"${order}" is no byte order; expected ${orders.join(', ')}`;
  return complete(ObjectForm.parse(loose));
}

function complete(loose: ObjectForm): ModbusAddress | string {
  const { unit = null, table, offset, bit = null, order = 'ABCD', length = 0 } = loose;
  const type = loose.type ?? (isBitTable(table) || bit !== null ? 'bool' : 'uint16');
  if (unit !== null && (unit < 0 || unit > 255)) return `unit ${unit} is out of range; a unit id is 0 to 255`;
  if (offset < 0 || offset > 65_535) return `offset ${offset} is out of range; offsets are 0 to 65535`;
  if (isBitTable(table)) {
    if (bit !== null) return `a ${table} is one bit already; leave out ".${bit}"`;
    if (type !== 'bool') return `a ${table} is one bit and cannot be a ${type}`;
  } else if (bit !== null) {
    if (bit < 0 || bit > 15) return `bit ${bit} is out of range; a register has bits 0 to 15`;
    if (type !== 'bool') return `bit ${bit} of a register cannot be a ${type}; leave one of the two out`;
  } else if (type === 'bool') return `a bool in a ${table} register needs its bit, for instance "${table}:${offset}.0"`;
  if (type === 'string' && (length < 1 || length > 250))
    return 'a string needs its length in characters, 1 to 250, for instance "string(16)"';
  if (type !== 'string' && length !== 0) return `only a string has a length; a ${type} takes what it takes`;
  const address: ModbusAddress = { unit, table, offset, bit, type, order, length };
  if (offset + spanOf(address) > 65_536) return `a ${type} at offset ${offset} ends behind 65535, the last address there is`;
  return address;
}

/** Takes the text form or the object form `{unit, table, offset, bit, type, order, length}`. */
export const ModbusAddressSchema: z.ZodType<ModbusAddress> = z.unknown().transform((input, context) => {
  const refuse = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (typeof input === 'string') {
    const parsed = parseAddress(input);
    return typeof parsed === 'string' ? refuse(parsed) : parsed;
  }
  const loose = ObjectForm.safeParse(input);
  if (!loose.success) {
    const first = loose.error.issues[0]!;
    return refuse(`${first.path.join('.') || 'address'}: ${first.message}; expected text like ${shape} or an object of those parts`);
  }
  const parsed = complete(loose.data);
  return typeof parsed === 'string' ? refuse(parsed) : parsed;
});

/** A sentence when the tag's type and this address cannot go together, else null. */
export function checkModbusTag(tag: TagDefinition, address: ModbusAddress): string | null {
  const { table, type } = address;
  if (tag.writable && (table === 'input' || table === 'discrete'))
    return `${table === 'input' ? 'an input register' : 'a discrete input'} cannot be written; take "writable" away or use ${table === 'input' ? 'holding' : 'coil'}`;
  if ((tag.type === 'text') !== (type === 'string'))
    return tag.type === 'text' ? `a text tag needs string(N), not ${type}` : `a string needs a tag of type text, not ${tag.type}`;
  if (tag.type === 'float' && type === 'bool') return 'a bit cannot be a float; make the tag a bool, int or enum';
  if (tag.type === 'bool' && type !== 'bool' && type !== 'uint16' && type !== 'int16')
    return `a bool cannot be a ${type}; name a coil, a discrete input, a bit (".0") or a 16-bit register`;
  if ((tag.type === 'int' || tag.type === 'enum') && (type === 'float32' || type === 'float64'))
    return `a ${type} has fractions; make the tag a float`;
  if (tag.scale !== undefined && (type === 'bool' || type === 'string')) return `a ${type} cannot be scaled`;
  return null;
}
