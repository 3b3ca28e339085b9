import { plainPieces, type SeriesPieces, withRows } from '#shared/history-codec/series-pieces.ts';
import { emptySeries, type GrowingSeries, pushRow, pushRows, rowAt, sliceSeries } from '#shared/history-codec/series.ts';
import { columnStarts } from '#shared/history-codec/column-starts.ts';
import { addSamples, addSummary, createTimeColumns, startHeld, summaryOf, type TimeColumns } from '#shared/math/decimate.ts';
import { afterTime, beforeTime } from '#shared/math/next-time.ts';
import { isBad } from '#shared/model/quality.ts';
import { putTogether } from '../store/put-together.ts';
import type { Cancel, HistoryColumns, HistoryPen, HistorySeen, HistorySeries, HistoryStore } from '../store/store-types.ts';
import type { ServerReader } from './server-reader.ts';
import { ServerTrouble } from './server-trouble.ts';

export type ServerSide = {
  readonly reader: ServerReader;
  /** Up to this time only an earlier database of this station recorded, as far as is known; null where there was none. */
  readonly earlierUntilMs: () => number | null;
  /** A block was committed here. */
  readonly onCommitted: () => void;
  /** The server answered a question (null), or why it did not. */
  readonly onAnswered: (trouble: string | null) => void;
};

/** Columns shorter than this are not in the summaries here, ms. */
const shortestSummaryMs = 60_000;
/** Samples of one pen that are read here beside those of the server. */
const mostLocal = 5_000_000;

/**
 * The history of this machine and, where its samples are no longer here, that of the server, as one. Up to a tag's border
 * the server answers, after it this machine: no sample comes twice. While the server is away the part of this machine is
 * given and `away` says what is missing.
 */
