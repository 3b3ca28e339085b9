import type { AlarmDefinition, AlarmEvent, AlarmStanding, Hiding } from '#shared/model/alarm.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { Clock, Log } from '../ports.ts';
import type { JournalStore } from './alarm-journal.ts';
import type { Delay, PlantSignals } from './conditions.ts';
import type { Suppressor } from './design-suppression.ts';
import type { Actor, HideRequest } from './hide-requests.ts';
import type { AlarmInput } from './step.ts';

export type AlarmName = AlarmStanding['alarm'];

export type AlarmEngineOptions = {
  readonly definitions: readonly AlarmDefinition[];
  readonly tagIndexOf: (tag: string) => number | undefined;
  readonly tagCount: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: JournalStore;
  /** Where the alarms stood at the last end, from the journal's snapshot, and the last number used there. */
  readonly restored: readonly AlarmStanding[];
  readonly lastSeq: number;
  /** Called with events in order, and where the alarms that changed stand now, once they may be seen. Events are none where only a hidden alarm's condition changed. */
  readonly publish: (events: readonly AlarmEvent[], standings: readonly AlarmStanding[]) => void;
  /** What of the design suppresses alarms. */
  readonly suppressors?: readonly Suppressor[];
  /** Longest time the alarm of this index may be shelved, minutes; 0 forbids it. Twelve hours where absent. */
  readonly maxShelveMinOf?: (alarm: number) => number;
  /** ± ms within which a source time of this alarm, at its tag, is true; undefined where that is not known. */
  readonly uncertaintyMsOf?: (tag: number, timeMs: number, alarm: number, unseenMs: number) => number | undefined;
  /** What alarms beyond limits and states need to know of the signals. */
  readonly signals?: Partial<PlantSignals>;
  /** Alarms are only looked at: nothing ends, comes again or is written. */
  readonly isStill?: boolean;
  /** Where alarms of kind `condition` are judged. */
  readonly atDevice?: {
    /** Acknowledges or resets one there; null when the device took it and the journal has it, else why not. */
    act(input: 'acknowledge' | 'reset', alarm: AlarmName, user: string, comment: string): Promise<string | null>;
    /** Told at once when nothing hides one any more. */
    released(alarm: AlarmName): void;
  };
};

export type Handled = { readonly done: readonly AlarmName[]; readonly refused: readonly { readonly alarm: AlarmName; readonly reason: string }[] };
export type Occurrence = { readonly alarm: AlarmName; readonly seq: number };

export type Cause = {
  readonly timeMs: number;
  readonly value: number;
  readonly quality: number;
  readonly uncertaintyMs?: number | undefined;
  readonly user?: string | undefined;
  readonly comment?: string | undefined;
  readonly hiding?: Hiding | undefined;
  /** Whether it latches when it returns, where that is not a matter of the definition. */
  readonly latching?: boolean | undefined;
};

export type AlarmEngine = {
  apply(batch: SampleBatch): void;
  /** Delays that run, of alarms of the project. */
  delays(): readonly { readonly definition: AlarmDefinition; readonly delay: Delay }[];
  /** Delays that ran before a reload go on, of alarms that are judged as they were; called when the values of before were judged. */
  goOn(before: Pick<AlarmEngine, 'delays'>): void;
  /** Acknowledges or resets occurrences; resolves when the journal has it on disk. */
  act(input: 'acknowledge' | 'reset', occurrences: readonly Occurrence[], user: string, comment: string): Promise<Handled>;
  /** Shelves, takes out of service, ends either, or hands over; resolves when the journal has it on disk. */
  hide(request: HideRequest, alarms: readonly AlarmName[], actor: Actor): Promise<Handled>;
  /** Makes an alarm known that the project does not define: a condition a device brought along; again, describes it anew. */
  know(definition: AlarmDefinition): void;
  /** Makes such an alarm unknown again; nothing happens to one that is not normal, or the project's. */
  forget(alarm: AlarmName): void;
  /** Steps an alarm that something else judges, a device for one; false where the input changes nothing. `done` is called when it is on disk. */
  report(alarm: AlarmName, input: AlarmInput, cause: Cause, done?: () => void): boolean;
  /** Gives the standing of an alarm that is not normal this quality, without a line in the journal. */
  refine(alarm: AlarmName, quality: number): void;
  /** What every alarm is that is known here, those that devices brought along too. */
  readonly definitions: readonly AlarmDefinition[];
  /** Where one alarm stands, published or not; null for one nobody knows. */
  currentOf(alarm: AlarmName): AlarmStanding | null;
  /** Alarms that are not normal and judged by this device, or by any (null). */
  ofDevice(device: string | null): readonly AlarmName[];
  /** Where alarms stand as published, only those that are not normal. */
  standings(): readonly AlarmStanding[];
  /** Where one alarm stands as published, `normal` included; null for an alarm the project does not have. */
  standingOf(alarm: AlarmName): AlarmStanding | null;
  /** Number of the last published event. */
  readonly publishedSeq: number;
  settled(): Promise<void>;
  /** Engine time up to which every event is on disk; Infinity while all are. */
  readonly writtenToMs: number;
  /** Everything there is to write is on disk. */
  readonly isSettled: boolean;
  close(): void;
};
