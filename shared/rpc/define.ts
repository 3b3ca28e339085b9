/**
 * How a question is declared: kind, role, shapes and refusals, all in one place. Client and server types are derived
 * from it. This folder knows no plant; it needs from a schema only `safeParse`.
 */
export type Schema<Value> = {
  safeParse(input: unknown):
    | { readonly success: true; readonly data: Value }
    | { readonly success: false; readonly error: { readonly issues: readonly { readonly path: PropertyKey[]; readonly message: string }[] } };
};

/** Roles from least to most: each may do what those before it may. */
export const roles = ['view', 'operate', 'lead', 'engineer'] as const;
export type Role = (typeof roles)[number];
export const roleCovers = (have: Role, need: Role): boolean => roles.indexOf(have) >= roles.indexOf(need);

/** Refusals any call can meet, besides those it declares. */
export type CommonFault = 'bad-input' | 'forbidden' | 'internal' | 'disconnected';

export type CallSpec<Input = unknown, Output = unknown, Code extends string = string, Packed = unknown> = {
  /** A query changes nothing and may be repeated; a command acts and is written to the audit log. */
  readonly kind: 'query' | 'command';
  readonly role: Role;
  readonly input: Schema<Input>;
  readonly output: Schema<Output>;
  /** Another form the answer may travel in; whoever reads the line makes the output of it (see packed.ts). */
  readonly packed?: Schema<Packed>;
  readonly faults: readonly Code[];
};

/**
 * `state`: latest per key, may be conflated; the first item is a snapshot, then changes, neither missed nor doubled.
 * `event`: numbered, in order, resumable, never dropped; where something could not be kept an explicit gap says so.
 */
export type StreamSpec<Params = unknown, Item = unknown> = {
  readonly kind: 'state' | 'event';
  readonly role: Role;
  readonly params: Schema<Params>;
  readonly item: Schema<Item>;
};

export type Contract = Readonly<Record<string, CallSpec | StreamSpec>>;

type CallShape<Input, Output, Code extends string, Packed = never> = Omit<CallSpec<Input, Output, Code, Packed>, 'kind' | 'faults'> & {
  readonly faults?: readonly Code[];
};

export const query = <Input, Output, const Code extends string = never, Packed = never>(
  shape: CallShape<Input, Output, Code, Packed>,
): CallSpec<Input, Output, Code, Packed> & { readonly kind: 'query' } => ({ ...shape, kind: 'query', faults: shape.faults ?? [] });

export const command = <Input, Output, const Code extends string = never>(
  shape: CallShape<Input, Output, Code>,
): CallSpec<Input, Output, Code, never> & { readonly kind: 'command' } => ({ ...shape, kind: 'command', faults: shape.faults ?? [] });

export const stateStream = <Params, Item>(
  shape: Omit<StreamSpec<Params, Item>, 'kind'>,
): StreamSpec<Params, Item> & { readonly kind: 'state' } => ({ ...shape, kind: 'state' });

export const eventStream = <Params, Item>(
  shape: Omit<StreamSpec<Params, Item>, 'kind'>,
): StreamSpec<Params, Item> & { readonly kind: 'event' } => ({ ...shape, kind: 'event' });

export type CallName<C extends Contract> = { [N in keyof C]: C[N] extends CallSpec ? N : never }[keyof C] & string;
export type StreamName<C extends Contract> = { [N in keyof C]: C[N] extends StreamSpec ? N : never }[keyof C] & string;
export type InputOf<Spec> = Spec extends CallSpec<infer Input, unknown, string> ? Input : never;
export type OutputOf<Spec> = Spec extends { output: Schema<infer Output> } ? Output : never;
/** never where the answer always travels as it is. */
export type PackedOf<Spec> = Spec extends CallSpec<unknown, unknown, string, infer Packed> ? Packed : never;
export type FaultOf<Spec> = Spec extends { faults: readonly (infer Code)[] } ? (Code & string) | CommonFault : never;
export type ParamsOf<Spec> = Spec extends { params: Schema<infer Params> } ? Params : never;
export type ItemOf<Spec> = Spec extends { item: Schema<infer Item> } ? Item : never;
