/** What the page says to the worker that holds the line. `line` numbers the lines, so that a late word of an old one is known. */
export type ToWorker =
  | { readonly kind: 'socket'; readonly line: number; readonly url: string }
  | { readonly kind: 'port'; readonly line: number; readonly port: MessagePort }
  | { readonly kind: 'send'; readonly line: number; readonly message: unknown }
  | { readonly kind: 'close'; readonly line: number };

export type FromWorker =
  | { readonly kind: 'message'; readonly line: number; readonly message: unknown }
  | { readonly kind: 'closed'; readonly line: number };

/** An answer that travelled packed, to a worker that unpacks it. */
export type ToUnpacker = { readonly line: number; readonly message: unknown };
/** The same unpacked; null where it could not be, for want of memory. */
export type FromUnpacker = { readonly line: number; readonly message: unknown };
