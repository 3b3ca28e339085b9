import type { TagDefinition } from '#shared/model/tag.ts';
import { addressText } from '../plant/plant-project.ts';
import { parseModbusAddress, type ModbusAddress, type ModbusTable } from './modbus-address.ts';

type Entry = { readonly id: string; readonly address: ModbusAddress; readonly scale: TagDefinition['scale']; readonly isWritable: boolean };
type Unit = { readonly words: Record<ModbusTable, Uint16Array>; readonly entries: Entry[] };

/** Modbus exception codes the image answers with. */
export const modbusException = { illegalFunction: 1, illegalAddress: 2, illegalValue: 3, deviceFailure: 4, gatewayNoTarget: 11 } as const;

const scratch = new DataView(new ArrayBuffer(8));

/** Registers and coils of one device, all its units, filled with values of tags and taking writes to them. */
export class ModbusImage {
  readonly #units = new Map<number, Unit>();
  readonly #byTag = new Map<string, Entry>();
  /** Called with engineering units when a write hits a writable tag. False refuses the value. */
  onWrite: (tag: string, value: number) => boolean = () => false;

  constructor(tags: readonly TagDefinition[], defaultUnit: number) {
    const sizes = new Map<number, Record<ModbusTable, number>>();
    const entries: Entry[] = [];
    for (const tag of tags) {
      const address = parseModbusAddress(addressText(tag), defaultUnit);
      entries.push({ id: tag.id, address, scale: tag.scale, isWritable: tag.writable });
      const size = sizes.get(address.unit) ?? { coil: 0, discrete: 0, input: 0, holding: 0 };
      size[address.table] = Math.max(size[address.table], address.offset + address.length);
      sizes.set(address.unit, size);
    }
    for (const [unit, s] of sizes) {
      const words = {
        coil: new Uint16Array(s.coil),
        discrete: new Uint16Array(s.discrete),
        input: new Uint16Array(s.input),
        holding: new Uint16Array(s.holding),
      };
      this.#units.set(unit, { words, entries: entries.filter((entry) => entry.address.unit === unit) });
    }
    for (const entry of entries) this.#byTag.set(entry.id, entry);
  }

  /** Puts a value in engineering units where the tag's address says. Integers are clamped, NaN becomes 0. */
  set(tag: string, value: number): void {
    const entry = this.#byTag.get(tag);
    if (entry === undefined) return;
    const { address, scale } = entry;
    const words = this.#units.get(address.unit)?.words[address.table];
    if (words === undefined) return;
    if (address.type === 'bit') {
      const mask = address.bit === null ? 1 : 1 << address.bit;
      const word = words[address.offset] ?? 0;
      words[address.offset] = value !== 0 ? word | mask : word & ~mask;
      return;
    }
    const raw =
      scale === undefined ? value : scale.raw[0] + ((value - scale.eu[0]) / (scale.eu[1] - scale.eu[0])) * (scale.raw[1] - scale.raw[0]);
    encode(address, raw);
    for (let i = 0; i < address.length; i++)
      words[address.offset + (address.isSwapped ? address.length - 1 - i : i)] = scratch.getUint16(i * 2);
  }

  setText(tag: string, text: string): void {
    const entry = this.#byTag.get(tag);
    const words = entry === undefined ? undefined : this.#units.get(entry.address.unit)?.words[entry.address.table];
    if (entry === undefined || words === undefined) return;
    const bytes = Buffer.alloc(entry.address.length * 2);
    bytes.write(text, 'latin1');
    for (let i = 0; i < entry.address.length; i++) words[entry.address.offset + i] = bytes.readUInt16BE(i * 2);
  }

  /** Answers one request: the PDU without unit and header in, the answer's PDU out. An exception has the top bit set. */
  answer(unitId: number, request: Buffer): Buffer {
    const code = request[0] ?? 0;
    const unit = this.#units.get(unitId);
    if (unit === undefined) return refuse(code, modbusException.gatewayNoTarget);
    if (request.length < 5) return refuse(code, modbusException.illegalValue);
    const start = request.readUInt16BE(1);
    const second = request.readUInt16BE(3);
    switch (code) {
      case 1:
        return readBits(code, unit.words.coil, start, second);
      case 2:
        return readBits(code, unit.words.discrete, start, second);
      case 3:
        return readWords(code, unit.words.holding, start, second);
      case 4:
        return readWords(code, unit.words.input, start, second);
      case 5:
        if (second !== 0 && second !== 0xff00) return refuse(code, modbusException.illegalValue);
        return this.#write(unit, code, 'coil', start, [second === 0 ? 0 : 1]) ?? Buffer.from(request.subarray(0, 5));
      case 6:
        return this.#write(unit, code, 'holding', start, [second]) ?? Buffer.from(request.subarray(0, 5));
      case 15:
      case 16: {
        const isBits = code === 15;
        const bytes = isBits ? Math.ceil(second / 8) : second * 2;
        if (second < 1 || second > (isBits ? 1968 : 123) || request[5] !== bytes || request.length < 6 + bytes)
          return refuse(code, modbusException.illegalValue);
        const values = Array.from({ length: second }, (_, i) =>
          isBits ? ((request[6 + (i >> 3)] ?? 0) >> (i & 7)) & 1 : request.readUInt16BE(6 + i * 2),
        );
        return this.#write(unit, code, isBits ? 'coil' : 'holding', start, values) ?? Buffer.from(request.subarray(0, 5));
      }
      default:
        return refuse(code, modbusException.illegalFunction);
    }
  }

