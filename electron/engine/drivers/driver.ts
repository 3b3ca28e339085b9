import type { z } from 'zod';
import type { DeviceDefinition, LinkHealth } from '#shared/model/device.ts';
import type { ConditionAction, ConditionReport } from '#shared/model/device-condition.ts';
import type { Result } from '#shared/model/fault.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { TagDefinition, TagType } from '#shared/model/tag.ts';
import type { Clock, Log } from '../ports.ts';

/** One tag as its driver sees it. */
export type DriverTag<Address> = {
  /** Index to put into batches: 0 … n-1 within this device; the engine maps it to the dense index of the project. */
  readonly index: number;
  readonly id: string;
  readonly address: Address;
  readonly type: TagType;
  /** Time between values asked for, ms. */
  readonly periodMs: number;
  readonly writable: boolean;
  /** An alarm judges it: no change of it may be missed where the protocol can carry them all. */
  readonly isAlarmed?: boolean;
};

/** What the engine hands a driver. A driver reaches the world through this and its own sockets, nothing else. */
export type DriverContext = {
  readonly device: DeviceDefinition;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Folder of its own for certificates and the like; exists. */
  readonly dataDir: string;
  /** Folder all devices of this driver share, for what belongs to the console itself, such as its certificate; exists. */
  readonly sharedDir: string;
  /**
   * Takes samples in device units (scaling is the tag table's business). The engine has copied what it keeps when the
   * call returns: the driver reuses its batch. Never throws.
   */
  readonly onSamples: (batch: SampleBatch) => void;
  /**
   * Resolves when every sample handed over so far is on disk (or counted as lost), within about 250 ms: a peer that keeps
   * samples until they are acknowledged is told only then.
   */
  readonly whenDurable: () => Promise<void>;
  /**
   * Samples taken by the device since `sinceMs` (engine clock, UTC epoch ms) were lost although the link stands: an
   * overflow of its queue, messages it no longer had. The engine asks for its history where it has one.
   */
  readonly onMissed: (sinceMs: number) => void;
  /** Takes news of the alarms the device judges itself, in order, where the protocol has them. Never throws. */
  readonly onConditions?: (report: ConditionReport) => void;
  /** Reports the health of the link; called on every change of state and about once a second while anything counts up. */
  readonly onHealth: (health: LinkHealth) => void;
  /** The number under which a text value travels in a batch; the same text gives the same number for ever. */
  readonly textIndex: (text: string) => number;
};

export type ConditionFault = 'not-connected' | 'rejected-by-device' | 'timeout';
export type WriteFault = 'not-connected' | 'not-writable' | 'out-of-range' | 'rejected-by-device' | 'timeout';

/** One entry of an address space, for the browser in the engineering view. */
export type BrowseEntry = {
  /** What to browse or bind next: an OPC UA node id, for instance. */
  readonly address: string;
  readonly name: string;
  readonly kind: 'folder' | 'value' | 'method' | 'other';
  readonly dataType: string | null;
  readonly hasChildren: boolean;
};

/** What is asked of a device's own history. */
export type BackfillQuery = {
  readonly tags: readonly number[];
  /** Source times by the device's clock, UTC epoch ms; both ends included. */
  readonly fromMs: number;
  readonly toMs: number;
  /**
   * Takes samples in device units, by source time within each tag. The driver waits for the promise before it asks for
   * more, and then reuses the batch. They are the past: none of them goes through `onSamples`.
   */
  readonly onSamples: (batch: SampleBatch) => Promise<void>;
  /** Ends the reading early; the answer is then `not-connected`. */
  readonly signal: AbortSignal;
};

/** `whole`: tags whose history was read to the end. The others have none in the device, or it refused to give it. */
export type Backfilled = { readonly whole: readonly number[] };

/**
 * A live link to one device. Construction does nothing; `start` begins connecting and returns at once, and from then on
 * the driver keeps the link by itself: back-off with jitter, reconnect, subscribe again.
 * While the link is down every tag of it is given a bad quality (Q.badNotConnected or Q.badTimeout, NaN, with the time
 * the loss was noticed) within two periods plus the time-out, and health says `down`.
 */
export type Driver = {
  start(): void;
  /** One fresh reading of these tags, straight from the device, delivered through `onSamples` before it resolves. */
  read(tags: readonly number[]): Promise<Result<null, 'not-connected' | 'timeout'>>;
  /**
   * Writes in device units and resolves when the device has confirmed. Never queued across a lost link, and never put on the
   * line at or after `untilMs` (monotonic; without it no such limit). `timeout` alone means that the device may have taken it;
   * what of it the system still holds is then thrown away, as far as the protocol's library lets that be done.
   */
  write(tag: number, value: number | string, untilMs?: number): Promise<Result<null, WriteFault>>;
  /** Children of an address ('' is the root), where the protocol can be browsed. */
  browse?(address: string): Promise<Result<readonly BrowseEntry[], 'not-connected' | 'unknown-address' | 'timeout'>>;
  /** History the device itself kept; fills gaps after an outage, where the protocol has it. */
  backfill?(query: BackfillQuery): Promise<Result<Backfilled, 'not-connected' | 'not-supported'>>;
  /**
   * Acknowledges or resets a condition of the device's own, with this comment, and resolves when the device took it; its
   * new state comes through `onConditions`. Never queued across a lost link.
   */
  actOnCondition?(action: ConditionAction, key: string, comment: string): Promise<Result<null, ConditionFault>>;
  /** Peer certificates refused so far, and the way to trust one, where the protocol has them. */
  rejectedCertificates?(): Promise<readonly PeerCertificate[]>;
  trustCertificate?(thumbprint: string): Promise<Result<null, 'not-found'>>;
  /** Ends the link; resolves when no socket, timer or session of it is left. Nothing is delivered afterwards. */
  dispose(): Promise<void>;
};

export type PeerCertificate = {
  readonly thumbprint: string;
  readonly subject: string;
  readonly validToMs: number;
};

/** A driver plug-in. `Options` and `Address` are checked by its schemas before `create` sees them. */
export type DriverType<Options, Address> = {
  /** The name devices use in `driver:`. */
  readonly name: string;
  readonly title: string;
  readonly optionsSchema: z.ZodType<Options>;
  /** Parses the `address` of a tag: a short text form or an object. */
  readonly addressSchema: z.ZodType<Address>;
  /**
   * True when an unchanged value is not delivered again (OPC UA subscriptions): only a tag with a `periodMs` of its own
   * can then turn stale, and the driver answers for silence of the whole link.
   */
  readonly reportsChangesOnly?: boolean;
  /** True when its samples carry the time the device gave them, not that of the reading here. */
  readonly timesFromDevice?: boolean;
  /** Address mistakes that only show with the tag's type ("a bit cannot be a float"); a sentence, or null when it fits. */
  readonly checkTag?: (tag: TagDefinition, address: Address) => string | null;
  create(context: DriverContext, options: Options, tags: readonly DriverTag<Address>[]): Driver;
};

/** A plug-in with its types folded away, as the registry holds it. */
export type AnyDriverType = {
  readonly name: string;
  readonly title: string;
  readonly optionsSchema: z.ZodType;
  readonly addressSchema: z.ZodType;
  readonly reportsChangesOnly?: boolean;
  readonly timesFromDevice?: boolean;
  readonly checkTag?: (tag: TagDefinition, address: never) => string | null;
  create(context: DriverContext, options: never, tags: readonly DriverTag<never>[]): Driver;
};
