import type { BurstAlarm } from './burst-alarm.ts';
import { believePairs, type BurstLink, type PairBeliefs, strongestLinks } from './burst-links.ts';
import { isFleeting, nuisanceOf } from './nuisance.ts';
import { isOpenBetween } from './order-of-two.ts';
import type { PlantKnowledge, Place, Relation } from './plant-knowledge.ts';

const weights = { order: 0.25, reach: 0.6, standing: 0.15 };
const atOnceMs = 2000;

/** The figures a candidate is judged by; all 0 to 1, same order as the alarms. */
export type Judgement = {
  readonly alarm: BurstAlarm;
  readonly place: Place;
  readonly links: readonly BurstLink[];
  /** How likely it has no parent in the burst. */
  readonly own: number;
  /** Share of the others, nuisances counting little, that came after it. */
  readonly order: number;
  /** Share of the others, nuisances counting little, whose chain of parents leads back to it. */
  readonly reach: number;
  readonly nuisance: number;
  readonly score: number;
};

/** Figures of all alarms, in their order. Two rounds: a nuisance from which much follows is none. */
export function judge(alarms: readonly BurstAlarm[], knowledge: PlantKnowledge): readonly Judgement[] {
  const places = alarms.map((alarm) => knowledge.placeOf(alarm));
  const first = alarms.map((alarm, at) => nuisanceOf(alarm, isFleeting(alarm) ? harmAtOnce(alarms, places, at, knowledge) : 0));
  const pairs = believePairs(alarms, places, knowledge);
  const firstLinks = strongestLinks(pairs, first.map((nuisance) => 1 - nuisance));
  const firstReach = pooled(alarms, places, firstLinks, reachOf(firstLinks, first));
  const nuisances = first.map((nuisance, at) => nuisance * (1 - (firstReach[at] ?? 0)));
  const links = strongestLinks(pairs, nuisances.map((nuisance) => 1 - nuisance));
  const reach = pooled(alarms, places, links, reachOf(links, nuisances));
  const order = orderOf(pairs, nuisances);
  return alarms.map((alarm, at) => {
    const one = { own: 1 - (links[at]?.[0]?.weight ?? 0), order: order[at] ?? 0, reach: reach[at] ?? 0, nuisance: nuisances[at] ?? 0 };
    // With nothing known of the plant, what comes late is a consequence however long the pause before it.
    return { alarm, place: places[at] as Place, links: links[at] ?? [], ...one, score: scoreOf(one, alarm, alarms.length) * (knowledge.isEmpty ? 0.2 + 0.8 * one.order : 1) };
  });
}

/** How many alarms came to stay within two seconds behind one that may have caused them; alarms in order of time. */
function harmAtOnce(alarms: readonly BurstAlarm[], places: readonly Place[], at: number, knowledge: PlantKnowledge): number {
  const relation: Relation = { via: null, strength: 0, interlock: null, path: null };
  const [one, place] = [alarms[at], places[at]];
  let count = 0;
  for (let next = at + 1; one !== undefined && place !== undefined && next < alarms.length; next++) {
    const [other, otherPlace] = [alarms[next], places[next]];
    if (other === undefined || otherPlace === undefined || other.timeMs - one.timeMs > atOnceMs) break;
    if (nuisanceOf(other, 0) > 0.3) continue;
    knowledge.relate(place, otherPlace, relation);
    if (knowledge.isEmpty || relation.strength >= 0.5) count++;
  }
  return count;
}

function scoreOf(one: Pick<Judgement, 'own' | 'order' | 'reach' | 'nuisance'>, alarm: BurstAlarm, count: number): number {
  // Being early counts in full only for one that something follows from.
  const follows = count === 1 ? 1 : Math.min(1, 0.3 + one.reach * (count - 1));
  const sum = weights.order * one.order * follows + weights.reach * Math.sqrt(one.reach) + weights.standing * (isFleeting(alarm) ? 0.5 : 1);
  return Math.min(1, Math.max(0, one.own * sum * (1 - one.nuisance)));
}

/** For each alarm the share of the others that descends from it by the links; nuisances weigh little. */
function reachOf(links: readonly (readonly BurstLink[])[], nuisances: readonly number[]): readonly number[] {
  const weight = nuisances.map((nuisance) => 1 - nuisance * 0.9);
  const total = weight.reduce((sum, one) => sum + one, 0);
  // How much of each alarm is passed to each of its possible parents: together no more than its strongest link.
  const shares = links.map((list) => {
    const squares = list.reduce((sum, link) => sum + link.weight ** 2, 0);
    return list.map((link) => ({ cause: link.cause, share: (Math.min(0.97, list[0]?.weight ?? 0) * link.weight ** 2) / squares }));
  });
  let value = weight;
  for (let round = 0; round < 60; round++) {
    const next = [...weight];
    for (const [at, list] of shares.entries()) for (const { cause, share } of list) next[cause] = (next[cause] ?? 0) + share * (value[at] ?? 0);
    const moved = next.reduce((most, one, at) => Math.max(most, Math.abs(one - (value[at] ?? 0))), 0);
    value = next;
    if (moved < total * 1e-6) break;
  }
  return value.map((one, at) => {
    const others = total - (weight[at] ?? 0);
    return others > 0 ? Math.min(1, Math.max(0, (one - (weight[at] ?? 0)) / others)) : 0;
  });
}

/**
 * Alarms without a parent that came at one moment, as far as the clocks tell, on assets with a feeder in common stand for
 * what happened there: three switchboards that lost their voltage together. Each answers for what follows from any of them.
 */
function pooled(alarms: readonly BurstAlarm[], places: readonly Place[], links: readonly (readonly BurstLink[])[], reach: readonly number[]): readonly number[] {
  const roots = alarms.flatMap((alarm, at) => ((links[at]?.[0]?.weight ?? 0) < 0.5 && (reach[at] ?? 0) > 0.01 ? [{ alarm, at, place: places[at] as Place }] : []));
  const sums = [...reach];
  for (const one of roots) {
    for (const other of roots) {
      if (one.at === other.at || !isOpenBetween(one, other) || !haveCommon(one.place.feeders, other.place.feeders)) continue;
      sums[one.at] = Math.min(1, (sums[one.at] ?? 0) + (reach[other.at] ?? 0));
    }
  }
  return sums;
}

function haveCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const one of a) if (b.has(one)) return true;
  return false;
}

/** For each alarm the share of the others, nuisances weighing little, that came after it. */
function orderOf({ count, chance }: PairBeliefs, nuisances: readonly number[]): readonly number[] {
  return nuisances.map((_nuisance, at) => {
    let after = 0;
    let total = 0;
    for (let other = 0; other < count; other++) {
      if (other === at) continue;
      const weight = 1 - (nuisances[other] ?? 0);
      total += weight;
      after += weight * (chance[other * count + at] ?? 0);
    }
    return total > 0 ? after / total : 1;
  });
}
