import type { Channel } from './channel.ts';
import { decodeFrame, encodeFrame } from './wire.ts';

/** What the web's WebSocket and the `ws` package have in common. */
export type SocketLike = {
  binaryType: string;
  readonly readyState: number;
  send(data: ArrayBuffer): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close' | 'open' | 'error', listener: () => void): void;
};

const opening = 0;
const open = 1;

/** A channel over a WebSocket, one binary frame a message. Anything that is no frame ends the line. */
export function createSocketChannel(socket: SocketLike): Channel {
  socket.binaryType = 'arraybuffer';
  let receiver: ((message: unknown) => void) | null = null;
  const early: unknown[] = [];
  const unsent: ArrayBuffer[] = [];
  const closers: (() => void)[] = [];
  let isOpen = true;
  const ended = (): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const closed of closers) closed();
  };
  socket.addEventListener('open', () => {
    for (const frame of unsent.splice(0)) socket.send(frame);
  });
  socket.addEventListener('close', ended);
  socket.addEventListener('error', ended);
  socket.addEventListener('message', (event) => {
    if (!isOpen) return;
    let message: unknown;
    try {
      if (!(event.data instanceof ArrayBuffer)) throw new TypeError('a frame is binary');
      message = decodeFrame(event.data);
    } catch {
      socket.close();
      return ended();
    }
    if (receiver === null) early.push(message);
    else receiver(message);
  });
  return {
    send(message) {
      if (!isOpen) return;
      const frame = encodeFrame(message);
      if (socket.readyState === opening) unsent.push(frame);
      else if (socket.readyState === open) socket.send(frame);
    },
    onMessage(receive) {
      receiver = receive;
      for (const message of early.splice(0)) receive(message);
    },
    onClose: (closed) => void closers.push(closed),
    close() {
      socket.close();
      ended();
    },
  };
}
