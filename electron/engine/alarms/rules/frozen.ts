import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { type AlarmRule, type Signals, verdict, type Verdict } from './rule.ts';
import { against, isUsable } from './usable.ts';

/** Looked for again so often, ms, while a sample that would prove it is awaited. */
const leastLookMs = 20;
const longestLookMs = 1000;

/**
 * The values heard for `withinMs` span no more than `band`, although samples were due. Due means: of a tag that is read
 * again and again the same value has been heard after all that time (the tag table notes each hearing, repeats too). Of a
 * tag whose driver reports changes only, silence of a link that stands means that the server has sampled and found no
 * change: its quality would be bad if the link did not stand. Time with bad or stale data does not count, and a device that
 * repeats itself while its own sensor is dead is exactly what this is for.
 */
export function createFrozenRule(definitions: readonly Extract<AlarmDefinition, { kind: 'frozen' }>[], tags: readonly number[], signals: Signals): AlarmRule {
  const size = definitions.length;
  const band = Float64Array.from(definitions, (definition) => definition.band);
  const withinMs = Float64Array.from(definitions, (definition) => definition.withinMs);
  /** Least and greatest value since it last moved, and when that was: monotonic and source. NaN before the first value. */
  const least = new Float64Array(size).fill(Number.NaN);
  const greatest = new Float64Array(size).fill(Number.NaN);
  const movedMs = new Float64Array(size);
  const movedSourceMs = new Float64Array(size);
  /** How long it had stood still when its data became unusable; NaN while they are usable. */
  const heldMs = new Float64Array(size).fill(Number.NaN);
  const looksMs = new Float64Array(size).fill(Number.POSITIVE_INFINITY);

  const begin = (place: number, value: number, timeMs: number, monotonicMs: number): void => {
    least[place] = greatest[place] = value;
    movedMs[place] = monotonicMs;
    movedSourceMs[place] = timeMs;
    looksMs[place] = monotonicMs + (withinMs[place] as number);
  };
  const hold = (place: number, tag: number, monotonicMs: number): void => {
    looksMs[place] = Number.POSITIVE_INFINITY;
    if (!Number.isNaN(heldMs[place] as number) || Number.isNaN(least[place] as number)) return;
    const heard = signals.heardMs[tag] as number;
    heldMs[place] = Math.max(0, (heard < monotonicMs ? heard : monotonicMs) - (movedMs[place] as number));
  };
  const goOn = (place: number, timeMs: number, monotonicMs: number): void => {
    const stood = heldMs[place] as number;
    if (Number.isNaN(stood)) return;
    heldMs[place] = Number.NaN;
    movedMs[place] = monotonicMs - stood;
    movedSourceMs[place] = timeMs - stood;
  };

  const stillness: NonNullable<AlarmRule['look']> = (place, wasTrue, moment): Verdict => {
    const tag = tags[place] as number;
    moment.against = signals.quality[tag] as number;
    looksMs[place] = Number.POSITIVE_INFINITY;
    if (wasTrue) return verdict.same;
    const heard = signals.isRepeated[tag] === 1 ? (signals.heardMs[tag] as number) : moment.monotonicMs;
    if (heard - (movedMs[place] as number) >= (withinMs[place] as number)) {
      moment.timeMs = (movedSourceMs[place] as number) + (withinMs[place] as number);
      return verdict.true;
    }
    const dueMs = (movedMs[place] as number) + (withinMs[place] as number);
    const againMs = Math.min(longestLookMs, Math.max(leastLookMs, (withinMs[place] as number) / 8));
    looksMs[place] = dueMs > moment.monotonicMs ? dueMs : moment.monotonicMs + againMs;
    return verdict.same;
  };

  return {
    judge(place, wasTrue, moment) {
      const tag = tags[place] as number;
      const quality = signals.quality[tag] as number;
      if (!isUsable(quality)) {
        hold(place, tag, moment.monotonicMs);
        return verdict.unusable;
      }
      goOn(place, moment.timeMs, moment.monotonicMs);
      moment.against = against(quality, quality);
      const value = signals.value[tag] as number;
      if (Number.isNaN(least[place] as number)) {
        begin(place, value, moment.timeMs, moment.monotonicMs);
        return verdict.same;
      }
      const low = Math.min(value, least[place] as number);
      const high = Math.max(value, greatest[place] as number);
      if (high - low > (band[place] as number)) {
        begin(place, value, moment.timeMs, moment.monotonicMs);
        return verdict.false;
      }
      least[place] = low;
      greatest[place] = high;
      return stillness(place, wasTrue, moment);
    },
    look: stillness,
    lookMs: (place) => looksMs[place] as number,
  };
}