export function withServer(history: HistoryStore, { reader, earlierUntilMs, onCommitted, onAnswered }: ServerSide): HistoryStore {
  /** Up to when samples of each key may be on the server alone; -Infinity where all are here. */
  const bordersOf = async (keys: readonly number[]): Promise<Float64Array> => {
    const gone = await history.goneEachMs(keys);
    const earlier = earlierUntilMs() ?? Number.NEGATIVE_INFINITY;
    return gone.map((ms) => (Number.isNaN(ms) || ms < earlier ? earlier : ms));
  };
  /** What the server says, or why it does not. Whoever cancels, and whoever closed us, gets their error. */
  const ask = async <T>(work: () => Promise<T>): Promise<{ readonly found: T } | { readonly sentence: string }> => {
    try {
      const found = await work();
      onAnswered(null);
      return { found };
    } catch (error) {
      if (!(error instanceof ServerTrouble)) throw error;
      onAnswered(error.message);
      return { sentence: error.message };
    }
  };
  const seenNow = async (): Promise<HistorySeen> => {
    const { seenSeq, damagedChunks } = await history.valueAt([], 0);
    return { seenSeq, damagedChunks };
  };

  const pieces: HistoryStore['pieces'] = async (span, cancel) => {
    const { key, fromMs, toMs, limit } = span;
    const border = (await bordersOf([key]))[0] as number;
    if (border === Number.NEGATIVE_INFINITY) return history.pieces(span, cancel);
    if (fromMs > border) {
      const local = await history.pieces(span, cancel);
      if (frontMs(local) > border) return local;
      const front = await ask(() => reader.valueAt([key], beforeTime(fromMs), cancel));
      if ('sentence' in front) return { ...local, away: { untilMs: border, sentence: front.sentence } };
      // In front of all: of equal times the one of this machine is the newer.
      return { ...local, ...withRows(local, [knownRow(front.found)], []) };
    }
    const server = await ask(async () => ({
      front: await reader.valueAt([key], beforeTime(fromMs), cancel),
      span: await reader.span({ key, fromMs, toMs: Math.min(toMs, border), limit }, cancel),
    }));
    if ('sentence' in server) {
      const local = await history.pieces(span, cancel);
      return { ...local, away: { untilMs: Math.min(toMs, border), sentence: server.sentence } };
    }
    const { front, span: far } = server.found;
    const before = knownRow(front);
    const older = joined(sliceSeries(before, 0, before.length), far, 0);
    if (far.truncated || toMs <= border) return { ...(await seenNow()), ...plainPieces(older, span, far.truncated) };
    const { seenSeq, damagedChunks, truncated, ...local } = await history.raw({ key, fromMs: afterTime(border), toMs, limit: limit - far.timeMs.length }, cancel);
    return { seenSeq, damagedChunks, ...plainPieces(joined(older, local, rowAt(local, border, 'after')), span, truncated) };
  };
  /** Put together in this thread, where `pieces` leaves it to whoever asked. */
  const raw: HistoryStore['raw'] = async (span, cancel) => {
    const found = await pieces(span, cancel);
    const { seenSeq, damagedChunks, away } = found;
    return { ...putTogether(found), seenSeq, damagedChunks, ...(away === undefined ? {} : { away }) };
  };

  const samples: HistoryStore['samples'] = async (query, cancel) => {
    const { keys, fromMs, toMs } = query;
    const borders = await bordersOf(keys);
    const far = [...keys.keys()].filter((place) => (borders[place] as number) > fromMs);
    if (far.length === 0) return history.samples(query, cancel);
    const untilMs = Math.min(toMs, Math.max(...far.map((place) => borders[place] as number)));
    const server = await ask(() => reader.samples({ ...query, keys: far.map((place) => keys[place] as number), toMs: untilMs }, cancel));
    const local = await history.samples(query, cancel);
    if ('sentence' in server) return { ...local, away: { untilMs, sentence: server.sentence } };
    const { found } = server;
    const reachMs = Math.min(local.reachMs, found.reachMs < untilMs ? found.reachMs : Number.POSITIVE_INFINITY);
    const { seenSeq, damagedChunks } = local;
    return { ...mergeSamples(found, local, far, borders, reachMs), seenSeq, damagedChunks, reachMs };
  };

  const valueAt: HistoryStore['valueAt'] = async (keys, timeMs, cancel) => {
    const local = await history.valueAt(keys, timeMs, cancel);
    const borders = await bordersOf(keys);
    // A value after the border is the newest there is.
    const far = [...keys.keys()].filter(
      (place) => borders[place] !== Number.NEGATIVE_INFINITY && !((local.timeMs[place] as number) > (borders[place] as number)),
    );
    if (far.length === 0) return local;
    const server = await ask(() =>
      reader.valueAt(
        far.map((place) => keys[place] as number),
        timeMs,
        cancel,
      ),
    );
    if ('sentence' in server)
      return {
        ...local,
        away: { untilMs: Math.min(timeMs, Math.max(...far.map((place) => borders[place] as number))), sentence: server.sentence },
      };
    for (const [at, place] of far.entries()) {
      const time = server.found.timeMs[at] as number;
      if (Number.isNaN(time) || time <= (local.timeMs[place] as number)) continue;
      local.timeMs[place] = time;
      local.value[place] = server.found.value[at] as number;
      local.quality[place] = server.found.quality[at] as number;
    }
    return local;
  };

  const decimated: HistoryStore['decimated'] = async (query, cancel) => {
    const { keys, fromMs, toMs, width } = query;
    const local = await history.decimated(query, cancel);
    const borders = await bordersOf(keys);
    const earlier = earlierUntilMs() ?? Number.NEGATIVE_INFINITY;
    // Summaries here outlive the samples they were made of; only an earlier database's are not here.
    const hasSummaries = (toMs - fromMs) / width >= shortestSummaryMs;
    const pens = [...local.pens];
    const done = new Map<number, HistoryPen>();
    let awayUntilMs = Number.NEGATIVE_INFINITY;
    let sentence: string | null = null;
    for (const [place, key] of keys.entries()) {
      const border = hasSummaries ? earlier : (borders[place] as number);
      if (!(fromMs <= border)) continue;
      let pen = done.get(key);
      if (pen === undefined) {
        const server = await ask(() =>
          hasSummaries ? wide(key, border, pens[place] as HistoryPen, query, cancel) : narrow(key, border, query, cancel),
        );
        if ('sentence' in server) {
          awayUntilMs = Math.max(awayUntilMs, Math.min(toMs, border));
          sentence = server.sentence;
          continue;
        }
        pen = server.found;
        done.set(key, pen);
      }
      pens[place] = pen;
    }
    return { ...local, pens, ...(sentence === null ? {} : { away: { untilMs: awayUntilMs, sentence } }) };
  };

  /** A pen of the server's samples up to a time, the value held before them known. */
  const fromServer = async (
    key: number,
    untilMs: number,
    { fromMs, toMs, width }: DecimatedQuery,
    cancel: Cancel,
  ): Promise<TimeColumns> => {
    const columns = createTimeColumns(fromMs, toMs, width);
    const front = await reader.valueAt([key], beforeTime(fromMs), cancel);
    if (!Number.isNaN(front.timeMs[0] as number))
      startHeld(columns, isBad(front.quality[0] as number) ? Number.NaN : (front.value[0] as number), front.timeMs[0] as number);
    const piece = emptySeries(4096);
    const add = (): void => {
      addSamples(columns, piece.timeMs, piece.value, piece.quality, 0, piece.length);
      piece.length = 0;
    };
    const take = (_: number, timeMs: number, value: number, quality: number): void => {
      pushRow(piece, timeMs, value, quality);
      if (piece.length === 4096) add();
    };
    await reader.stream({ key, fromMs, toMs: Math.min(toMs, untilMs) }, take, cancel);
    add();
    return columns;
  };
  const narrow = async (key: number, border: number, query: DecimatedQuery, cancel: Cancel): Promise<HistoryPen> => {
    const columns = await fromServer(key, border, query, cancel);
    if (query.toMs <= border) return columns;
    const local = await history.raw({ key, fromMs: afterTime(border), toMs: query.toMs, limit: mostLocal }, cancel);
    addSamples(columns, local.timeMs, local.value, local.quality, rowAt(local, border, 'after'), local.timeMs.length);
    return columns;
  };
  const wide = async (key: number, border: number, local: HistoryPen, query: DecimatedQuery, cancel: Cancel): Promise<HistoryPen> => {
    const columns = await fromServer(key, border, query, cancel);
    addColumns(columns, local);
    return columns;
  };

  return {
    ...history,
    append(columns, isMoreWaiting) {
      const appended = history.append(columns, isMoreWaiting);
      appended.committed.then(onCommitted, () => undefined);
      return appended;
    },
    pieces,
    raw,
    samples,
    valueAt,
    decimated,
    async oldestMs() {
      const local = await history.oldestMs();
      const server = await ask(() => reader.oldestMs());
      const far = 'found' in server ? server.found : null;
      return local === null || (far !== null && far < local) ? far : local;
    },
  };
}

