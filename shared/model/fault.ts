/** An expected refusal: a stable code for programs, a sentence and a tip for people. A bug is an exception, never a fault. */
export type Fault<Code extends string = string> = {
  readonly code: Code;
  /** One sentence: what happened, to what. */
  readonly message: string;
  /** What to do next, where something can be done. */
  readonly tip?: string;
};

export type Result<Value, Code extends string = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: Fault<Code> };

export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

export const refused = <Code extends string>(
  code: Code,
  message: string,
  tip?: string,
): { readonly ok: false; readonly fault: Fault<Code> } => ({
  ok: false,
  fault: tip === undefined ? { code, message } : { code, message, tip },
});

/** Makes the compiler list the union members a switch forgot; throws if one arrives at run time all the same. */
export function assertNever(value: never, what: string): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`);
}
