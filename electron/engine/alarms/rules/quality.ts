import { isBad, isNoLink, Q } from '#shared/model/quality.ts';
import { type AlarmRule, type Signals, verdict, type Verdict } from './rule.ts';
import { isStale } from './usable.ts';

/** Marks of the console itself that say nothing about whether a device answers. */
const ownMarks: ReadonlySet<number> = new Set([Q.badWaitingForInitialData, Q.badOutOfService, Q.badConfigurationError, Q.badInternalError]);

const badQuality = (quality: number): Verdict => {
  if (isBad(quality)) return verdict.true;
  // A stale value was not bad when it was last heard; nothing is known of now.
  return isStale(quality) ? verdict.same : verdict.false;
};
const communication = (quality: number): Verdict => {
  if (isNoLink(quality) || isStale(quality)) return verdict.true;
  return ownMarks.has((quality & 0xffff0000) >>> 0) ? verdict.same : verdict.false;
};

/**
 * The two kinds that judge the quality of a value instead of the value. `bad-quality`: severity bad, whatever the reason.
 * `communication`: the device does not answer (isNoLink), or the value is stale; a device that says why its value is bad
 * does answer. A tag that has not been usable since the start is not judged before `graceEndMs`: as after a power cut,
 * its device may still be starting.
 */
export function createQualityRule(kind: 'bad-quality' | 'communication', tags: readonly number[], signals: Signals, graceEndMs: number): AlarmRule {
  const hasBeenUsable = new Uint8Array(tags.length);
  const looksMs = new Float64Array(tags.length).fill(Number.POSITIVE_INFINITY);
  const judged = kind === 'bad-quality' ? badQuality : communication;
  const judge: AlarmRule['judge'] = (place, wasTrue, moment) => {
    const quality = signals.quality[tags[place] as number] as number;
    moment.against = Q.good;
    looksMs[place] = Number.POSITIVE_INFINITY;
    const found = judged(quality);
    if (found === verdict.false) hasBeenUsable[place] = 1;
    if (found !== verdict.true || wasTrue || hasBeenUsable[place] === 1 || moment.monotonicMs >= graceEndMs) return found;
    looksMs[place] = graceEndMs;
    return verdict.same;
  };
  return { judge, look: judge, lookMs: (place) => looksMs[place] as number };
}
