import type { AlarmEvent } from '#shared/model/alarm.ts';
import { journalWriter } from '#electron/engine/store/tables/journal-table.ts';
import { createChance } from '../history-data.ts';
import { type Maker, openMadeHistory } from './made-history.ts';
import { dayMs, endMs, penDays } from './pens.ts';

export const plantTags = 5000;
export const plantIds = Array.from({ length: plantTags }, (_, at) => `TAG-${at}`);
const fromMs = endMs - penDays * dayMs;
const alarmCount = 500;
const alarmsEveryMs = 90_000;

/**
 * How often a tag of a plant changes past its deadband, ms in the mean: 1 in 100 each minute, 1 in 5 each 10 minutes, half
 * each hour, the rest (modes, setpoints, selectors) once in 5 days. Changes come at random.
 */
export function meanGapMs(tag: number): number {
  const place = (tag * 37) % 100;
  return place < 1 ? 60_000 : place < 21 ? 600_000 : place < 71 ? 3_600_000 : 5 * dayMs;
}

/** Changes of a tag over the 30 days, oldest first, the same in every run; the first within its first gap. */
export function eachChange(tag: number, take: (timeMs: number, value: number) => void): void {
  const next = changesOf(tag);
  for (let change = next(endMs); change !== null; change = next(endMs)) take(change.timeMs, change.value);
}

/** Alarms raised at random and returned later; each event is one line of the journal. */
export function alarmEvents(): readonly AlarmEvent[] {
  const chance = createChance(3);
  const isActive = new Set<number>();
  const events: AlarmEvent[] = [];
  for (let time = fromMs; time < endMs; time += 1 + Math.floor(alarmsEveryMs * 2 * chance())) {
    const number = Math.floor(alarmCount * chance());
    const wasActive = isActive.delete(number);
    if (!wasActive) isActive.add(number);
    events.push({
      seq: events.length + 1,
      alarm: `ALARM-${number}`,
      kind: wasActive ? 'returned' : 'raised',
      from: wasActive ? 'active-acked' : 'normal',
      to: wasActive ? 'normal' : 'active-unacked',
      timeMs: time,
      engineMs: time,
      value: 1,
      quality: 0,
    } as AlarmEvent);
  }
  return events;
}

/** 5,000 tags over 30 days, 8 million samples, and a journal of 29,000 events. */
export const openPlantMonth = () => openMadeHistory('plant-month', plantIds, [new URL(import.meta.url)], makeMonth);

function makeMonth({ db, keys, block, take, closeAll }: Maker): void {
  // Day by day, as a plant writes it: the samples of a moment lie together in the file.
  const changes = Array.from(keys, (_, tag) => changesOf(tag));
  for (let day = 1; day <= penDays; day++) {
    let rows = 0;
    for (const [tag, next] of changes.entries()) {
      for (let change = next(fromMs + day * dayMs); change !== null; change = next(fromMs + day * dayMs)) {
        block.key[rows] = keys[tag] as number;
        block.timeMs[rows] = change.timeMs;
        block.value[rows++] = change.value;
        if (rows < block.key.length) continue;
        take(rows);
        rows = 0;
      }
    }
    take(rows);
    closeAll();
  }
  journalWriter(db)(alarmEvents(), []);
}

/** The changes of a tag one by one, those before a time; null when there are none left before it. */
function changesOf(tag: number): (beforeMs: number) => { readonly timeMs: number; readonly value: number } | null {
  const chance = createChance(40_000 + tag);
  const gapMs = meanGapMs(tag);
  let value = 50;
  let time = fromMs + Math.floor(gapMs * chance());
  return (beforeMs) => {
    if (time >= Math.min(beforeMs, endMs)) return null;
    value = Math.round((value + chance() - 0.5) * 100) / 100;
    const change = { timeMs: time, value };
    time += 1 + Math.floor(gapMs * 2 * chance());
    return change;
  };
}
