import type { BurstMember, FirstOutCandidate, FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { BurstAlarm } from './burst-alarm.ts';
import { explain } from './evidence.ts';
import { judge, type Judgement } from './judge-burst.ts';
import { isOpenBetween } from './order-of-two.ts';
import type { PlantKnowledge } from './plant-knowledge.ts';

/** What one ranking looks at; later alarms of a longer burst are counted only. */
export const rankedAlarms = 1000;
const shownCandidates = 10;
/** Below this a link is a coincidence: no parent is shown. */
const parentFrom = 0.15;
/** A candidate with less than this part of the best score is no rival whose order would matter. */
const rivalFrom = 0.5;
const evenFrom = 0.95;

/** What is known of one burst besides its alarms. */
export type BurstHead = {
  /** Journal number of its first event. */
  readonly id: number;
  readonly isOver: boolean;
  /** Alarms in all; those beyond the ranked ones are not handed in. */
  readonly alarmCount: number;
};

/**
 * Ranks the alarms of one burst by how likely each was what failed first. Pure: the same alarms and knowledge give the
 * same group. Each alarm is linked to those it may have followed (interlock, topology, same asset, history, time); what
 * has no parent of its own and from which most of the burst descends ranks first. Priority plays no part. At most the
 * first 1,000 alarms by time are looked at. The formula stands in the README of this folder.
 */
export function rankBurst(burst: readonly BurstAlarm[], knowledge: PlantKnowledge, head?: Partial<BurstHead>): FirstOutGroup {
  const inOrder = burst.toSorted((a, b) => a.timeMs - b.timeMs || a.seq - b.seq);
  const alarms = inOrder.slice(0, rankedAlarms);
  const judged = judge(alarms, knowledge);
  const best = inRank(judged).slice(0, shownCandidates);
  const undecided = openPairs(best);
  // Two that stand as the journal had them share the lower score: best first stays true.
  const scores = best.map((_one, at) => Math.min(...best.slice(0, at + 1).map(({ score }) => score)));
  const ranked: FirstOutCandidate[] = best.map(({ alarm }, at) => ({
    alarm: alarm.alarm,
    seq: alarm.seq,
    tag: alarm.tag,
    asset: alarm.asset,
    timeMs: alarm.timeMs,
    uncertaintyMs: alarm.uncertaintyMs,
    score: Math.round((scores[at] ?? 0) * 1000) / 1000,
    why: explain(best[at] ?? judged[0], judged, knowledge),
  }));
  return {
    id: head?.id ?? Math.min(...alarms.map(({ seq }) => seq)),
    startMs: alarms[0]?.timeMs ?? 0,
    lastMs: inOrder.at(-1)?.timeMs ?? 0,
    isOver: head?.isOver ?? true,
    alarmCount: head?.alarmCount ?? inOrder.length,
    ranked,
    undecided,
    members: judged.map((one) => memberOf(one, alarms)),
    runbook: null,
  };
}

/** Best first. Two next to each other with all but the same score, whose order the clocks cannot tell, stand as the journal had them. */
function inRank(judged: readonly Judgement[]): readonly Judgement[] {
  const best = judged.toSorted((a, b) => b.score - a.score || a.alarm.timeMs - b.alarm.timeMs || a.alarm.seq - b.alarm.seq);
  for (let at = 1; at < best.length; at++) {
    const [a, b] = [best[at - 1], best[at]];
    if (a === undefined || b === undefined || b.alarm.seq > a.alarm.seq || b.score < a.score * evenFrom) continue;
    if (isOpenBetween(a, b)) [best[at - 1], best[at]] = [b, a];
  }
  return best;
}

/** Pairs of rivals whose intervals touch, best first. */
function openPairs(best: readonly Judgement[]): [AlarmId, AlarmId][] {
  const from = (best[0]?.score ?? 0) * rivalFrom;
  const rivals = best.filter(({ score }) => score >= from && score > 0);
  return rivals.flatMap((a, at) =>
    rivals
      .slice(at + 1)
      .filter((b) => isOpenBetween(a, b))
      .map((b): [AlarmId, AlarmId] => [a.alarm.alarm, b.alarm.alarm]),
  );
}

function memberOf({ alarm, links }: Judgement, alarms: readonly BurstAlarm[]): BurstMember {
  const link = links[0];
  const parent = link === undefined || link.weight < parentFrom ? undefined : alarms[link.cause];
  return {
    alarm: alarm.alarm,
    seq: alarm.seq,
    timeMs: alarm.timeMs,
    uncertaintyMs: alarm.uncertaintyMs,
    parent: parent?.alarm ?? null,
    via: parent === undefined ? null : (link?.via ?? null),
  };
}
