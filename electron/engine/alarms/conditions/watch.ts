import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { AlarmExpression } from '../rules/expression.ts';
import { type AlarmRule, verdict, type Verdict } from '../rules/rule.ts';
import { isOutsideRange, isStale } from '../rules/usable.ts';
import { isComparison } from './comparisons.ts';
import { createDueQueue } from './due-queue.ts';
import { createMoment } from './moment.ts';
import { createRowOrder } from './row-order.ts';
import { createRows } from './rows.ts';
import { createRuleTable } from './rule-table.ts';
import type { Truths } from './truths.ts';

/** What rules need to know of the plant beyond its samples. */
export type PlantSignals = {
  /** Compiled truths of alarms of kind `expression`, by alarm id. */
  readonly expressions: ReadonlyMap<string, AlarmExpression>;
  readonly text: (textIndex: number) => string;
  /** By dense tag index, as in `Signals`. */
  readonly periodMs: Float64Array;
  readonly heardMs: Float64Array;
  readonly isRepeated: Uint8Array;
  /** Before this, monotonic ms, a tag that was never usable is not called bad. */
  readonly graceEndMs: number;
};

export type WatchOptions = {
  readonly definitions: readonly AlarmDefinition[];
  readonly tagOf: Int32Array;
  readonly tagIndexOf: (tag: string) => number | undefined;
  readonly tagCount: number;
  readonly truths: Truths;
  readonly plant: Partial<PlantSignals>;
};

/** Shortest time between two looks at an alarm that no sample came for, ms. */
const leastLookMs = 1;

/**
 * The alarms that have a rule. Samples of one batch are taken in the order of their source times, and those of one time
 * together: two signals that change in the same scan are not judged half changed, and a pulse inside a batch is judged as
 * any other. Signals of one moment that travel in different batches are two moments: such an alarm wants an on-delay.
 */
