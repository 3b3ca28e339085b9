import { columnStarts } from '../history-codec/column-starts.ts';
import { type PackedPens, unpackPens } from '../history-codec/packed-pens.ts';
import { type SeriesPieces, unpackSeries } from '../history-codec/series-pieces.ts';
import { ok, refused } from '../model/fault.ts';
import { isPacked, type Unpack } from '../rpc/packed.ts';

// No schema library here: the console's worker is made of this file.

/** Most samples of one question for those of one tag. */
export const mostRawRows = 1_000_000;

/** The answer to `history.raw` as it travels: recorded chunks as they are on disk, some 0.3 to 6 bytes a sample instead of 20. */
export type PackedSeries = { readonly $packed: 'series' } & SeriesPieces;

export function isPackedSeries(value: unknown): value is PackedSeries {
  if (typeof value !== 'object' || value === null || !('$packed' in value) || value.$packed !== 'series') return false;
  const { fromMs, toMs, limit, isCut, bytes, layout, timeMs, value: values, quality } = value as Partial<Record<keyof PackedSeries | 'value', unknown>>;
  return (
    Number.isFinite(fromMs) && Number.isFinite(toMs) && Number.isSafeInteger(limit) && (limit as number) >= 0 && typeof isCut === 'boolean' &&
    bytes instanceof Uint8Array && layout instanceof Uint32Array &&
    timeMs instanceof Float64Array && values instanceof Float64Array && quality instanceof Uint32Array
  );
}

/** The answer to `history.decimated` as it travels: 18 to 48 bytes a column instead of 56; `away` as the contract has it. */
export type PackedColumns = { readonly $packed: 'pens'; readonly away: { readonly untilMs: number; readonly sentence: string } | null } & PackedPens;

/** Most columns of a pen, and pens of one question. */
export const mostColumns = 8192;
export const mostPens = 64;

export function isPackedColumns(value: unknown): value is PackedColumns {
  if (typeof value !== 'object' || value === null || !('$packed' in value) || value.$packed !== 'pens') return false;
  const { fromMs, toMs, width, pens, away } = value as Partial<Record<keyof PackedColumns, unknown>>;
  return (
    Number.isFinite(fromMs) && Number.isFinite(toMs) && Number.isSafeInteger(width) && (width as number) >= 1 && (width as number) <= mostColumns &&
    Array.isArray(pens) && pens.length <= mostPens &&
    (away === null || (typeof away === 'object' && Number.isFinite((away as { untilMs?: unknown }).untilMs) && typeof (away as { sentence?: unknown }).sentence === 'string'))
  );
}

const notRead = refused(
  'history-unavailable',
  'The recorded samples that came from the engine cannot be read.',
  'Reload the page; if it stays, ask for a shorter span and send the log of the engine to support.',
);

/** Unpacks every answer of the contract that travels packed; whoever reads a line to the engine does this. */
export const unpackAnswer: Unpack = (value) => {
  if (!isPacked(value)) return null;
  if (isPackedColumns(value)) {
    const pens = unpackPens(value);
    const { fromMs, toMs, width, away } = value;
    return pens === null ? notRead : ok({ pens: pens.map((pen) => ({ timeMs: columnStarts(fromMs, toMs, width), ...pen })), away });
  }
  if (!isPackedSeries(value)) return notRead;
  const unpacked = unpackSeries(value, Math.min(mostRawRows, value.limit));
  return unpacked === null ? notRead : ok(unpacked);
};
