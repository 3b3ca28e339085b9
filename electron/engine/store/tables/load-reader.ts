import type { Database } from 'better-sqlite3';
import { binColumns } from '#shared/alarm-load/load-bins.ts';
import { createLoadMeter, type MeterReading } from '#shared/alarm-load/load-meter.ts';
import { loadLists } from '#shared/alarm-load/load-rows.ts';
import { beforeTime } from '#shared/math/next-time.ts';
import type { AlarmStanding, AlarmState } from '#shared/model/alarm.ts';
import type { JournalLoad, JournalLoadQuery } from '../store-types.ts';
import { pastReader } from './past-reader.ts';

/** Texts cost most of the reading, so no more than these: what an alarm came from is known from the event before. */
type LoadRow = [alarm: string, to: AlarmState, isRepeated: 0 | 1, engineMs: number, seq: number];

/** Rows between two looks at whether the answer is still wanted: some 10 ms. */
const pageRows = 10_000;
const mostFloods = 500;
/** Columns of the chart; a longer span has several intervals a column. */
export const mostChartColumns = 4464;
const minuteMs = 60_000;

/**
 * Figures of alarm load from the journal, by engine time. The events of a span are read once, in order, and never held; `check` throws when
 * the answer is not wanted any more.
 */
export function loadReader(db: Database, check: () => void) {
  const past = pastReader(db);
  const columns = "alarm, state_to, state_from = 'active-unacked', engine_ms, seq";
  const byTime = db
    .prepare<[number, number, number], LoadRow>(
      `SELECT ${columns} FROM alarm_event WHERE (engine_ms, seq) > (?, ?) AND engine_ms <= ? ORDER BY engine_ms, seq LIMIT ${pageRows}`,
    )
    .raw();
  const byNumber = db
    .prepare<[number, number], LoadRow>(`SELECT ${columns} FROM alarm_event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${pageRows}`)
    .raw();
  const first = db.prepare<[], number | null>('SELECT min(engine_ms) FROM alarm_event').pluck();
  const firstOf = db.prepare<[number], number>('SELECT seq FROM alarm_event WHERE engine_ms >= ? ORDER BY engine_ms, seq LIMIT 1').pluck();
  const lastOf = db
    .prepare<[number], number>('SELECT seq FROM alarm_event WHERE engine_ms <= ? ORDER BY engine_ms DESC, seq DESC LIMIT 1')
    .pluck();
  const countOf = db.prepare<[number, number], number>('SELECT count(*) FROM alarm_event WHERE engine_ms >= ? AND engine_ms <= ?').pluck();

  const eachByTime = (fromMs: number, toMs: number, take: (row: LoadRow) => void): void => {
    // The first page begins at `fromMs` itself: no event has a number below 0.
    for (let [afterMs, afterSeq] = [fromMs, -1]; ;) {
      check();
      const rows = byTime.all(afterMs, afterSeq, toMs);
      for (const row of rows) take(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRows) return;
      [afterMs, afterSeq] = [last[3], last[4]];
    }
  };
  /** The same by number, which is half the work; false, after some rows, where the clock was set back in the span. */
  const eachByNumber = (fromMs: number, toMs: number, take: (row: LoadRow) => void): boolean => {
    const [firstSeq, lastSeq] = [firstOf.get(fromMs), lastOf.get(toMs)];
    if (firstSeq === undefined || lastSeq === undefined) return true;
    // As many by time as by number, and below in order: then they are the same ones.
    if (countOf.get(fromMs, toMs) !== lastSeq - firstSeq + 1) return false;
    let beforeMs = fromMs;
    for (let afterSeq = firstSeq - 1; afterSeq < lastSeq;) {
      check();
      const rows = byNumber.all(afterSeq, lastSeq);
      for (const row of rows) {
        if (row[3] < beforeMs) return false;
        beforeMs = row[3];
        take(row);
      }
      const last = rows.at(-1);
      if (last === undefined) return false;
      afterSeq = last[4];
    }
    return true;
  };

  type Added = { readonly reading: MeterReading; readonly ids: readonly string[] };
  const add = (
    query: JournalLoadQuery,
    fromMs: number,
    before: readonly AlarmStanding[],
    walk: typeof eachByNumber | typeof eachByTime,
  ): Added | null => {
    const meter = createLoadMeter({ fromMs, operators: query.operators, rules: query.rules });
    const momentary = new Set(query.momentary);
    const ids: string[] = [];
    const numbers = new Map<string, number>();
    const numberOf = (alarm: string): number => {
      const known = numbers.get(alarm);
      if (known !== undefined) return known;
      const number = ids.push(alarm) - 1;
      numbers.set(alarm, number);
      if (momentary.has(alarm)) meter.momentary(number);
      return number;
    };
    for (const { alarm, state, raisedMs } of before) meter.begin(numberOf(alarm), state, raisedMs);
    if (walk(fromMs, query.toMs, (row) => meter.add(numberOf(row[0]), row[1], row[3])) === false) return null;
    for (const alarm of query.gone) if (numbers.has(alarm)) meter.drop(numberOf(alarm));
    return { reading: meter.read(query.toMs), ids };
  };

  return {
    /** One snapshot of the journal: what is written meanwhile is not in it. */
    load: (query: JournalLoadQuery): JournalLoad =>
      db.transaction((): JournalLoad => {
        const { toMs, rules, most } = query;
        const firstMs = first.get() ?? null;
        // Before the journal begins nothing is known; a rate over that time would look too good. Of an empty one least of all.
        const fromMs = firstMs === null ? toMs : Math.min(toMs, Math.max(query.fromMs, firstMs));
        const before = firstMs !== null && firstMs < fromMs ? past.standingAt(beforeTime(fromMs)).standings : [];
        const { reading, ids } = add(query, fromMs, before, eachByNumber) ?? (add(query, fromMs, before, eachByTime) as Added);
        const { figures, bins, floods, columns: of, alarms } = reading;
        const raised = ids.map((alarm, at) => [alarm, of.raised[at] ?? 0] as const).filter(([, count]) => count > 0);
        return {
          firstMs,
          figures,
          floods: floods.slice(-mostFloods),
          lists: loadLists(of, alarms, {
            idOf: (at) => ids[at] as string,
            fromMs,
            toMs: figures.toMs,
            staleMs: rules.staleAfterH * 3_600_000,
            most,
          }),
          raised: { alarms: raised.map(([alarm]) => alarm), counts: Uint32Array.from(raised, ([, count]) => count) },
          chart: binColumns(bins, mostChartColumns),
        };
      })(),
    /** Alarms annunciated in each minute of a span, the last of which may have only begun, of events up to a number. */
    minutes: ({
      fromMs,
      toMs,
      lastSeq,
    }: {
      readonly fromMs: number;
      readonly toMs: number;
      readonly lastSeq: number;
    }): { firstMs: number | null; counts: Uint32Array<ArrayBuffer> } => {
      const counts = new Uint32Array(Math.max(0, Math.ceil((toMs - fromMs) / minuteMs)));
      eachByTime(fromMs, toMs, ([, to, isRepeated, engineMs, seq]) => {
        const at = Math.floor((engineMs - fromMs) / minuteMs);
        if (to === 'active-unacked' && isRepeated === 0 && seq <= lastSeq && at < counts.length) counts[at] = (counts[at] as number) + 1;
      });
      return { firstMs: first.get() ?? null, counts };
    },
  };
}
