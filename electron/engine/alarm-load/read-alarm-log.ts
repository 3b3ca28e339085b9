import { firstCsvRows, openCsvSource } from '../exchange/formats/csv-source.ts';
import { TableRefused } from '../exchange/formats/table.ts';
import { guessLogColumns, type LogColumns } from './log-columns.ts';
import { guessTimeForm, isLogTime, type LogTimeForm, readLogTime } from './log-times.ts';
import { type LogKind, logKinds, readLogPriority, readLogState } from './log-words.ts';

export type LoggedAlarm = {
  /** `TAG/CONDITION`, or `TAG` where the log names no condition. */
  readonly id: string;
  readonly tag: string;
  readonly condition: string;
  readonly priority: 1 | 2 | 3 | 4 | null;
  readonly description: string;
  readonly area: string;
};

/** An alarm log of another system; columns of equal length, in order of time, equal times in the order of the file. */
export type AlarmLog = {
  /** UTC epoch ms; where `timeForm` is `seconds`, ms from whatever the log's seconds count from. */
  readonly timeMs: Float64Array;
  /** Positions in `alarms`. */
  readonly alarm: Uint32Array;
  /** Positions in `logKinds`. */
  readonly kind: Uint8Array;
  readonly alarms: readonly LoggedAlarm[];
  readonly timeForm: LogTimeForm;
  readonly columns: LogColumns;
  /** Rows that are no transition of an alarm: operator actions and the like. */
  readonly others: number;
  /** Rows that could not be read, and the first of them in words. */
  readonly unread: { readonly count: number; readonly first: readonly string[] };
  /** What was taken for granted, a sentence each. */
  readonly assumptions: readonly string[];
};

/** Rows a log may have; more than ten years of a plant that should be looked at. */
export const mostLogRows = 20_000_000;
const mostAlarms = 1_000_000;
const lookedAt = 1000;
const toldRows = 5;

/**
 * Reads an alarm log: CSV with a time, a tag and mostly a state, condition and priority, under whatever names. Throws a
 * TableRefused with one sentence where the file is none. Rows that cannot be read are counted and named, never guessed.
 */
export async function readAlarmLog(path: string, signal?: AbortSignal): Promise<AlarmLog> {
  const source = await openCsvSource(path);
  const head = await firstCsvRows(source, lookedAt);
  const columns = guessLogColumns(source.columns, head, isLogTime);
  if (columns === null)
    throw new TableRefused(
      `No columns of time and tag were found among ${source.columns.slice(0, 20).join(', ')}. Name them time and tag.`,
    );
  const at = (name: string | null): number => (name === null ? -1 : source.columns.indexOf(name));
  const [timeAt, clockAt, tagAt, stateAt, conditionAt] = [
    at(columns.time),
    at(columns.clock),
    at(columns.tag),
    at(columns.state),
    at(columns.condition),
  ];
  const timeText = (row: readonly unknown[]): string => (clockAt < 0 ? cell(row, timeAt) : `${cell(row, timeAt)} ${cell(row, clockAt)}`);
  const form = guessTimeForm(head.map(timeText));
  if (form === null)
    throw new TableRefused(`The times in ${columns.time} are not understood. Write them as 2026-11-28 08:00:00 or as seconds.`);
  const alarms = createAlarmNames(at(columns.priority), at(columns.description), at(columns.area));
  const rows = createRows();
  const unread = { count: 0, first: [] as string[] };
  let others = 0;
  await source.read(
    (cells, line) => {
      const row = cells as readonly unknown[];
      const timeMs = readLogTime(timeText(row), form.form);
      const tag = cell(row, tagAt);
      if (!Number.isFinite(timeMs) || tag === '') {
        unread.count++;
        if (unread.first.length < toldRows) unread.first.push(`Line ${line} has no ${tag === '' ? 'tag' : 'time that can be read'}.`);
        return;
      }
      const state = stateOf(cell(row, stateAt), stateAt >= 0, cell(row, conditionAt));
      if (state === null) others++;
      else rows.add(timeMs, alarms.indexOf(tag, state.condition, row), logKinds.indexOf(state.kind));
    },
    () => (signal?.aborted === true ? Promise.reject(new TableRefused('Reading was cancelled.')) : Promise.resolve()),
  );
  if (rows.length === 0)
    throw new TableRefused(
      `The file holds no alarm: ${unread.count} rows could not be read, ${others} are none.${unread.first[0] === undefined ? '' : ` ${unread.first[0]}`}`,
    );
  const assumptions = [
    ...(form.isAssumed
      ? [`Dates such as ${head.map(timeText)[0] ?? ''} were read ${form.form === 'day-first' ? 'day' : 'month'} first.`]
      : []),
    ...(columns.state === null ? ['The log has no column of states: every row counts as an alarm raised, and no alarm returns.'] : []),
  ];
  return { ...rows.inOrder(), alarms: alarms.all, timeForm: form.form, columns, others, unread, assumptions };
}

