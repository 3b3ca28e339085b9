import type { Channel } from './channel.ts';

/** What the ports of the web, of Node's workers and of Electron have in common, made alike by `listen`. */
export type PortLike = {
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  close(): void;
};

export type PortEvents = {
  /** Calls with the data of each message; starts the port where that is needed. */
  onMessage(receive: (data: unknown) => void): void;
  onClose(closed: () => void): void;
};

const goodbye = '$goodbye';

/**
 * A channel over a MessagePort. Columns are transferred where the sender allows it, else copied by structured clone.
 * Not every port reports that its other end is gone, so an end says goodbye before it closes.
 */
export function createPortChannel(port: PortLike, events: PortEvents): Channel {
  let receiver: ((message: unknown) => void) | null = null;
  const early: unknown[] = [];
  const closers: (() => void)[] = [];
  let isOpen = true;
  const ended = (): void => {
    if (!isOpen) return;
    isOpen = false;
    port.close();
    for (const closed of closers) closed();
  };
  events.onMessage((data) => {
    if (!isOpen) return;
    if (data === goodbye) return ended();
    if (receiver === null) early.push(data);
    else receiver(data);
  });
  events.onClose(ended);
  return {
    send(message, transfer) {
      if (isOpen) port.postMessage(message, transfer === undefined ? [] : transfer);
    },
    onMessage(receive) {
      receiver = receive;
      for (const message of early.splice(0)) receive(message);
    },
    onClose: (closed) => void closers.push(closed),
    close() {
      if (!isOpen) return;
      port.postMessage(goodbye);
      ended();
    },
  };
}
