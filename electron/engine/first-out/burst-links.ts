import type { BurstMember } from '#shared/model/first-out.ts';
import type { BurstAlarm } from './burst-alarm.ts';
import { chanceBefore } from './order-of-two.ts';
import type { Path } from './asset-graph.ts';
import type { PlantKnowledge, Place, Relation } from './plant-knowledge.ts';

export type Via = NonNullable<BurstMember['via']>;

/** One alarm may have followed another: places in the list of alarms, and how much is believed of it, 0 to 1. */
export type BurstLink = { readonly cause: number; readonly effect: number; readonly weight: number; readonly via: Via };

/** Parents kept for one alarm: those behind them add nothing to a rank. */
const keptParents = 6;
/** How fast belief fades with the time between, ms for one step through the plant. Slow processes take minutes for a step. */
const fadeMs = { interlock: 20_000, sameAsset: 300_000, topology: 60_000, history: 120_000 };

/**
 * For each alarm (same order) the earlier ones it may have followed, strongest first, at most 6. `credit` is how much
 * each alarm is believed as a cause at all, 0 to 1: chattering ones little. Pairs are n², so alarms are limited by the caller.
 */
export function findLinks(alarms: readonly BurstAlarm[], places: readonly Place[], credit: readonly number[], knowledge: PlantKnowledge): readonly (readonly BurstLink[])[] {
  const relation: Relation = { via: null, strength: 0, interlock: null, path: null };
  const timeScaleMs = paceOf(alarms);
  return alarms.map((effect, at) => {
    const links: BurstLink[] = [];
    for (const [from, cause] of alarms.entries()) {
      if (from === at) continue;
      const [causePlace, effectPlace] = [places[from], places[at]];
      if (causePlace === undefined || effectPlace === undefined) continue;
      // Most pairs of a long burst are far apart: the clocks are looked at only where they may matter.
      if (cause.timeMs - cause.uncertaintyMs > effect.timeMs + effect.uncertaintyMs) continue;
      const chance = chanceBefore({ alarm: cause, place: causePlace }, { alarm: effect, place: effectPlace });
      // A link needs the clocks' word: where they cannot tell, both stand for themselves, and the plant decides by what follows from each.
      const before = 2 * chance - 1;
      if (before < 0.04) continue;
      knowledge.relate(causePlace, effectPlace, relation);
      const gapMs = Math.max(0, effect.timeMs - cause.timeMs);
      const slackMs = cause.uncertaintyMs + effect.uncertaintyMs;
      let via: Via = relation.via ?? 'time';
      let weight = relation.via === null ? 0 : relation.strength * fading(relation, gapMs) * inTime(relation.path, gapMs, slackMs);
      const byTime = timeAlone(causePlace, effectPlace, knowledge) * fade(gapMs, timeScaleMs);
      if (byTime > weight) [via, weight] = ['time', byTime];
      // What was over before the other began explains it less: a dip does its harm while it lasts, or at once after.
      const wasOver = cause.returnedMs !== null && cause.raises === 1 && cause.returnedMs + slackMs < effect.timeMs;
      weight *= before * (credit[from] ?? 1) * (wasOver ? 0.6 : 1);
      if (weight >= 0.01) insert(links, { cause: from, effect: at, weight, via });
    }
    return links;
  });
}

function insert(links: BurstLink[], link: BurstLink): void {
  let at = links.length;
  while (at > 0 && (links[at - 1]?.weight ?? 0) < link.weight) at--;
  if (at >= keptParents) return;
  links.splice(at, 0, link);
  if (links.length > keptParents) links.pop();
}

/** The pace of a burst, ms: five times its median gap, so that time alone links what is close for this burst; alarms in order of time. */
function paceOf(alarms: readonly BurstAlarm[]): number {
  const gaps = alarms.slice(1).map((alarm, at) => alarm.timeMs - (alarms[at]?.timeMs ?? 0));
  const median = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  return Math.min(900_000, Math.max(5000, 5 * median));
}

/** Falls with the root of time: between one second and one hour nothing is impossible in a plant. */
const fade = (gapMs: number, scaleMs: number): number => 1 / Math.sqrt(1 + gapMs / scaleMs);

function fading(relation: Relation, gapMs: number): number {
  switch (relation.via) {
    case 'interlock':
      return fade(gapMs, fadeMs.interlock);
    case 'same-asset':
      return fade(gapMs, fadeMs.sameAsset);
    case 'history':
      return fade(gapMs, fadeMs.history);
    case 'topology':
      return fade(gapMs, fadeMs.topology * (relation.path?.cost ?? 1));
    case null:
      return 0;
  }
}

/** 1 while the time between fits the delays the project names for the way, less outside of them. */
function inTime(path: Path | null, gapMs: number, slackMs: number): number {
  if (path === null) return 1;
  if (gapMs + slackMs < path.leastS * 1000) return 0.15;
  const lateMs = gapMs - slackMs - path.mostS * 1000;
  return lateMs > 0 ? Math.max(0.15, 1 / (1 + lateMs / Math.max(1000, path.mostS * 1000))) : 1;
}

/** Belief in an order of time alone: most where nothing is known, next to nothing where the plant says there is no way. */
function timeAlone(cause: Place, effect: Place, knowledge: PlantKnowledge): number {
  if (knowledge.isEmpty) return 0.7;
  return cause.isInGraph && effect.isInGraph ? 0.04 : 0.2;
}
