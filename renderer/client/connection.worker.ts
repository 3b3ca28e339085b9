import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { unpackMessage } from '#shared/rpc/packed.ts';
import { decodeFrame, encodeFrame } from '#shared/rpc/wire.ts';
import { collectBuffers } from './collect-buffers.ts';
import { createUnpackers } from './unpackers.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/**
 * Holds the line to the engine outside the page's thread: a WebSocket or a MessagePort, both carrying frames.
 * Decodes, unpacks what travelled packed, and hands column buffers to the page without copying them.
 */
type Line = { send(message: unknown): void; close(): void };
const lines = new Map<number, Line>();

const tell = (message: FromWorker, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });

function deliver(line: number, message: unknown): void {
  tell({ kind: 'message', line, message }, [...collectBuffers(message, new Set())]);
}

const unpackLarge = createUnpackers(({ line, message }) => {
  if (message !== null) return deliver(line, message);
  lines.get(line)?.close();
  ended(line);
});

/** Hands on what is in a frame. Throws on a damaged one: nothing after it can be trusted, so the line is given up and opened anew. */
function take(line: number, frame: ArrayBuffer): void {
  const message = decodeFrame(frame);
  if (!unpackLarge(line, message, frame.byteLength)) deliver(line, unpackMessage(message, unpackAnswer));
}

function ended(line: number): void {
  if (lines.delete(line)) tell({ kind: 'closed', line });
}

function openSocket(line: number, url: string): void {
  let socket: WebSocket;
  try {
    socket = new WebSocket(url);
  } catch {
    return tell({ kind: 'closed', line });
  }
  socket.binaryType = 'arraybuffer';
  const early: ArrayBuffer[] = [];
  lines.set(line, {
    send(message) {
      const frame = encodeFrame(message);
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
      else if (socket.readyState === WebSocket.CONNECTING) early.push(frame);
    },
    close: () => socket.close(),
  });
  socket.addEventListener('open', () => {
    for (const frame of early.splice(0)) socket.send(frame);
  });
  socket.addEventListener('message', ({ data }) => {
    try {
      take(line, data as ArrayBuffer);
    } catch {
      socket.close();
      ended(line);
    }
  });
  socket.addEventListener('close', () => ended(line));
}

function openPort(line: number, port: MessagePort): void {
  // Frames are copied, not transferred: ports that lead to another process lose transferred buffers in some Electrons.
  lines.set(line, { send: (message) => port.postMessage(encodeFrame(message)), close: () => port.close() });
  port.addEventListener('message', ({ data }) => {
    try {
      take(line, data as ArrayBuffer);
    } catch {
      port.close();
      ended(line);
    }
  });
  // Told by newer browsers only; with older ones the window's next port or the silence on this one says the same.
  port.addEventListener('close', () => ended(line));
  port.start();
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'socket':
      return openSocket(data.line, data.url);
    case 'port':
      return openPort(data.line, data.port);
    case 'send':
      return lines.get(data.line)?.send(data.message);
    case 'close':
      lines.get(data.line)?.close();
      return ended(data.line);
  }
});
