import { fromLocalInput, toLocalInput } from '../format-time.ts';

/** A moment as it is shown and typed: 2026-11-29 14:05:09. Empty for no time. */
export const momentText = (local: string): string => local.replace('T', ' ');

export type Stepped = { readonly local: string; /** What was stepped, to be selected in the shown text. */ readonly from: number; readonly to: number };

/** Where each part stands in the text, and how it is counted on; a month on from 31 January is the last of February. */
const parts: readonly { readonly from: number; readonly to: number; readonly step: (date: Date, by: number) => void }[] = [
  { from: 0, to: 4, step: (date, by) => addMonths(date, by * 12) },
  { from: 5, to: 7, step: addMonths },
  { from: 8, to: 10, step: (date, by) => date.setDate(date.getDate() + by) },
  { from: 11, to: 13, step: (date, by) => date.setTime(date.getTime() + by * 3_600_000) },
  { from: 14, to: 16, step: (date, by) => date.setTime(date.getTime() + by * 60_000) },
  { from: 17, to: 19, step: (date, by) => date.setTime(date.getTime() + by * 1000) },
];

function addMonths(date: Date, by: number): void {
  const day = date.getDate();
  date.setDate(1);
  date.setMonth(date.getMonth() + by);
  const last = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate();
  date.setDate(Math.min(day, last));
}

/** The moment with the part at the caret so many further; null where the text is none. */
export function stepMoment(text: string, caret: number, by: number): Stepped | null {
  const ms = fromLocalInput(text);
  if (Number.isNaN(ms)) return null;
  const { from, to, step } = parts.findLast((part) => caret >= part.from) ?? (parts[0] as (typeof parts)[number]);
  const date = new Date(ms);
  step(date, by);
  return { local: toLocalInput(date.getTime()), from, to };
}
