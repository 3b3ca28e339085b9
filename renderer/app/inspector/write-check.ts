import type { WriteSelection } from '#shared/contract/control.ts';
import { formatValue } from '#shared/model/format-value.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

/** A number as people type it: comma or point, thin or plain spaces, real or plain minus. NaN when it is none. */
export function parseTyped(text: string): number {
  const plain = text.trim().replace(/[\s\u2009]/g, '').replace('\u2212', '-').replace(',', '.');
  return plain === '' ? NaN : Number(plain);
}

/** What was typed as a value of the tag; null while it is none. Whether the tag takes it is the engine's to say. */
export function typedValue(tag: TagDefinition, text: string): number | string | null {
  if (tag.type === 'text') return text;
  const value = parseTyped(text);
  return Number.isFinite(value) ? value : null;
}

export const valueWords = (tag: TagDefinition, value: number | string): string =>
  `${typeof value === 'string' ? `“${value}”` : formatValue(tag, value, () => '')}${tag.unit === '' ? '' : ` ${tag.unit}`}`;

export type HoldContext = {
  /** Why nothing is written at this moment at all: replay, no link. */
  readonly refusal: string | null;
  readonly hasValue: boolean;
  readonly isWriting: boolean;
  /** Null while the engine has not answered yet. */
  readonly selection: WriteSelection | null;
  readonly reason: string;
};

/** Why the button cannot be held now, one sentence; null when it can. Of the checks the first that is not met. */
export function holdRefusal({ refusal, hasValue, isWriting, selection, reason }: HoldContext): string | null {
  if (isWriting) return 'It is being written.';
  if (refusal !== null) return refusal;
  if (!hasValue) return 'There is no new value yet.';
  if (selection === null) return 'The engine is checking the new value.';
  if (selection.token === null) return selection.checks.find(({ isMet }) => !isMet)?.sentence ?? 'A check is not met.';
  return selection.reasonRequired && reason.trim() === '' ? 'A reason is required.' : null;
}
