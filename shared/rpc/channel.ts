/**
 * A two-way line that carries plain data and typed arrays, in order, whole. Made over a MessagePort, a WebSocket or
 * memory; one contract test runs over all three.
 */
export type Channel = {
  /** Sends one message. It is encoded before the call returns: the sender may reuse its columns then. */
  send(message: unknown): void;
  /** The one receiver; set once, messages that came earlier are delivered first. */
  onMessage(receive: (message: unknown) => void): void;
  /** Called once when the line is gone, whichever side ended it. */
  onClose(closed: () => void): void;
  close(): void;
};
