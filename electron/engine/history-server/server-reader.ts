import { emptySeries, pushRow, sliceSeries, type GrowingSeries } from '#shared/history-codec/series.ts';
import type { Clock } from '../ports.ts';
import type { Cancel, HistoryColumns, HistorySeries } from '../store/store-types.ts';
import { linkPool } from './link-pool.ts';
import { sampleDecoder, samplesOut, type TakeServerSample } from './sample-codec.ts';
import { quoteName, quoteText } from './schema.ts';
import type { ServerLink } from './server-link.ts';
import { microsOf, stampOf } from './server-time.ts';
import { ServerTrouble } from './server-trouble.ts';

export type ServerReaderOptions = {
  readonly schema: string;
  readonly station: string;
  /** Opens a session for reading. */
  readonly open: (signal: AbortSignal) => Promise<ServerLink>;
  readonly tagIds: (keys: readonly number[]) => Promise<readonly (string | null)[]>;
  readonly clock: Clock;
};

/** Samples of this station on the history server. Rejects with a ServerTrouble, or a StoreError of code `cancelled`. */
export type ServerReader = {
  /** Samples with `fromMs` <= time <= `toMs`, at most about `limit`, the earliest: all up to the time of the last are there. */
  span(
    query: { readonly key: number; readonly fromMs: number; readonly toMs: number; readonly limit: number },
    cancel: Cancel,
  ): Promise<HistorySeries & { readonly truncated: boolean }>;
  /** Hands on each sample of [fromMs, toMs] by time, whatever their number. */
  stream(
    query: { readonly key: number; readonly fromMs: number; readonly toMs: number },
    take: TakeServerSample,
    cancel: Cancel,
  ): Promise<void>;
  /** As HistoryStore.samples: positions in `keys`, by time, equal times in the order of `keys`. */
  samples(
    query: { readonly keys: readonly number[]; readonly fromMs: number; readonly toMs: number; readonly limit: number },
    cancel: Cancel,
  ): Promise<HistoryColumns & { readonly reachMs: number }>;
  /** The newest sample at or before a time for each key; time NaN where there is none. */
  valueAt(keys: readonly number[], timeMs: number, cancel: Cancel): Promise<HistorySeries>;
  oldestMs(cancel?: Cancel): Promise<number | null>;
  /** The server was heard of: the next question is tried again, whenever the last attempt failed. */
  wake(): void;
  close(): Promise<void>;
};

/** `isAfter`: what has the time `fromMs` itself is left out. */
type SpanQuery = {
  readonly tags: readonly number[];
  readonly fromMs: number;
  readonly isAfter: boolean;
  readonly toMs: number;
  readonly limit: number;
};

/** How far back the newest value of a tag is looked for first. */
const nearUs = 14 * 86_400_000_000;
/** Samples of many tags are asked for in stretches that begin this long and grow while little is found. */
const firstStretchMs = 60_000;

