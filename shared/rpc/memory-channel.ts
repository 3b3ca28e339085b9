import type { Channel } from './channel.ts';
import { decodeFrame, encodeFrame } from './wire.ts';

/** Two ends of a line inside one process, carrying encoded frames, so that nothing passes that a socket would not carry. */
export function createMemoryChannels(): readonly [Channel, Channel] {
  const ends = [createEnd(), createEnd()] as const;
  const open = { value: true };
  const connect = (mine: End, other: End): Channel => ({
    send(message) {
      if (!open.value) return;
      const frame = encodeFrame(message);
      queueMicrotask(() => other.deliver(frame));
    },
    onMessage: (receive) => mine.setReceiver(receive),
    onClose: (closed) => void mine.closers.push(closed),
    close() {
      if (!open.value) return;
      open.value = false;
      queueMicrotask(() => {
        for (const end of ends) for (const closed of end.closers) closed();
      });
    },
  });
  return [connect(ends[0], ends[1]), connect(ends[1], ends[0])];
}

type End = ReturnType<typeof createEnd>;
function createEnd() {
  let receiver: ((message: unknown) => void) | null = null;
  const early: unknown[] = [];
  const closers: (() => void)[] = [];
  return {
    closers,
    deliver(frame: ArrayBuffer): void {
      const message = decodeFrame(frame);
      if (receiver === null) early.push(message);
      else receiver(message);
    },
    setReceiver(receive: (message: unknown) => void): void {
      receiver = receive;
      for (const message of early.splice(0)) receive(message);
    },
  };
}
