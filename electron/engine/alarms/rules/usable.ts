import { Q, worse } from '#shared/model/quality.ts';

const codeOf = (quality: number): number => (quality & 0xffff0000) >>> 0;

export const isStale = (quality: number): boolean => codeOf(quality) === Q.uncertainLastUsable;
/** Good, or uncertain but of now. Bad and stale values are nobody's to judge. */
export const isUsable = (quality: number): boolean => quality === 0 || (quality >>> 31 === 0 && !isStale(quality));
/** A sensor beyond its measuring range says that the value is out there, not how far: it may raise, not clear. */
export const isOutsideRange = (quality: number): boolean => codeOf(quality) === Q.uncertainEngineeringUnitsExceeded;
/** The quality that decides whether a condition may clear: outside the range on either side, it may not. */
export const against = (a: number, b: number): number => (isOutsideRange(b) ? b : isOutsideRange(a) ? a : worse(a, b));
