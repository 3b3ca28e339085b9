import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { unpackMessage } from '#shared/rpc/packed.ts';
import { decodeFrame, encodeFrame } from '#shared/rpc/wire.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/**
 * Holds the line to the engine outside the page's thread: a WebSocket or a MessagePort, both carrying frames.
 * Decodes, unpacks what travelled packed, and hands column buffers to the page without copying them.
 */
type Line = { send(message: unknown): void; close(): void };
const lines = new Map<number, Line>();

const tell = (message: FromWorker, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });

function deliver(line: number, message: unknown): void {
  const buffers = new Set<ArrayBuffer>();
  collectBuffers(message, buffers, 0);
  tell({ kind: 'message', line, message }, [...buffers]);
}

/** Columns stand at most four levels deep in a message (message → item → samples → column, or a list of pens). */
function collectBuffers(value: unknown, buffers: Set<ArrayBuffer>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 5) return;
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
    return;
  }
  if (Array.isArray(value)) {
    // Long lists are directories and journals: plain data, no columns in them.
    if (value.length <= 64) for (const part of value) collectBuffers(part, buffers, depth + 1);
    return;
  }
  for (const part of Object.values(value)) collectBuffers(part, buffers, depth + 1);
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
      deliver(line, unpackMessage(decodeFrame(data as ArrayBuffer), unpackAnswer));
    } catch {
      // A damaged frame: nothing after it can be trusted, so the line is given up and opened anew.
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
      deliver(line, unpackMessage(decodeFrame(data as ArrayBuffer), unpackAnswer));
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
