import { createServer, type AddressInfo } from 'node:net';

/**
 * A Modbus TCP device as lean as can be, in a process of its own, so that the engine is what is measured. It answers
 * reads of holding registers; all float32 (ABCD) in one answer hold the same number, made when the answer leaves:
 * - `sequence`: how often this start address has been read, so that the reader can count what is missing
 * - `clock`: UTC in tenths of a millisecond, modulo `clockWrap`, so that the reader knows the value's age
 * Both stay below 2^24, where a float32 still holds every whole number. Prints its port; ends when stdin does.
 */
export const clockWrap = 16_000_000;
export const clockNow = (): number => Math.floor((performance.timeOrigin + performance.now()) * 10) % clockWrap;

const headerBytes = 9;
const exceptionBytes = 9;

function serve(kind: string): void {
  const reads = new Map<number, number>();
  const value = new DataView(new ArrayBuffer(4));
  const bytes = new Uint8Array(value.buffer);
  const answer = (request: Buffer): Buffer => {
    const start = request.readUInt16BE(8);
    const count = request.readUInt16BE(10);
    const isRead = request[7] === 3 && count >= 1 && count <= 125;
    const reply = Buffer.allocUnsafe(isRead ? headerBytes + count * 2 : exceptionBytes);
    request.copy(reply, 0, 0, 8);
    reply.writeUInt16BE(reply.length - 6, 4);
    if (!isRead) {
      reply[7] = (request[7] ?? 0) | 0x80;
      reply[8] = 1;
      return reply;
    }
    reply[8] = count * 2;
    const before = reads.get(start) ?? 0;
    reads.set(start, before + 1);
    value.setFloat32(0, kind === 'clock' ? clockNow() : before);
    reply.fill(bytes, headerBytes);
    return reply;
  };
  const server = createServer((socket) => {
    let rest: Buffer = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data: Buffer) => {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      const replies: Buffer[] = [];
      for (;;) {
        const length = rest.length < 12 ? 0 : 6 + rest.readUInt16BE(4);
        if (length === 0 || rest.length < length) break;
        replies.push(answer(rest));
        rest = rest.subarray(length);
      }
      if (replies.length > 0) socket.write(replies.length === 1 ? (replies[0] as Buffer) : Buffer.concat(replies));
    });
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`));
  process.stdin.on('end', () => process.exit(0)).resume();
}

if (import.meta.main) serve(process.argv[2] ?? 'sequence');
