import { createServer, type Server, type Socket } from 'node:net';

/** One request as the device received it. */
export type ModbusRequest = {
  readonly id: number;
  readonly unit: number;
  readonly functionCode: number;
  readonly start: number;
  readonly count: number;
};

/** What the device sends instead of its right answer: any bytes, in any number of pieces; null leaves it at the right one. */
export type Misbehaviour = (request: ModbusRequest, right: Buffer, send: (frame: Buffer) => void) => readonly Buffer[] | null;

/**
 * A Modbus TCP device that does as it is told, well or badly. Answers at once and in order, several requests in flight
 * included. Reads 1–4, writes 5, 6, 15, 16, 22.
 */
export type ModbusDevice = {
  readonly port: number;
  readonly holding: Uint16Array;
  readonly input: Uint16Array;
  readonly coils: Uint8Array;
  readonly discretes: Uint8Array;
  /** Registers and bits it does not have: exception 2. */
  readonly missing: Set<number>;
  /** Functions it does not know: exception 1. */
  readonly unknownFunctions: Set<number>;
  /** Units behind it that stay silent. */
  readonly deadUnits: Set<number>;
  /** Requests received since the start, in order; at most the last 10,000. */
  readonly requests: readonly ModbusRequest[];
  readonly connections: number;
  /** Connections accepted since the start. */
  readonly accepted: number;
  misbehave(how: Misbehaviour | null): void;
  /** Requests it receives, and neither carries out nor answers; null: none. */
  ignore(which: ((request: ModbusRequest) => boolean) | null): void;
  /** Keeps its connections and accepts new ones, and answers nothing until `resume`. */
  hang(): void;
  resume(): void;
  /** Closes the port and cuts all connections; `start` opens the same port again. */
  stop(): Promise<void>;
  start(): Promise<void>;
};

export async function startModbusDevice(): Promise<ModbusDevice> {
  const holding = new Uint16Array(65_536);
  const input = new Uint16Array(65_536);
  const coils = new Uint8Array(65_536);
  const discretes = new Uint8Array(65_536);
  const missing = new Set<number>();
  const unknownFunctions = new Set<number>();
  const deadUnits = new Set<number>();
  const requests: ModbusRequest[] = [];
  const sockets = new Set<Socket>();
  let misbehaviour: Misbehaviour | null = null;
  let ignored: ((request: ModbusRequest) => boolean) | null = null;
  let isHanging = false;
  let server: Server | null = null;
  let port = 0;
  let accepted = 0;

  const isMissing = (start: number, count: number): boolean => {
    for (const address of missing) if (address >= start && address < start + count) return true;
    return false;
  };
  function answer(unit: number, pdu: Buffer): Buffer {
    const functionCode = pdu[0]!;
    const start = pdu.readUInt16BE(1);
    const second = pdu.readUInt16BE(3);
    const refuse = (code: number): Buffer => Buffer.from([functionCode | 0x80, code]);
    if (unknownFunctions.has(functionCode)) return refuse(1);
    const isSingle = functionCode === 5 || functionCode === 6 || functionCode === 22;
    if (isMissing(start, isSingle ? 1 : second)) return refuse(2);
    switch (functionCode) {
      case 1:
      case 2: {
        const from = functionCode === 1 ? coils : discretes;
        const bytes = Buffer.alloc((second + 7) >> 3);
        for (let bit = 0; bit < second; bit++) bytes[bit >> 3]! |= from[start + bit]! << (bit & 7);
        return Buffer.concat([Buffer.from([functionCode, bytes.length]), bytes]);
      }
      case 3:
      case 4: {
        const from = functionCode === 3 ? holding : input;
        const bytes = Buffer.alloc(second * 2);
        for (let word = 0; word < second; word++) bytes.writeUInt16BE(from[start + word]!, word * 2);
        return Buffer.concat([Buffer.from([functionCode, bytes.length]), bytes]);
      }
      case 5:
        coils[start] = second === 0xff00 ? 1 : 0;
        return pdu;
      case 6:
        holding[start] = second;
        return pdu;
      case 15:
        for (let bit = 0; bit < second; bit++) coils[start + bit] = (pdu[6 + (bit >> 3)]! >> (bit & 7)) & 1;
        return pdu.subarray(0, 5);
      case 16:
        for (let word = 0; word < second; word++) holding[start + word] = pdu.readUInt16BE(6 + word * 2);
        return pdu.subarray(0, 5);
      case 22:
        holding[start] = (holding[start]! & second) | (pdu.readUInt16BE(5) & ~second);
        return pdu;
      default:
        return refuse(unit === 0 ? 11 : 1);
    }
  }
  function serve(socket: Socket): void {
    let pending = Buffer.alloc(0);
    accepted += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      socket.cork();
      while (pending.length >= 8 && pending.length >= pending.readUInt16BE(4) + 6) {
        const size = pending.readUInt16BE(4) + 6;
        const frame = pending.subarray(0, size);
        pending = pending.subarray(size);
        const unit = frame[6]!;
        const pdu = frame.subarray(7);
        const request = { id: frame.readUInt16BE(0), unit, functionCode: pdu[0]!, start: pdu.readUInt16BE(1), count: pdu.readUInt16BE(3) };
        requests.push(request);
        if (requests.length > 10_000) requests.shift();
        if (isHanging || deadUnits.has(unit) || ignored?.(request) === true) continue;
        const right = frameOf(request.id, unit, answer(unit, pdu));
        const send = (bytes: Buffer): void => void (socket.destroyed || socket.write(bytes));
        for (const piece of misbehaviour?.(request, right, send) ?? [right]) send(piece);
      }
      socket.uncork();
    });
  }
  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const opened = createServer(serve);
      opened.once('error', reject);
      opened.listen(port, '127.0.0.1', () => {
        const address = opened.address();
        if (address !== null && typeof address === 'object') port = address.port;
        server = opened;
        resolve();
      });
    });
  await start();
  return {
    get port() {
      return port;
    },
    holding,
    input,
    coils,
    discretes,
    missing,
    unknownFunctions,
    deadUnits,
    requests,
    get connections() {
      return sockets.size;
    },
    get accepted() {
      return accepted;
    },
    misbehave(how) {
      misbehaviour = how;
    },
    ignore(which) {
      ignored = which;
    },
    hang() {
      isHanging = true;
    },
    resume() {
      isHanging = false;
    },
    stop: () =>
      new Promise((resolve) => {
        if (server === null) return resolve();
        server.close(() => resolve());
        server = null;
        for (const socket of sockets) socket.destroy();
      }),
    start,
  };
}

/** A frame with a right header around these bytes. */
export function frameOf(id: number, unit: number, pdu: Uint8Array): Buffer {
  const frame = Buffer.alloc(7 + pdu.length);
  frame.writeUInt16BE(id, 0);
  frame.writeUInt16BE(pdu.length + 1, 4);
  frame[6] = unit;
  frame.set(pdu, 7);
  return frame;
}
