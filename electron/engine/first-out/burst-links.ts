import type { BurstMember } from '#shared/model/first-out.ts';
import type { BurstAlarm } from './burst-alarm.ts';
import { chanceBefore } from './order-of-two.ts';
import type { Path } from './asset-graph.ts';
import type { PlantKnowledge, Place, Relation } from './plant-knowledge.ts';

export type Via = NonNullable<BurstMember['via']>;
const vias: readonly Via[] = ['interlock', 'topology', 'same-asset', 'history', 'time'];

/** One alarm may have followed another: places in the list of alarms, and how much is believed of it, 0 to 1. */
export type BurstLink = { readonly cause: number; readonly effect: number; readonly weight: number; readonly via: Via };

/** Parents kept for one alarm: those behind them add nothing to a rank. */
const keptParents = 6;
const leastWeight = 0.01;
/** How fast belief fades with the time between, ms for one step through the plant. Slow processes take minutes for a step. */
const fadeMs = { interlock: 20_000, sameAsset: 300_000, topology: 60_000, history: 120_000 };

/** Everything that is believed of pairs of alarms before their behaviour is looked at; place `effect * count + cause`. */
export type PairBeliefs = {
  readonly count: number;
  /** Probability that the cause came first, 0 to 1. */
  readonly chance: Float32Array;
  /** How much is believed of the link, 0 to 1. */
  readonly weight: Float32Array;
  /** Places in `vias`. */
  readonly via: Uint8Array;
};

/** All pairs of alarms, which are in order of time. n² in time and memory (9 bytes a pair): the caller limits them. */
export function believePairs(alarms: readonly BurstAlarm[], places: readonly Place[], knowledge: PlantKnowledge): PairBeliefs {
  const count = alarms.length;
  const beliefs = { count, chance: new Float32Array(count * count), weight: new Float32Array(count * count), via: new Uint8Array(count * count) };
  const relation: Relation = { via: null, strength: 0, interlock: null, path: null };
  const timeScaleMs = paceOf(alarms);
  const placed = alarms.map((alarm, at) => ({ alarm, place: places[at] as Place }));
  for (const [at, effect] of placed.entries()) {
    for (const [from, cause] of placed.entries()) {
      if (from === at) continue;
      const pair = at * count + from;
      const chance = chanceOf(cause, effect);
      beliefs.chance[pair] = chance;
      // A link needs the clocks' word: where they cannot tell, both stand for themselves, and the plant decides by what follows from each.
      const before = 2 * chance - 1;
      if (before < 0.04) continue;
      knowledge.relate(cause.place, effect.place, relation);
      const gapMs = Math.max(0, effect.alarm.timeMs - cause.alarm.timeMs);
      const slackMs = cause.alarm.uncertaintyMs + effect.alarm.uncertaintyMs;
      const byPlant = relation.via === null ? 0 : relation.strength * fading(relation, gapMs) * inTime(relation.path, gapMs, slackMs);
      const byTime = timeAlone(cause.place, effect.place, knowledge) * fade(gapMs, timeScaleMs);
      // What was over before the other began explains it less: a dip does its harm while it lasts, or at once after.
      const { returnedMs, raises } = cause.alarm;
      const wasOver = returnedMs !== null && raises === 1 && returnedMs + slackMs < effect.alarm.timeMs;
      beliefs.weight[pair] = Math.max(byPlant, byTime) * before * (wasOver ? 0.6 : 1);
      beliefs.via[pair] = vias.indexOf(byTime > byPlant || relation.via === null ? 'time' : relation.via);
    }
  }
  return beliefs;
}

/** Most pairs of a long burst are far apart: the clocks are looked at only where they may matter. */
function chanceOf(cause: { readonly alarm: BurstAlarm; readonly place: Place }, effect: { readonly alarm: BurstAlarm; readonly place: Place }): number {
  const slackMs = cause.alarm.uncertaintyMs + effect.alarm.uncertaintyMs;
  const gapMs = effect.alarm.timeMs - cause.alarm.timeMs;
  return gapMs > slackMs ? 1 : gapMs < -slackMs ? 0 : chanceBefore(cause, effect);
}

/**
 * For each alarm (same order) the earlier ones it may have followed, strongest first, at most 6. `credit` is how much
 * each alarm is believed as a cause at all, 0 to 1: chattering ones little.
 */
export function strongestLinks({ count, weight, via }: PairBeliefs, credit: readonly number[]): readonly (readonly BurstLink[])[] {
  return Array.from({ length: count }, (_none, effect) => {
    const links: BurstLink[] = [];
    for (let cause = 0; cause < count; cause++) {
      const pair = effect * count + cause;
      const believed = (weight[pair] ?? 0) * (credit[cause] ?? 1);
      if (believed < leastWeight || (links.length === keptParents && believed <= (links.at(-1)?.weight ?? 0))) continue;
      insert(links, { cause, effect, weight: believed, via: vias[via[pair] ?? 0] ?? 'time' });
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
