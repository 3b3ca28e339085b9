import { describe, expect, test } from 'vitest';
import { TagDefinition } from '#shared/model/tag.ts';
import { checkModbusTag, ModbusAddressSchema, parseAddress, type ModbusAddress } from './address.ts';

const parsed = (text: string): ModbusAddress => {
  const address = parseAddress(text);
  if (typeof address === 'string') throw new Error(address);
  return address;
};
const tag = (type: string, more: object = {}): TagDefinition =>
  TagDefinition.parse({ id: 'T', name: 'T', asset: 'A', device: 'D', address: 'x', type, ...more });

describe('Modbus addresses in text', () => {
  test.each([
    ['holding:40', { unit: null, table: 'holding', offset: 40, bit: null, type: 'uint16', order: 'ABCD', length: 0 }],
    ['1/holding:100:float32@CDAB', { unit: 1, table: 'holding', offset: 100, bit: null, type: 'float32', order: 'CDAB', length: 0 }],
    ['holding:40.3', { unit: null, table: 'holding', offset: 40, bit: 3, type: 'bool', order: 'ABCD', length: 0 }],
    ['coil:12', { unit: null, table: 'coil', offset: 12, bit: null, type: 'bool', order: 'ABCD', length: 0 }],
    ['255/discrete:65535', { unit: 255, table: 'discrete', offset: 65_535, bit: null, type: 'bool', order: 'ABCD', length: 0 }],
    ['input:8:string(16)@BADC', { unit: null, table: 'input', offset: 8, bit: null, type: 'string', order: 'BADC', length: 16 }],
    ['input:0:int64', { unit: null, table: 'input', offset: 0, bit: null, type: 'int64', order: 'ABCD', length: 0 }],
  ])('%s', (text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  test.each([
    ['40001', 'is no Modbus address'],
    ['register:40', '"register" is no Modbus table'],
    ['holding:70000', 'offset 70000 is out of range'],
    ['holding:65535:float32', 'ends behind 65535'],
    ['256/holding:1', 'unit 256 is out of range'],
    ['holding:1.16', 'bit 16 is out of range'],
    ['holding:1.3:float32', 'bit 3 of a register cannot be a float32'],
    ['coil:1.3', 'is one bit already'],
    ['coil:1:int16', 'is one bit and cannot be a int16'],
    ['holding:1:bool', 'needs its bit'],
    ['holding:1:real', '"real" is no Modbus value type'],
    ['holding:1:float32@ACBD', '"ACBD" is no byte order'],
    ['holding:1:string', 'needs its length'],
    ['holding:1:string(251)', 'needs its length'],
    ['holding:1:int16(4)', 'only a string has a length'],
    ['holding:-1', 'is no Modbus address'],
  ])('%s is refused with a sentence', (text, sentence) => {
    expect(parseAddress(text)).toEqual(expect.stringContaining(sentence));
  });

  test('the object form means the same as the text, and its mistakes name the field', () => {
    expect(ModbusAddressSchema.parse({ unit: 1, table: 'holding', offset: 100, type: 'float32', order: 'CDAB' })).toEqual(
      parsed('1/holding:100:float32@CDAB'),
    );
    expect(ModbusAddressSchema.safeParse({ table: 'holding' }).error!.issues[0]!.message).toContain('offset');
    expect(ModbusAddressSchema.safeParse({ table: 'holding', offset: 1, byte: 2 }).success).toBe(false);
    expect(ModbusAddressSchema.safeParse(40).success).toBe(false);
    expect(ModbusAddressSchema.safeParse('coil:x').error!.issues[0]!.message).toContain('"coil:x" is no Modbus address');
  });
});

describe('a tag and its address', () => {
  test.each([
    ['float', {}, 'coil:1', 'a bit cannot be a float'],
    ['float', {}, 'holding:1.2', 'a bit cannot be a float'],
    ['bool', {}, 'holding:1:float32', 'a bool cannot be a float32'],
    ['int', {}, 'holding:1:float64', 'has fractions'],
    ['text', {}, 'holding:1', 'needs string(N)'],
    ['int', {}, 'holding:1:string(4)', 'needs a tag of type text'],
    ['float', { writable: true }, 'input:1', 'cannot be written'],
    ['bool', { writable: true }, 'discrete:1', 'cannot be written'],
  ])('%s %o at %s is refused', (type, more, text, sentence) => {
    expect(checkModbusTag(tag(type, more), parsed(text))).toContain(sentence);
  });

  test.each([
    ['float', 'holding:1'],
    ['float', 'input:1:float32'],
    ['bool', 'coil:1'],
    ['bool', 'holding:1.15'],
    ['bool', 'holding:1'],
    ['enum', 'holding:1'],
    ['int', 'input:1:int64'],
    ['text', 'holding:1:string(8)'],
  ])('%s at %s fits', (type, text) => {
    expect(checkModbusTag(tag(type), parsed(text))).toBeNull();
  });
});
