import type { Channel } from '#shared/rpc/channel.ts';
import { decodeFrame, encodeFrame } from '#shared/rpc/wire.ts';

/** The part of Electron's MessagePortMain that is used; the engine's hosts never import electron. */
export type MessagePortLike = {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
};

/**
 * A channel over the engine's end of a message port. Messages go as the same frames a socket carries: one buffer to copy
 * instead of an object graph, and nothing passes here that would not pass there. A damaged frame ends the line.
 */
export function createPortChannel(port: MessagePortLike): Channel {
  let receive: ((message: unknown) => void) | null = null;
  let isOpen = true;
  const early: unknown[] = [];
  const closers: (() => void)[] = [];
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const closed of closers) closed();
  };
  const close = (): void => {
    port.close();
    end();
  };
  port.on('message', ({ data }) => {
    let message: unknown;
    try {
      if (!(data instanceof ArrayBuffer)) throw new TypeError('not a frame');
      message = decodeFrame(data);
    } catch {
      return close();
    }
    if (receive === null) early.push(message);
    else receive(message);
  });
  port.on('close', end);
  port.start();
  return {
    send(message) {
      if (isOpen) port.postMessage(encodeFrame(message));
    },
    onMessage(take) {
      receive = take;
      for (const message of early.splice(0)) take(message);
    },
    onClose: (closed) => void closers.push(closed),
    close,
  };
}
