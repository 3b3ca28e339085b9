/**
 * A two-way line that carries plain data and typed arrays, in order, whole. Made over a MessagePort, a WebSocket or
 * memory; one contract test runs over all three.
 */
export type Channel = {
  /** Sends one message. `transfer` lists buffers the sender gives up; a channel that cannot transfer copies them. */
  send(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** The one receiver; set once, messages that came earlier are delivered first. */
  onMessage(receive: (message: unknown) => void): void;
  /** Called once when the line is gone, whichever side ended it. */
  onClose(closed: () => void): void;
  close(): void;
};
