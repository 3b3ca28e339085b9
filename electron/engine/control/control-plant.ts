import type { CompiledExpression, ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import type { ControlSettings, WriteRule } from '#shared/model/control.ts';
import type { LinkState } from '#shared/model/device.ts';
import type { Result } from '#shared/model/fault.ts';
import type { DeviceId, TagId } from '#shared/model/ids.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { TagTable } from '../tags/tag-table.ts';

/** A tag as control sees it. */
export type ControlledTag = {
  /** Dense index of this revision. */
  readonly index: number;
  readonly tag: TagDefinition;
  readonly rule: WriteRule;
  /** Null where the rule has none; a tag whose interlock cannot be judged is not writable at all. */
  readonly interlock: CompiledExpression | null;
  /** The control area it belongs to; null while every console may write. */
  readonly area: string | null;
};

export type NamedArea = { readonly area: string; readonly name: string };

/** One revision of the project, and its live values. */
export type ControlPlant = {
  readonly revision: number;
  readonly authority: ControlSettings['authority'];
  /** Areas that hold writable tags; none while every console may write. */
  readonly areas: readonly NamedArea[];
  readonly table: TagTable;
  readonly source: ExpressionSource;
  tagOf(id: TagId): ControlledTag | undefined;
};

/** Refusals of a driver; `timeout` alone means that the device may have taken the value. */
export type SendFault = 'not-connected' | 'not-writable' | 'out-of-range' | 'rejected-by-device' | 'timeout';

/** The way to the devices. */
export type ControlLinks = {
  /** Null where the device is not running. */
  stateOf(device: DeviceId): LinkState | null;
  /** Writes in device units; not put on the line at or after `untilMs`, monotonic. */
  write(device: DeviceId, index: number, value: number | string, untilMs: number): Promise<Result<null, SendFault>>;
  /** Asks the device for a fresh value of one tag, which comes into the table; whether it came is seen there. */
  read(device: DeviceId, index: number): Promise<void>;
};