  /** Writes words or coils; null when taken, the refusal otherwise. Nothing is written when any part is refused. */
  #write(unit: Unit, code: number, table: 'coil' | 'holding', start: number, values: readonly number[]): Buffer | null {
    const words = unit.words[table];
    const end = start + values.length;
    if (end > words.length) return refuse(code, modbusException.illegalAddress);
    const hit = unit.entries.filter(
      ({ address }) => address.table === table && address.offset < end && address.offset + address.length > start,
    );
    if (hit.length === 0 || hit.some((entry) => !entry.isWritable)) return refuse(code, modbusException.illegalAddress);
    const before = words.slice(start, end);
    words.set(values, start);
    for (const entry of hit) {
      const value = decode(entry, words);
      if (!Number.isFinite(value) || !this.onWrite(entry.id, value)) {
        words.set(before, start);
        return refuse(code, modbusException.illegalValue);
      }
    }
    return null;
  }
}

function decode(entry: Entry, words: Uint16Array): number {
  const { address, scale } = entry;
  if (address.type === 'bit') return ((words[address.offset] ?? 0) >> (address.bit ?? 0)) & 1;
  for (let i = 0; i < address.length && i < 4; i++)
    scratch.setUint16(i * 2, words[address.offset + (address.isSwapped ? address.length - 1 - i : i)] ?? 0);
  const raw =
    address.type === 'int16'
      ? scratch.getInt16(0)
      : address.type === 'uint16'
        ? scratch.getUint16(0)
        : address.type === 'int32'
          ? scratch.getInt32(0)
          : address.type === 'uint32'
            ? scratch.getUint32(0)
            : address.type === 'float32'
              ? scratch.getFloat32(0)
              : scratch.getFloat64(0);
  return scale === undefined ? raw : scale.eu[0] + ((raw - scale.raw[0]) / (scale.raw[1] - scale.raw[0])) * (scale.eu[1] - scale.eu[0]);
}

function encode(address: ModbusAddress, raw: number): void {
  const whole = Number.isFinite(raw) ? Math.round(raw) : 0;
  if (address.type === 'int16') scratch.setInt16(0, Math.min(32_767, Math.max(-32_768, whole)));
  else if (address.type === 'uint16') scratch.setUint16(0, Math.min(65_535, Math.max(0, whole)));
  else if (address.type === 'int32') scratch.setInt32(0, whole);
  else if (address.type === 'uint32') scratch.setUint32(0, Math.max(0, whole));
  else if (address.type === 'float32') scratch.setFloat32(0, raw);
  else scratch.setFloat64(0, raw);
}

const refuse = (code: number, exception: number): Buffer => Buffer.from([code | 0x80, exception]);

function readWords(code: number, words: Uint16Array, start: number, count: number): Buffer {
  if (count < 1 || count > 125) return refuse(code, modbusException.illegalValue);
  if (start + count > words.length) return refuse(code, modbusException.illegalAddress);
  const answer = Buffer.allocUnsafe(2 + count * 2);
  answer[0] = code;
  answer[1] = count * 2;
  for (let i = 0; i < count; i++) answer.writeUInt16BE(words[start + i] ?? 0, 2 + i * 2);
  return answer;
}

function readBits(code: number, bits: Uint16Array, start: number, count: number): Buffer {
  if (count < 1 || count > 2000) return refuse(code, modbusException.illegalValue);
  if (start + count > bits.length) return refuse(code, modbusException.illegalAddress);
  const answer = Buffer.alloc(2 + Math.ceil(count / 8));
  answer[0] = code;
  answer[1] = Math.ceil(count / 8);
  for (let i = 0; i < count; i++) if (bits[start + i] !== 0) answer[2 + (i >> 3)] = (answer[2 + (i >> 3)] ?? 0) | (1 << (i & 7));
  return answer;
}