export function createWatch({ definitions, tagOf, tagIndexOf, tagCount, truths, plant }: WatchOptions) {
  const hasRules = definitions.some((definition) => definition.kind !== 'condition' && !isComparison(definition));
  const width = hasRules ? tagCount : 0;
  const signals = {
    value: new Float64Array(width).fill(Number.NaN),
    quality: new Uint32Array(width).fill(Q.badWaitingForInitialData),
    timeMs: new Float64Array(width).fill(Number.NaN),
    periodMs: plant.periodMs ?? new Float64Array(width),
    heardMs: plant.heardMs ?? new Float64Array(width).fill(Number.NaN),
    isRepeated: plant.isRepeated ?? new Uint8Array(width),
  };
  const table = createRuleTable(definitions, {
    tagOf,
    tagIndexOf,
    expressions: plant.expressions ?? new Map(),
    text: plant.text ?? (() => ''),
    signals,
    graceEndMs: plant.graceEndMs ?? Number.NEGATIVE_INFINITY,
  });
  const { start, list } = createRows(tagCount, (tell) => {
    for (const alarm of table.alarms) for (const tag of table.inputsOf(alarm)) tell(tag, alarm);
  });
  const looks = createDueQueue(definitions.length);
  /** Since when its signals are not usable, monotonic ms; NaN while they are. */
  const unusableMs = new Float64Array(definitions.length).fill(Number.NaN);
  /** Least lateness of its samples, as in `Conditions`. */
  const leastLateMs = new Float64Array(definitions.length).fill(Number.POSITIVE_INFINITY);
  const rows = createRowOrder(tagCount);
  const moment = createMoment();
  /** Alarms and tags touched at the moment with this number. */
  const touched = new Uint32Array(definitions.length);
  const touchedAt = new Uint32Array(definitions.length);
  const tagTouchedAt = new Uint32Array(tagCount);
  let touchedCount = 0;
  let momentNumber = 0;
  /** An alarm was told while it was judged: what it is measured against may be another now. */
  let wasTold = false;
  let isAgain = false;

  const ready = (alarm: number, timeMs: number, monotonicMs: number): void => {
    const tag = tagOf[alarm] as number;
    moment.timeMs = timeMs;
    moment.value = tag < 0 ? Number.NaN : (signals.value[tag] as number);
    moment.quality = moment.against = tag < 0 ? Q.good : (signals.quality[tag] as number);
    moment.monotonicMs = monotonicMs;
    moment.earliestMs = monotonicMs;
  };
  /** What went stale was last good when it was last heard; what is bad was so until now. */
  const usableUntil = (alarm: number, monotonicMs: number): number => {
    const tag = tagOf[alarm] as number;
    const heard = tag >= 0 && isStale(signals.quality[tag] as number) ? (signals.heardMs[tag] as number) : monotonicMs;
    return heard < monotonicMs ? heard : monotonicMs;
  };
  const conclude = (alarm: number, rule: AlarmRule, found: Verdict, sampleMs: number, monotonicMs: number, soonestMs: number): void => {
    if (found === verdict.unusable) {
      const untilMs = usableUntil(alarm, monotonicMs);
      truths.hold(alarm, untilMs);
      if (Number.isNaN(unusableMs[alarm] as number)) unusableMs[alarm] = untilMs;
    } else {
      const since = unusableMs[alarm] as number;
      moment.unseenMs = Number.isNaN(since) ? 0 : monotonicMs - since;
      unusableMs[alarm] = Number.NaN;
      truths.resume(alarm, sampleMs, monotonicMs);
      const maySay = found === verdict.true || (found === verdict.false && !isOutsideRange(moment.against));
      if (maySay) truths.turn(alarm, found as 0 | 1, moment);
    }
    const wantedMs = rule.lookMs?.(table.placeOf[alarm] as number) ?? Number.POSITIVE_INFINITY;
    const lookMs = wantedMs < soonestMs ? soonestMs : wantedMs;
    // A look that is due earlier is kept: what it is for is asked again then. This way a sample moves nothing in the queue.
    if (lookMs === Number.POSITIVE_INFINITY) looks.remove(alarm);
    else if (!looks.has(alarm) || lookMs < looks.dueMs(alarm)) looks.set(alarm, lookMs);
  };
  const judgeOne = (alarm: number, timeMs: number, monotonicMs: number): void => {
    const rule = table.ruleOf[alarm] as AlarmRule;
    ready(alarm, timeMs, monotonicMs);
    const lateMs = monotonicMs - timeMs;
    if (lateMs < (leastLateMs[alarm] as number)) leastLateMs[alarm] = lateMs;
    moment.earliestMs = timeMs + (leastLateMs[alarm] as number);
    wasTold = false;
    conclude(alarm, rule, rule.judge(table.placeOf[alarm] as number, truths.raw[alarm] === 1, moment), timeMs, monotonicMs, monotonicMs);
    if (!wasTold || isAgain) return;
    isAgain = true;
    judgeOne(alarm, timeMs, monotonicMs);
    isAgain = false;
  };
  /** Judges what the rows of one moment touched. */
  const judgeTouched = (timeMs: number, monotonicMs: number): void => {
    for (let at = 0; at < touchedCount; at++) judgeOne(touched[at] as number, timeMs, monotonicMs);
    touchedCount = 0;
    momentNumber++;
  };
  const take = (batch: SampleBatch, row: number): void => {
    const tag = batch.tag[row] as number;
    const value = batch.value[row] as number;
    const quality = batch.quality[row] as number;
    signals.value[tag] = value;
    // A number that is none is no good value, whatever its quality says.
    signals.quality[tag] = value === value || quality >>> 31 === 1 ? quality : Q.badOutOfRange;
    signals.timeMs[tag] = batch.timeMs[row] as number;
    tagTouchedAt[tag] = momentNumber;
    for (let at = start[tag] as number; at < (start[tag + 1] as number); at++) {
      const alarm = list[at] as number;
      if (touchedAt[alarm] === momentNumber) continue;
      touchedAt[alarm] = momentNumber;
      touched[touchedCount++] = alarm;
    }
  };

  return {
    has: (alarm: number): boolean => table.ruleOf[alarm] !== undefined,
    valueOf: (alarm: number): number => ((tagOf[alarm] as number) < 0 ? Number.NaN : (signals.value[tagOf[alarm] as number] as number)),
    qualityOf: (alarm: number): number => ((tagOf[alarm] as number) < 0 ? Q.good : (signals.quality[tagOf[alarm] as number] as number)),
    begin: (): void => rows.clear(),
    /** Whether a rule wants to see the samples of a tag. */
    wants: (tag: number): boolean => start[tag] !== start[tag + 1],
    /** Notes a row of such a tag. */
    note: (batch: SampleBatch, row: number): void => rows.add(batch, row),
    /** Judges the rows noted. */
    judge(batch: SampleBatch, monotonicMs: number): void {
      if (rows.length === 0) return;
      rows.sort();
      momentNumber++;
      let timeMs = rows.timeMs(0);
      for (let nth = 0; nth < rows.length; nth++) {
        const row = rows.row(nth);
        // A second sample of a tag at the same time is a moment of its own: coarse clocks must not hide a pulse.
        if (rows.timeMs(nth) !== timeMs || tagTouchedAt[batch.tag[row] as number] === momentNumber) judgeTouched(timeMs, monotonicMs);
        timeMs = rows.timeMs(nth);
        take(batch, row);
      }
      judgeTouched(timeMs, monotonicMs);
    },
    /** Looks at what is to be looked at although no sample came. */
    look(monotonicMs: number): void {
      while (looks.firstMs <= monotonicMs) {
        const alarm = looks.first;
        const rule = table.ruleOf[alarm] as AlarmRule;
        const place = table.placeOf[alarm] as number;
        const lookMs = rule.lookMs?.(place) ?? Number.POSITIVE_INFINITY;
        looks.remove(alarm);
        if (lookMs > monotonicMs) {
          if (lookMs !== Number.POSITIVE_INFINITY) looks.set(alarm, lookMs);
          continue;
        }
        const tag = tagOf[alarm] as number;
        ready(alarm, tag < 0 ? Number.NaN : (signals.timeMs[tag] as number), monotonicMs);
        const found = rule.look?.(place, truths.raw[alarm] === 1, moment) ?? verdict.same;
        // Whatever a rule wants, it is not looked at twice at one moment: the engine would never come to an end.
        conclude(alarm, rule, found, moment.timeMs, monotonicMs, monotonicMs + leastLookMs);
      }
    },
    told(alarm: number, isTrue: boolean): void {
      const rule = table.ruleOf[alarm];
      if (!isTrue || rule?.told === undefined) return;
      rule.told(table.placeOf[alarm] as number);
      wasTold = true;
    },
    get dueMs(): number {
      return looks.firstMs;
    },
    get pending(): number {
      return looks.size;
    },
  };
}
