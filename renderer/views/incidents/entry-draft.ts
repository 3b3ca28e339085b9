import type { IncidentAddition } from '#shared/model/incident.ts';
import { fromLocalInput } from '../../widgets/format-time.ts';

export const entryKinds = [
  { id: 'note', label: 'Note', hint: 'Add a note' },
  { id: 'update', label: 'Status update', hint: 'What all are told' },
  { id: 'message', label: 'Message', hint: 'What was said' },
  { id: 'reading', label: 'Reading', hint: '' },
  { id: 'precursor', label: 'Found later', hint: 'What came before it, and was found out now' },
] as const;

/** What a person has typed so far. */
export type EntryDraft = {
  readonly kind: (typeof entryKinds)[number]['id'];
  readonly text: string;
  /** When it happened, as a field for a moment holds it; empty for now. */
  readonly when: string;
  readonly direction: 'in' | 'out';
  readonly with: string;
  readonly by: 'radio' | 'phone' | 'in-person' | 'mail' | 'other';
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly to: string;
};

export const emptyDraft: EntryDraft = { kind: 'note', text: '', when: '', direction: 'in', with: '', by: 'radio', name: '', value: '', unit: '', to: 'all' };

const numberOf = (words: string): number => (words.trim() === '' ? Number.NaN : Number(words.trim().replace('−', '-').replace(',', '.')));

/** Why it cannot be added yet, one sentence; null when it can. */
export function draftProblem(draft: EntryDraft, nowMs: number): string | null {
  const atMs = fromLocalInput(draft.when);
  if (draft.when !== '' && !Number.isFinite(atMs)) return 'The time cannot be read.';
  if (Number.isFinite(atMs) && atMs > nowMs + 1000) return 'The time has not come yet.';
  switch (draft.kind) {
    case 'reading':
      return draft.name.trim() === '' ? 'What was read is required.' : Number.isFinite(numberOf(draft.value)) ? null : 'The reading is a number.';
    case 'message':
      return draft.with.trim() === '' ? 'With whom is required.' : draft.text.trim() === '' ? 'What was said is required.' : null;
    case 'precursor':
      return draft.when === '' ? 'When it happened is required.' : draft.text.trim() === '' ? 'What happened is required.' : null;
    default:
      return draft.text.trim() === '' ? 'Nothing is written yet.' : null;
  }
}

/**
 * The entry of a draft without a problem. What has no time of its own is of `nowMs`, UTC epoch ms: it may reach the engine
 * much later, when the link is back.
 */
export function additionOf(draft: EntryDraft, nowMs: number): IncidentAddition {
  const told = fromLocalInput(draft.when);
  const atMs = Number.isFinite(told) ? told : nowMs;
  const text = draft.text.trim();
  switch (draft.kind) {
    case 'note':
      return { kind: 'note', text, atMs };
    case 'update':
      return { kind: 'update', text, to: draft.to.trim() };
    case 'message':
      return { kind: 'message', direction: draft.direction, with: draft.with.trim(), by: draft.by, text, atMs };
    case 'reading':
      return { kind: 'reading', name: draft.name.trim(), value: numberOf(draft.value), unit: draft.unit.trim(), atMs };
    case 'precursor':
      return { kind: 'precursor', text, atMs };
  }
}