type DecimatedQuery = { readonly fromMs: number; readonly toMs: number; readonly width: number };

/** Time of the newest sample before the span, which is among the plain rows; -Infinity where there is none. */
function frontMs({ timeMs, fromMs }: SeriesPieces): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const time of timeMs) if (time < fromMs && time > newest) newest = time;
  return newest;
}

/** What was found for one key: one row or, where the time is NaN, none. */
function knownRow(found: HistorySeries): GrowingSeries {
  return { ...found, length: Number.isNaN(found.timeMs[0] as number) ? 0 : 1 };
}

/** One series and the rows of another from `start` on, as a copy. */
function joined(first: HistorySeries, then: HistorySeries, start: number): HistorySeries {
  const all = emptySeries(first.timeMs.length + then.timeMs.length);
  pushRows(all, first, 0, first.timeMs.length);
  pushRows(all, then, start, then.timeMs.length);
  return sliceSeries(all, 0, all.length);
}

/** Samples up to `reachMs`: of each key those up to its border from the server, the others from here; `far` are the server's places. */
function mergeSamples(
  server: HistoryColumns,
  local: HistoryColumns,
  far: readonly number[],
  borders: Float64Array,
  reachMs: number,
): HistoryColumns {
  const most = server.key.length + local.key.length;
  const key = new Uint32Array(most);
  const series = { length: 0, timeMs: new Float64Array(most), value: new Float64Array(most), quality: new Uint32Array(most) };
  const put = (place: number, from: HistoryColumns, row: number): void => {
    key[series.length] = place;
    pushRow(series, from.timeMs[row] as number, from.value[row] as number, from.quality[row] as number);
  };
  let there = 0;
  let here = 0;
  while (there < server.key.length || here < local.key.length) {
    const placeThere = there < server.key.length ? (far[server.key[there] as number] as number) : -1;
    const placeHere = here < local.key.length ? (local.key[here] as number) : -1;
    const timeThere = placeThere < 0 ? Number.POSITIVE_INFINITY : (server.timeMs[there] as number);
    const timeHere = placeHere < 0 ? Number.POSITIVE_INFINITY : (local.timeMs[here] as number);
    const isThere = placeHere < 0 || (placeThere >= 0 && (timeThere < timeHere || (timeThere === timeHere && placeThere <= placeHere)));
    if (Math.min(timeThere, timeHere) > reachMs) break;
    if (isThere) {
      if (timeThere <= (borders[placeThere] as number)) put(placeThere, server, there);
      there++;
    } else {
      if (timeHere > (borders[placeHere] as number)) put(placeHere, local, here);
      here++;
    }
  }
  return { key: key.slice(0, series.length), ...sliceSeries(series, 0, series.length) };
}

/** Adds the columns of a pen of the same span whose samples are newer than those that are there. */
function addColumns(to: TimeColumns, from: TimeColumns): void {
  const starts = columnStarts(from.fromMs, from.toMs, from.count.length);
  for (let column = 0; column < starts.length; column++) {
    if ((from.count[column] as number) === 0 && !((from.goodMs[column] as number) > 0)) continue;
    const beginMs = Math.max(
      starts[column] as number,
      Number.isNaN(to.held[1] as number) ? Number.NEGATIVE_INFINITY : (to.held[1] as number),
    );
    addSummary(to, column, summaryOf(from, column, beginMs, starts[column + 1] ?? from.toMs));
  }
  if (!Number.isNaN(from.held[1] as number)) to.held.set(from.held);
}