export function serverReader({ schema, station, open, tagIds, clock }: ServerReaderOptions): ServerReader {
  const table = `${quoteName(schema)}.sample`;
  const pool = linkPool(open, clock);
  const { withLink } = pool;
  const numbers = new Map<number, number>();

  const numbersOf = async (link: ServerLink, keys: readonly number[]): Promise<readonly (number | null)[]> => {
    const missing = [...new Set(keys)].filter((key) => !numbers.has(key));
    if (missing.length > 0) {
      const ids = await tagIds(missing);
      const keyOf = new Map(ids.map((id, at) => [id, missing[at] as number] as const));
      const rows = await link.query(
        `SELECT t.id, t.tag FROM ${quoteName(schema)}.tag t JOIN ${quoteName(schema)}.station s USING (station) WHERE s.name = $1 AND t.id = ANY($2::text[])`,
        [station, ids.filter((id) => id !== null)],
      );
      for (const [id, tag] of rows) {
        const key = keyOf.get(id ?? null);
        if (key !== undefined && Number.isSafeInteger(Number(tag))) numbers.set(key, Number(tag));
      }
    }
    return keys.map((key) => numbers.get(key) ?? null);
  };

  const copy = async (link: ServerLink, select: string, take: TakeServerSample): Promise<void> => {
    const decoder = sampleDecoder(take);
    let wrong: unknown = null;
    await link.copyOut(`COPY (${select}) TO STDOUT (FORMAT binary)`, (piece) => {
      if (wrong !== null) return;
      try {
        decoder.push(piece);
      } catch (error) {
        wrong = error;
        link.destroy(new ServerTrouble('away', error instanceof Error ? error.message : 'The history server’s answer cannot be read.'));
      }
    });
    decoder.end();
  };

  const inSpan = (fromMs: number, toMs: number): string =>
    `time >= ${quoteText(stampOf(microsOf(fromMs)))} AND time <= ${quoteText(stampOf(microsOf(toMs)))}`;
  const byTime = 'ORDER BY time, exact_ms NULLS FIRST, ord';

  /** Samples of tags within a span, ordered; `limit` of them and all that have the last one's µs. Gives back how many the server gave. */
  const readSpan = async (link: ServerLink, { tags, fromMs, isAfter, toMs, limit }: SpanQuery, take: TakeServerSample): Promise<number> => {
    const from = quoteText(stampOf(microsOf(fromMs)));
    const after = isAfter ? `AND (time > ${from} OR exact_ms > ${quoteText(String(fromMs))}::double precision)` : '';
    const which = tags.length === 1 ? `tag = ${tags[0]}` : `tag = ANY('{${tags.join(',')}}'::integer[])`;
    let rows = 0;
    await copy(
      link,
      `SELECT ${samplesOut} FROM (SELECT ${samplesOut}, ord FROM ${table} WHERE ${which} AND ${inSpan(fromMs, toMs)} ${after} ORDER BY time FETCH FIRST ${limit} ROWS WITH TIES) found ${byTime}`,
      (tag, timeMs, value, quality) => {
        rows++;
        // Whole µs are what the server compares.
        if (timeMs >= fromMs && timeMs <= toMs) take(tag, timeMs, value, quality);
      },
    );
    return rows;
  };

  return {
    span: ({ key, fromMs, toMs, limit }, cancel) =>
      withLink(cancel, async (link) => {
        const found = emptySeries(1024);
        const [tag] = await numbersOf(link, [key]);
        // One more than wanted tells that there are more; the rows of one µs before `fromMs` come on top.
        const rows =
          tag == null
            ? 0
            : await readSpan(link, { tags: [tag], fromMs, isAfter: false, toMs, limit: limit + 1 }, (_, timeMs, value, quality) =>
                pushRow(found, timeMs, value, quality),
              );
        return { ...cutRows(found, limit), truncated: rows > limit && found.length > limit };
      }),
    stream: ({ key, fromMs, toMs }, take, cancel) =>
      withLink(cancel, async (link) => {
        const [tag] = await numbersOf(link, [key]);
        if (tag == null) return;
        await copy(
          link,
          `SELECT ${samplesOut} FROM ${table} WHERE tag = ${tag} AND ${inSpan(fromMs, toMs)} ${byTime}`,
          (number, timeMs, value, quality) => {
            if (timeMs >= fromMs && timeMs <= toMs) take(number, timeMs, value, quality);
          },
        );
      }),
    samples: ({ keys, fromMs, toMs, limit }, cancel) =>
      withLink(cancel, async (link) => {
        const tags = await numbersOf(link, keys);
        const placeOf = new Map(tags.map((tag, place) => [tag, place] as const));
        const known = tags.filter((tag) => tag !== null);
        const found = emptySeries(1024);
        const places: number[] = [];
        let reachMs = fromMs;
        for (let stretchMs = firstStretchMs; known.length > 0 && reachMs < toMs; stretchMs *= 4) {
          const endMs = Math.min(toMs, reachMs + stretchMs);
          const left = Math.max(1, limit - places.length);
          const rows = await readSpan(
            link,
            { tags: known, fromMs: reachMs, isAfter: true, toMs: endMs, limit: left },
            (tag, timeMs, value, quality) => {
              if (timeMs <= reachMs) return;
              places.push(placeOf.get(tag) ?? 0);
              pushRow(found, timeMs, value, quality);
            },
          );
          if (rows >= left) {
            // All of the last sample's µs are there, so its time is reached whatever comes after it.
            const lastMs = found.timeMs[found.length - 1] as number;
            reachMs = found.length > 0 && lastMs > reachMs ? lastMs : endMs;
            if (places.length >= limit) break;
          } else reachMs = endMs;
        }
        return { ...byPlace(found, places), reachMs: known.length === 0 ? toMs : reachMs };
      }),
    valueAt: (keys, timeMs, cancel) =>
      withLink(cancel, async (link) => {
        const tags = await numbersOf(link, keys);
        const at = microsOf(timeMs);
        const newest = new Map<number, { timeMs: number; value: number; quality: number }>();
        const ask = async (wanted: readonly number[], since: string): Promise<void> => {
          if (wanted.length === 0) return;
          await copy(
            link,
            `SELECT s.time, s.value, s.exact_ms, wanted.tag, s.quality FROM unnest('{${wanted.join(',')}}'::integer[]) AS wanted (tag) CROSS JOIN LATERAL (
               SELECT time, value, exact_ms, quality FROM ${table} WHERE tag = wanted.tag AND time <= ${quoteText(stampOf(at))} ${since}
                 AND NOT coalesce(time = ${quoteText(stampOf(at))} AND exact_ms > ${quoteText(String(timeMs))}::double precision, false)
               ORDER BY time DESC, exact_ms DESC NULLS LAST, ord DESC LIMIT 1) s`,
            (tag, ms, value, quality) => newest.set(tag, { timeMs: ms, value, quality }),
          );
        };
        const known = [...new Set(tags.filter((tag) => tag !== null))];
        // Most have one near by, and then the partitions of years are not opened.
        await ask(known, `AND time > ${quoteText(stampOf(Math.max(microsOf(-Infinity), at - nearUs)))}`);
        await ask(
          known.filter((tag) => !newest.has(tag)),
          '',
        );
        const of = tags.map((tag) => (tag === null ? undefined : newest.get(tag)));
        return {
          timeMs: Float64Array.from(of, (one) => one?.timeMs ?? Number.NaN),
          value: Float64Array.from(of, (one) => one?.value ?? Number.NaN),
          quality: Uint32Array.from(of, (one) => one?.quality ?? 0),
        };
      }),
    oldestMs: (cancel) =>
      withLink(cancel, async (link) => {
        const name = quoteName(schema);
        const [row] = await link.query(
          `SELECT min(coalesce(s.exact_ms, extract(epoch FROM s.time)::double precision * 1000)) FROM ${name}.tag t JOIN ${name}.station st USING (station)
             CROSS JOIN LATERAL (SELECT time, exact_ms FROM ${table} WHERE tag = t.tag ORDER BY time LIMIT 1) s WHERE st.name = $1`,
          [station],
        );
        const ms = row?.[0] == null ? Number.NaN : Number(row[0]);
        return Number.isFinite(ms) ? ms : null;
      }),
    wake: pool.wake,
    close: pool.close,
  };
}

/** The first `limit` rows. */
const cutRows = (series: GrowingSeries, limit: number): HistorySeries => sliceSeries(series, 0, Math.min(series.length, limit));

/** Rows by time, equal times by place, equal places in their order. */
function byPlace(series: GrowingSeries, places: readonly number[]): HistoryColumns {
  const time = series.timeMs;
  const order = Uint32Array.from(places, (_, row) => row).sort(
    (a, b) => (time[a] as number) - (time[b] as number) || (places[a] as number) - (places[b] as number) || a - b,
  );
  return {
    key: Uint32Array.from(order, (row) => places[row] as number),
    timeMs: Float64Array.from(order, (row) => time[row] as number),
    value: Float64Array.from(order, (row) => series.value[row] as number),
    quality: Uint32Array.from(order, (row) => series.quality[row] as number),
  };
}
