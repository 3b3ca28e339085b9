import type { Database } from 'better-sqlite3';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { JournalFound, JournalQuery } from '../store-types.ts';
import { type EventRow, toEvent } from './journal-table.ts';

/** Lines looked at in one call: some 20 ms. The next call goes on behind them. */
const mostLines = 20_000;
/** Lines between two looks at whether the answer is still wanted. */
const sliceLines = 2000;
/** So few alarms are looked up one by one, whatever lies between their lines. */
const fewAlarms = 32;

/**
 * Looks for lines of the alarm journal, newest first. A call looks at a bounded stretch of it and says where to go on; a
 * span begins and ends at its first and last line, wherever they are. `check` throws when the answer is not wanted any more.
 */
export function journalSearch(db: Database, check: () => void) {
  const before = db.prepare<[number, number, number], EventRow>('SELECT * FROM alarm_event WHERE seq < ? AND seq >= ? ORDER BY seq DESC LIMIT ?');
  const ofAlarm = db.prepare<[string, number, number], EventRow>('SELECT * FROM alarm_event WHERE alarm = ? AND seq < ? ORDER BY seq DESC LIMIT ?');
  // By time first: where the clock was set back, lines of a span lie apart in the order of their numbers.
  const spanEnds = db.prepare<[number, number], { least: number | null; most: number | null }>(
    'SELECT min(seq) AS least, max(seq) AS most FROM alarm_event INDEXED BY alarm_event_by_engine WHERE engine_ms >= ? AND engine_ms <= ?',
  );

  /** All lines in the order of their numbers, a stretch of them. */
  const through = (query: JournalQuery, fits: Fits, ends: Ends): JournalFound => {
    const events: AlarmEvent[] = [];
    let below = ends.below;
    for (let looked = 0; looked < mostLines; ) {
      check();
      const rows = before.all(below, ends.from, sliceLines);
      for (const row of rows) {
        below = row.seq;
        if (!fits(row)) continue;
        events.push(toEvent(row));
        if (events.length === query.limit) return { events, nextBeforeSeq: below > ends.from ? below : null };
      }
      if (rows.length < sliceLines) return { events, nextBeforeSeq: null };
      looked += rows.length;
    }
    return { events, nextBeforeSeq: below > ends.from ? below : null };
  };

  /** The lines of some alarms, each alarm's by itself, put together as far back as all of them were looked at. */
  const among = (alarms: readonly string[], query: JournalQuery, fits: Fits, ends: Ends): JournalFound => {
    const perAlarm = Math.max(query.limit, Math.floor(mostLines / alarms.length));
    const found: EventRow[] = [];
    let reach = ends.from;
    for (const alarm of alarms) {
      check();
      const rows = ofAlarm.all(alarm, ends.below, perAlarm);
      // Of this one there may be more behind its last line here.
      if (rows.length === perAlarm) reach = Math.max(reach, rows.at(-1)?.seq ?? 0);
      for (const row of rows) if (row.seq >= ends.from && fits(row)) found.push(row);
    }
    const inReach = found.filter(({ seq }) => seq >= reach).sort((a, b) => b.seq - a.seq);
    const events = inReach.slice(0, query.limit).map(toEvent);
    const isCut = inReach.length > query.limit;
    const goOn = isCut ? (events.at(-1)?.seq ?? null) : reach;
    return { events, nextBeforeSeq: goOn !== null && goOn > ends.from ? goOn : null };
  };

  /** Of the span asked for last, which is mostly the one asked for next: its first line stays the first. */
  let known: { readonly fromMs: number; readonly toMs: number; readonly least: number } | null = null;
  const endsOf = ({ span, beforeSeq }: JournalQuery): Ends | null => {
    const below = beforeSeq ?? Number.MAX_SAFE_INTEGER;
    if (span === null) return { from: 1, below };
    const { fromMs, toMs } = span;
    if (beforeSeq !== null && known?.fromMs === fromMs && known.toMs === toMs) return { from: known.least, below };
    const { least, most } = spanEnds.get(fromMs, toMs) ?? { least: null, most: null };
    if (least === null || most === null) return null;
    known = { fromMs, toMs, least };
    return { from: least, below: Math.min(below, most + 1) };
  };

  return (query: JournalQuery): JournalFound => {
    const ends = endsOf(query);
    if (ends === null) return { events: [], nextBeforeSeq: null };
    const fits = fitsOf(query);
    const few = query.alarms !== null && query.alarms.length <= fewAlarms ? [...new Set(query.alarms)] : null;
    if (few !== null && few.length === 0) return { events: [], nextBeforeSeq: null };
    return few === null ? through(query, fits, ends) : among(few, query, fits, ends);
  };
}

/** Numbers of the first line that may be wanted, and of the first one behind the last. */
type Ends = { readonly from: number; readonly below: number };
type Fits = (row: EventRow) => boolean;

function fitsOf({ span, alarms, exceptAlarms, kinds, user, text }: JournalQuery): Fits {
  const wanted = alarms === null ? null : new Set(alarms);
  const unwanted = exceptAlarms === null ? null : new Set(exceptAlarms);
  const wantedKinds = kinds === null ? null : new Set<string>(kinds);
  const named = text === null ? null : new Set(text.alarms);
  const who = user?.toLowerCase() ?? null;
  const needle = text?.needle.toLowerCase() ?? '';
  const has = (words: string | null): boolean => words !== null && words.toLowerCase().includes(needle);
  return (row) =>
    (span === null || (row.engine_ms >= span.fromMs && row.engine_ms <= span.toMs)) &&
    (wanted === null || wanted.has(row.alarm)) &&
    (unwanted === null || !unwanted.has(row.alarm)) &&
    (wantedKinds === null || wantedKinds.has(row.kind)) &&
    (who === null || row.user?.toLowerCase() === who) &&
    (named === null || named.has(row.alarm) || has(row.alarm) || has(row.user) || has(row.comment));
}