const cell = (row: readonly unknown[], at: number): string => {
  const value = at < 0 ? '' : row[at];
  return typeof value === 'string' ? value.trim() : '';
};

/** Without a state column all rows raise; an empty state raises where the condition stands in a column of its own. */
function stateOf(state: string, hasStates: boolean, condition: string): { readonly kind: LogKind; readonly condition: string } | null {
  if (!hasStates) {
    const read = condition === '' ? null : readLogState(condition);
    return read ?? { kind: 'raised', condition };
  }
  if (state === '') return condition === '' ? null : { kind: 'raised', condition };
  const read = readLogState(state);
  return read === null || condition === '' ? read : { kind: read.kind, condition };
}

function createAlarmNames(priorityAt: number, descriptionAt: number, areaAt: number) {
  const all: LoggedAlarm[] = [];
  const byTag = new Map<string, Map<string, number>>();
  return {
    all,
    indexOf(tag: string, condition: string, row: readonly unknown[]): number {
      let ofTag = byTag.get(tag);
      if (ofTag === undefined) byTag.set(tag, (ofTag = new Map()));
      const known = ofTag.get(condition);
      if (known !== undefined) return known;
      if (all.length === mostAlarms)
        throw new TableRefused(`The log names more than ${mostAlarms.toLocaleString('en-US')} alarms; its column of tags is none.`);
      const index =
        all.push({
          id: condition === '' ? tag : `${tag}/${condition}`,
          tag,
          condition,
          priority: readLogPriority(cell(row, priorityAt)),
          description: cell(row, descriptionAt).slice(0, 300),
          area: cell(row, areaAt).slice(0, 120),
        }) - 1;
      ofTag.set(condition, index);
      return index;
    },
  };
}

/** Rows as they come; put in order once at the end. A log written newest first is turned round, so that equal times keep their order. */
function createRows() {
  let timeMs = new Float64Array(4096);
  let alarm = new Uint32Array(4096);
  let kind = new Uint8Array(4096);
  let length = 0;
  let falls = 0;
  let rises = 0;
  const grow = (): void => {
    if (length >= mostLogRows)
      throw new TableRefused(`The log has more than ${mostLogRows.toLocaleString('en-US')} rows. Divide it by months.`);
    const size = timeMs.length * 2;
    const [times, alarms, kinds] = [new Float64Array(size), new Uint32Array(size), new Uint8Array(size)];
    times.set(timeMs);
    alarms.set(alarm);
    kinds.set(kind);
    [timeMs, alarm, kind] = [times, alarms, kinds];
  };
  return {
    get length() {
      return length;
    },
    add(time: number, ofAlarm: number, ofKind: number): void {
      if (length === timeMs.length) grow();
      if (length > 0) {
        const before = timeMs[length - 1] as number;
        if (time < before) falls++;
        else if (time > before) rises++;
      }
      timeMs[length] = time;
      alarm[length] = ofAlarm;
      kind[length++] = ofKind;
    },
    inOrder(): { readonly timeMs: Float64Array; readonly alarm: Uint32Array; readonly kind: Uint8Array } {
      if (falls === 0) return { timeMs: timeMs.slice(0, length), alarm: alarm.slice(0, length), kind: kind.slice(0, length) };
      const isBackwards = falls > rises;
      const order = Uint32Array.from({ length }, (_none, at) => (isBackwards ? length - 1 - at : at));
      const place = isBackwards ? (row: number): number => length - 1 - row : (row: number): number => row;
      order.sort((a, b) => (timeMs[a] as number) - (timeMs[b] as number) || place(a) - place(b));
      return {
        timeMs: Float64Array.from(order, (row) => timeMs[row] as number),
        alarm: Uint32Array.from(order, (row) => alarm[row] as number),
        kind: Uint8Array.from(order, (row) => kind[row] as number),
      };
    },
  };
}
