import { describe, expect, it } from 'vitest';
import { IncidentAddition } from '#shared/model/incident.ts';
import { toLocalInput } from '../../widgets/format-time.ts';
import { additionOf, draftProblem, emptyDraft } from './entry-draft.ts';
import { offsetText } from './offset-text.ts';

const nowMs = new Date(2026, 10, 29, 14, 0, 0).getTime();

describe('an entry typed on the board', () => {
  it('is of the moment it was typed, so that one sent after a lost line stands where it belongs', () => {
    expect(additionOf({ ...emptyDraft, text: ' pump is dry ' }, nowMs)).toEqual({ kind: 'note', text: 'pump is dry', atMs: nowMs });
  });
  it('takes the time a person gives, and refuses one that has not come', () => {
    const when = toLocalInput(nowMs - 60_000);
    expect(additionOf({ ...emptyDraft, kind: 'precursor', text: 'oil was low', when }, nowMs)).toEqual({ kind: 'precursor', text: 'oil was low', atMs: nowMs - 60_000 });
    expect(draftProblem({ ...emptyDraft, kind: 'precursor', text: 'oil was low', when: toLocalInput(nowMs + 60_000) }, nowMs)).toBe('The time has not come yet.');
    expect(draftProblem({ ...emptyDraft, kind: 'precursor', text: 'oil was low' }, nowMs)).toBe('When it happened is required.');
  });
  it('reads numbers as people write them, and nothing else', () => {
    const reading = { ...emptyDraft, kind: 'reading', name: 'Sight glass', unit: '%' } as const;
    expect(additionOf({ ...reading, value: '−4,5' }, nowMs)).toMatchObject({ value: -4.5 });
    for (const value of ['', 'half', '1e999']) expect(draftProblem({ ...reading, value }, nowMs), value).toBe('The reading is a number.');
  });
  it('is, without a problem, what the engine takes', () => {
    const whole = { ...emptyDraft, text: 'all well', with: 'gate', name: 'Level', value: '3', when: toLocalInput(nowMs - 1000) };
    for (const kind of ['note', 'update', 'message', 'reading', 'precursor'] as const) {
      expect(draftProblem({ ...whole, kind }, nowMs), kind).toBeNull();
      expect(IncidentAddition.safeParse(additionOf({ ...whole, kind }, nowMs)).success, kind).toBe(true);
      expect(draftProblem({ ...emptyDraft, kind }, nowMs), kind).not.toBeNull();
    }
  });
});

describe('the time after the start', () => {
  it('is exact where it matters and short where it does not', () => {
    expect([0, 456, 38_400, -38_000, 577_000].map(offsetText)).toEqual(['+0.000 s', '+0.456 s', '+38.4 s', '−38.0 s', '+09:37']);
  });
});
