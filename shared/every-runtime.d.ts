/**
 * What Node, Chromium and workers all have although no ECMAScript library of TypeScript declares it. Only the parts
 * `shared` uses, in the form all of them agree on.
 */
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean });
  decode(bytes?: Uint8Array | ArrayBuffer): string;
}
declare function queueMicrotask(call: () => void): void;
type AbortSignal = {
  readonly aborted: boolean;
  addEventListener(type: 'abort', call: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', call: () => void): void;
};
declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}
