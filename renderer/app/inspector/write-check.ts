import { formatValue } from '#shared/model/format-value.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

export type WriteCheck = { readonly isMet: boolean; readonly sentence: string };

export type WriteContext = {
  readonly mayWrite: boolean;
  readonly isLive: boolean;
  /** Why nothing may be written while this moment is shown; null in the present. */
  readonly past: string | null;
  readonly isGood: boolean;
};

/** A number as people type it: comma or point, thin or plain spaces, real or plain minus. NaN when it is none. */
export function parseTyped(text: string): number {
  const plain = text.trim().replace(/[\s\u2009]/g, '').replace('\u2212', '-').replace(',', '.');
  return plain === '' ? NaN : Number(plain);
}

/** What is checked before a write may be held; the engine checks again. */
export function writeChecks(tag: TagDefinition, value: number, context: WriteContext): readonly WriteCheck[] {
  const inRange = tag.range === undefined || (value >= tag.range[0] && value <= tag.range[1]);
  const show = (number: number): string => `${formatValue(tag, number, () => '')}${tag.unit === '' ? '' : ` ${tag.unit}`}`;
  return [
    ...(context.past === null ? [] : [{ isMet: false, sentence: context.past }]),
    { isMet: Number.isFinite(value), sentence: Number.isFinite(value) ? 'The new value is a number.' : 'The new value is not a number.' },
    ...(tag.range === undefined ? [] : [{ isMet: inRange, sentence: `Within the range ${show(tag.range[0])} to ${show(tag.range[1])}.` }]),
    { isMet: context.mayWrite, sentence: context.mayWrite ? 'This console may write.' : 'Writing needs the role operate.' },
    { isMet: context.isLive, sentence: context.isLive ? 'The engine answers.' : 'There is no link to the engine.' },
    { isMet: context.isGood, sentence: context.isGood ? 'The present value is good.' : 'The present value is not good: the result cannot be seen.' },
  ];
}
