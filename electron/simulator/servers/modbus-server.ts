import { createServer, type Server, type Socket } from 'node:net';

/** Answers one PDU of a unit with another. */
export type ModbusAnswer = (unit: number, request: Buffer) => Buffer;

/**
 * Modbus TCP server: framing, pipelined requests in one segment or many, TCP_NODELAY. Anything that is not Modbus
 * closes the connection. Can be made to refuse connections or to hang, as a sick PLC does.
 */
export class ModbusServer {
  readonly #answer: ModbusAnswer;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #isHung = false;
  #port = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(answer: ModbusAnswer) {
    this.#answer = answer;
  }

  /** Listens on 127.0.0.1; 0 lets the system choose. Gives back the port; rejects with the system's error (EADDRINUSE). */
  async listen(port: number): Promise<number> {
    const server = createServer((socket) => this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.#server = server;
    const address = server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : port;
    return this.#port;
  }

  /** While hung it takes connections and requests and answers none. */
  setHung(isHung: boolean): void {
    this.#isHung = isHung;
    // What a hung device swallowed stays unanswered: its clients must come again.
    if (!isHung) for (const socket of this.#sockets) socket.destroy();
  }

  /** Closes all connections and refuses new ones; resolves when the port is free. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      const server = this.#server;
      this.#server = null;
      for (const socket of this.#sockets) socket.destroy();
      if (server !== null) await new Promise<void>((resolve) => void server.close(() => resolve()));
    });
  }

  /** Listens again on the port it had; does nothing while it listens. Rejects when somebody took the port meanwhile. */
  reopen(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#server === null) await this.listen(this.#port);
    });
  }

  /** Closing and opening take time: one begins when the one before has ended. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      if (this.#isHung) return;
      pending = pending.length === 0 ? data : Buffer.concat([pending, data]);
      const answers: Buffer[] = [];
      while (pending.length >= 8) {
        const length = pending.readUInt16BE(4);
        if (pending.readUInt16BE(2) !== 0 || length < 2 || length > 254) {
          socket.destroy();
          return;
        }
        if (pending.length < 6 + length) break;
        const unit = pending[6] ?? 0;
        const pdu = this.#answer(unit, pending.subarray(7, 6 + length));
        const frame = Buffer.allocUnsafe(7 + pdu.length);
        pending.copy(frame, 0, 0, 4);
        frame.writeUInt16BE(pdu.length + 1, 4);
        frame[6] = unit;
        pdu.copy(frame, 7);
        answers.push(frame);
        pending = pending.subarray(6 + length);
      }
      const only = answers[0];
      if (answers.length === 1 && only !== undefined) socket.write(only);
      else if (answers.length > 1) socket.write(Buffer.concat(answers));
    });
  }
}
