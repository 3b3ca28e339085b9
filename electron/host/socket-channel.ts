import type { WebSocket } from 'ws';
import type { Channel } from '#shared/rpc/channel.ts';
import { decodeFrame, encodeFrame } from '#shared/rpc/wire.ts';

/** Bytes a client may lag behind before its line is cut; the credit of the streams keeps a healthy one far below. */
const mostBufferedBytes = 256 * 1024 * 1024;

/** A channel over an accepted WebSocket: one binary frame per message; text or a damaged frame ends the line. */
export function createSocketChannel(socket: WebSocket): Channel {
  let receive: ((message: unknown) => void) | null = null;
  const early: unknown[] = [];
  socket.binaryType = 'arraybuffer';
  socket.on('message', (data, isBinary) => {
    if (!isBinary || !(data instanceof ArrayBuffer)) return socket.close(1003, 'binary frames only');
    let message: unknown;
    try {
      message = decodeFrame(data);
    } catch {
      return socket.close(1007, 'frame not understood');
    }
    if (receive === null) early.push(message);
    else receive(message);
  });
  // The 'close' event follows every error, and that is what counts.
  socket.on('error', () => undefined);
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > mostBufferedBytes) return socket.terminate();
      socket.send(encodeFrame(message));
    },
    onMessage(take) {
      receive = take;
      for (const message of early.splice(0)) take(message);
    },
    onClose: (closed) => void socket.once('close', () => closed()),
    close: () => socket.close(1000),
  };
}
