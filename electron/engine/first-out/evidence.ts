import type { Evidence } from '#shared/model/first-out.ts';
import type { Judgement } from './judge-burst.ts';
import { chatteringPerMin, isFleeting } from './nuisance.ts';
import { isOpenBetween } from './order-of-two.ts';
import type { PlantKnowledge, Relation } from './plant-knowledge.ts';

/** From here on an alarm is noise: nothing is said of its order to others. */
const plainNuisance = 0.3;

/** Why an alarm ranks where it does, in figures, strongest first; at most 8. Says what speaks against it, too. */
export function explain(one: Judgement | undefined, all: readonly Judgement[], knowledge: PlantKnowledge): Evidence[] {
  if (one === undefined) return [];
  const others = all.filter((other) => other !== one);
  return [...orderEvidence(one, others), ...relationEvidence(one, others, knowledge), ...clockEvidence(one, others), ...behaviour(one)].slice(0, 8);
}

function orderEvidence({ alarm }: Judgement, others: readonly Judgement[]): Evidence[] {
  const real = others.filter(({ nuisance }) => nuisance < plainNuisance);
  if (real.length === 0) return [{ kind: 'order', text: others.length === 0 ? 'The only alarm of the group' : 'The only alarm of the group that did not come and go' }];
  const first = Math.min(...real.map((other) => other.alarm.timeMs));
  if (alarm.timeMs <= first) return [{ kind: 'order', text: alarm.timeMs === first ? 'At the same moment as the next alarm in the group' : `${seconds(first - alarm.timeMs)} before the next alarm in the group` }];
  return [{ kind: 'order', text: `${seconds(alarm.timeMs - first)} after the first other alarm in the group` }];
}

function relationEvidence(one: Judgement, others: readonly Judgement[], knowledge: PlantKnowledge): Evidence[] {
  const relation: Relation = { via: null, strength: 0, interlock: null, path: null };
  let downstream = 0;
  let past: { readonly text: string; readonly strength: number } | null = null;
  const acts = new Map<string, number>();
  for (const other of others) {
    if (other.alarm.timeMs + other.alarm.uncertaintyMs < one.alarm.timeMs - one.alarm.uncertaintyMs) continue;
    knowledge.relate(one.place, other.place, relation);
    const isReached = other.place.asset !== null && (other.place.asset === one.place.asset || one.place.reach.has(other.place.asset));
    if (isReached) downstream++;
    if (relation.interlock !== null) acts.set(relation.interlock.name, (acts.get(relation.interlock.name) ?? 0) + 1);
    if (relation.via === 'history' && relation.strength > (past?.strength ?? 0)) past = { text: `Followed by ${other.alarm.alarm} in most earlier floods with it`, strength: relation.strength };
  }
  const found: Evidence[] = [];
  if (downstream > 0) found.push({ kind: 'topology', text: `Upstream of ${downstream} of ${others.length} other ${others.length === 1 ? 'alarm' : 'alarms'} in the plant's topology` });
  const [act] = [...acts].toSorted((a, b) => b[1] - a[1]);
  if (act !== undefined) found.push({ kind: 'interlock', text: `Interlock ${act[0]} links it to ${act[1]} later ${act[1] === 1 ? 'alarm' : 'alarms'}` });
  if (past !== null) found.push({ kind: 'history', text: past.text });
  const share = Math.round(one.reach * 100);
  if (share > 0) found.push({ kind: 'size', text: `${share} % of the group leads back to it` });
  return found;
}

function clockEvidence(one: Judgement, others: readonly Judgement[]): Evidence[] {
  const { alarm } = one;
  const open = others.filter((other) => other.nuisance < plainNuisance && isOpenBetween(one, other));
  const stamp = alarm.uncertaintyMs >= 1 ? `Its time is known to ± ${seconds(alarm.uncertaintyMs)}` : null;
  const [first] = open;
  if (first !== undefined) return [{ kind: 'clock', text: `${stamp ?? 'Two stamps are the same'}: that cannot tell it from ${open.length === 1 ? first.alarm.alarm : `${open.length} others`}` }];
  return stamp === null ? [] : [{ kind: 'clock', text: stamp }];
}

function behaviour({ alarm, nuisance }: Judgement): Evidence[] {
  if (alarm.observed !== undefined) return [{ kind: 'size', text: alarm.observed }];
  const less = nuisance >= plainNuisance ? ', so it counts less' : '';
  if (alarm.raisesPerMin >= chatteringPerMin) return [{ kind: 'precursor', text: `Chatters: raised ${alarm.raisesPerMin} times within a minute${less}` }];
  if (alarm.raisesBefore > 0) return [{ kind: 'precursor', text: `Raised ${alarm.raisesBefore} ${alarm.raisesBefore === 1 ? 'time' : 'times'} in the hour before${less}` }];
  if (alarm.returnedMs !== null && isFleeting(alarm)) return [{ kind: 'precursor', text: `Gone again after ${seconds(alarm.returnedMs - alarm.timeMs)}${less}` }];
  return [];
}

/** A span as people read it: milliseconds below ten seconds, then seconds, minutes and hours. */
export function seconds(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(3)} s`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
