import type { DataValue, Variant } from 'node-opcua-client';
import type { TagType } from '#shared/model/tag.ts';

/** Built-in data types, OPC 10000-6 table 1 (numbers as node-opcua uses them; checked against its enumeration in a test). */
export const builtIn = {
  null: 0,
  boolean: 1,
  sbyte: 2,
  byte: 3,
  int16: 4,
  uint16: 5,
  int32: 6,
  uint32: 7,
  int64: 8,
  uint64: 9,
  float: 10,
  double: 11,
  string: 12,
  dateTime: 13,
  guid: 14,
  byteString: 15,
  xmlElement: 16,
  nodeId: 17,
  expandedNodeId: 18,
  statusCode: 19,
  qualifiedName: 20,
  localizedText: 21,
  extensionObject: 22,
  dataValue: 23,
  variant: 24,
} as const;

export type TextIndex = (text: string) => number;

/** `arrayType` of a value that is no array. */
const scalar = 0;

/**
 * The number a tag carries for a value of the server: booleans 0/1, integers, floats and status codes as they are,
 * 64-bit integers rounded to the nearest double (exact up to 2^53), DateTime as UTC epoch ms, every kind of text, node
 * id and byte string (hexadecimal) as an index into the text table. `isElement` takes the one element a request with an
 * index range gave back. Undefined where the value does not fit the type of the tag: a structure, an array without an
 * element, or text for a tag that is none.
 */
export function numberOf(variant: Variant, type: TagType, isElement: boolean, textIndex: TextIndex): number | undefined {
  let value: unknown = variant.value;
  if (variant.arrayType !== scalar) {
    if (!isElement) return undefined;
    const list = value as ArrayLike<unknown> | null;
    if (list === null || list.length === undefined || list.length < 1) return undefined;
    value = list[0];
  }
  return scalarNumber(variant.dataType as number, value, type, textIndex);
}

function scalarNumber(dataType: number, value: unknown, type: TagType, textIndex: TextIndex): number | undefined {
  if (value === null || value === undefined) return dataType >= builtIn.string && type === 'text' ? textIndex('') : Number.NaN;
  switch (dataType) {
    case builtIn.boolean:
      return type === 'text' ? textIndex(value === true ? 'true' : 'false') : value === true ? 1 : 0;
    case builtIn.sbyte:
    case builtIn.byte:
    case builtIn.int16:
    case builtIn.uint16:
    case builtIn.int32:
    case builtIn.uint32:
    case builtIn.float:
    case builtIn.double:
      return typed(value as number, type, textIndex);
    case builtIn.int64:
      return typed(wide(value as readonly [number, number], true), type, textIndex);
    case builtIn.uint64:
      return typed(wide(value as readonly [number, number], false), type, textIndex);
    case builtIn.dateTime:
      return type === 'text' ? textIndex((value as Date).toISOString()) : (value as Date).getTime();
    case builtIn.statusCode:
      return typed((value as { value: number }).value, type, textIndex);
    case builtIn.variant:
      return numberOf(value as Variant, type, false, textIndex);
    default: {
      if (type !== 'text') return undefined;
      const text = textOf(dataType, value);
      return text === undefined ? undefined : textIndex(text);
    }
  }
}

const typed = (value: number, type: TagType, textIndex: TextIndex): number => {
  if (type === 'text') return textIndex(String(value));
  return type === 'bool' ? (value === 0 ? 0 : Number.isNaN(value) ? value : 1) : value;
};

/** node-opcua gives 64-bit integers as two unsigned halves, the high one first. */
const wide = (halves: readonly [number, number], isSigned: boolean): number =>
  (isSigned ? halves[0] | 0 : halves[0] >>> 0) * 4_294_967_296 + (halves[1] >>> 0);

function textOf(dataType: number, value: unknown): string | undefined {
  switch (dataType) {
    case builtIn.string:
    case builtIn.guid:
    case builtIn.xmlElement:
      return value as string;
    case builtIn.byteString:
      return (value as Buffer).toString('hex');
    case builtIn.nodeId:
    case builtIn.expandedNodeId:
      return (value as { toString(): string }).toString();
    case builtIn.qualifiedName:
      return (value as { name: string | null }).name ?? '';
    case builtIn.localizedText:
      return (value as { text: string | null }).text ?? '';
    default:
      return undefined;
  }
}

/**
 * Time of a value, UTC epoch ms: the source's own, else the server's, else `nowMs`. Picoseconds are kept as a fraction
 * as far as a double holds them (some 0.25 µs today).
 */
export function timeOf(dataValue: DataValue, nowMs: number): number {
  if (dataValue.sourceTimestamp !== null && dataValue.sourceTimestamp !== undefined) {
    return dataValue.sourceTimestamp.getTime() + dataValue.sourcePicoseconds / 1e9;
  }
  if (dataValue.serverTimestamp !== null && dataValue.serverTimestamp !== undefined) {
    return dataValue.serverTimestamp.getTime() + dataValue.serverPicoseconds / 1e9;
  }
  return nowMs;
}

/** The part of a status code that is quality: severity and code, without the info bits (limit, overflow, …). */
export const qualityOf = (status: number): number => (status & 0xffff_0000) >>> 0;

/** True when the server dropped samples of this item because its queue was full (InfoType DataValue with Overflow). */
export const isOverflow = (status: number): boolean => (status & 0x0480) === 0x0480;
