import type { Fault } from '../model/fault.ts';
import type { Role } from './define.ts';

export type Session = {
  readonly id: string;
  /** Who is written into the journal and the audit log. */
  readonly user: string;
  readonly role: Role;
  /** The console it belongs to, where several sessions are one: the windows of one machine. The session itself where absent. */
  readonly console?: string;
  /** Where the console stands, for the audit log: a machine's name or a network address. */
  readonly place?: string;
};

/** What a client says. Anything else is answered by closing the line. */
export type ClientMessage =
  | { readonly t: 'hello'; readonly version: number; readonly token: string }
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'open'; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly t: 'credit'; readonly id: number; readonly count: number }
  | { readonly t: 'close'; readonly id: number };

export type ServerMessage =
  | { readonly t: 'welcome'; readonly version: number; readonly session: Session }
  | { readonly t: 'refused'; readonly fault: Fault }
  | { readonly t: 'result'; readonly id: number; readonly value: unknown }
  | { readonly t: 'fault'; readonly id: number; readonly fault: Fault }
  | { readonly t: 'item'; readonly id: number; readonly item: unknown }
  | { readonly t: 'ended'; readonly id: number; readonly fault: Fault };

const columnTypes = [Float64Array, Uint32Array, Float32Array, Int32Array, Uint16Array, Uint8Array] as const;
type Column = InstanceType<(typeof columnTypes)[number]>;
const mark = '$column';

/** Largest message taken, bytes: a directory of 100,000 tags is about 30 MB of text. */
export const maxMessageBytes = 128 * 1024 * 1024;

/**
 * One binary frame for lines that carry bytes: u32 length of the head, head as UTF-8 JSON with each typed array
 * replaced by {"$column": [type, offset, length]}, then the columns, each aligned to 8 bytes, little-endian.
 * NaN and infinities survive in columns; in the head, as everywhere in JSON, they become null.
 */
export function encodeFrame(message: unknown): ArrayBuffer {
  const columns: { column: Column; offset: number }[] = [];
  let offset = 0;
  const head = JSON.stringify(message, (_key, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    const type = columnTypes.findIndex((one) => value instanceof one);
    if (type < 0) throw new Error(`no frame form for ${Object.prototype.toString.call(value)}`);
    const column = value as Column;
    columns.push({ column, offset });
    const at = offset;
    offset += (column.byteLength + 7) & ~7;
    return { [mark]: [type, at, column.length] };
  });
  const headBytes = new TextEncoder().encode(head);
  const start = (4 + headBytes.length + 7) & ~7;
  const frame = new ArrayBuffer(start + offset);
  new DataView(frame).setUint32(0, headBytes.length, true);
  const bytes = new Uint8Array(frame);
  bytes.set(headBytes, 4);
  for (const { column, offset: at } of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), start + at);
  }
  return frame;
}

/** Reads a frame back; columns are views into it, not copies. Throws a RangeError or SyntaxError on any damage. */
export function decodeFrame(frame: ArrayBuffer): unknown {
  if (frame.byteLength < 4) throw new RangeError('frame shorter than its length field');
  const headLength = new DataView(frame).getUint32(0, true);
  if (headLength > frame.byteLength - 4) throw new RangeError('frame head longer than the frame');
  const start = (4 + headLength + 7) & ~7;
  const head = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(frame, 4, headLength));
  return JSON.parse(head, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, mark)) return value;
    const [type, offset, length] = (value as { [mark]: [number, number, number] })[mark];
    // A name in place of the number, such as `constructor`, would reach what every array has.
    const make = Number.isInteger(type) ? columnTypes[type] : undefined;
    if (make === undefined || !Number.isSafeInteger(offset) || offset < 0 || offset % 8 !== 0) {
      throw new RangeError('frame column of an unknown form');
    }
    return new make(frame, start + offset, length);
  });
}
