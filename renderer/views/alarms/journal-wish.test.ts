import { describe, expect, it } from 'vitest';
import { JournalFilter } from '#shared/contract/alarms.ts';
import { toLocalInput } from '../../widgets/format-time.ts';
import { allEvents, askedWish, journalFilter, kindChoices, upToMoment } from './journal-wish.ts';

describe('what the journal is asked for', () => {
  it('is all of it without a filter, so that the quick way through the journal is taken', () => {
    expect(journalFilter(allEvents)).toBeNull();
    expect(journalFilter({ ...allEvents, text: '   ', user: ' ' })).toBeNull();
  });
  it('is what was chosen, in words the engine takes', () => {
    const filter = journalFilter({ ...allEvents, text: ' lube ', priorities: new Set([2, 1]), kinds: 'people', user: ' M. Ortega ', asset: 'U1', from: '2026-11-18T14:00:00' });
    expect(filter).toMatchObject({ text: 'lube', priorities: [1, 2], user: 'M. Ortega', assets: ['U1'], span: { fromMs: new Date(2026, 10, 18, 14).getTime() } });
    expect(JournalFilter.safeParse(filter).success).toBe(true);
  });
  it('is one kind or a group of them, and every choice is one the engine takes', () => {
    for (const { id } of kindChoices) expect([id, JournalFilter.safeParse(journalFilter({ ...allEvents, kinds: id })).success]).toEqual([id, true]);
    expect(journalFilter({ ...allEvents, kinds: 'raised' })).toEqual({ kinds: ['raised'] });
    expect(journalFilter({ ...allEvents, kinds: 'raised returned' })).toEqual({ kinds: ['raised', 'returned'] });
  });
  it('waits while the span is none', () => {
    expect(journalFilter({ ...allEvents, from: '2026-11-18T14:00:00', to: '2026-11-18T14:00:00' })).toBe('The span ends before it begins.');
    expect(journalFilter({ ...allEvents, to: 'half' })).toBe('The span is not a time yet.');
  });
  it('is in an export of replay no more than what is shown: nothing after the moment', () => {
    expect(upToMoment(null, 500)).toEqual({ span: { fromMs: 0, toMs: 500 } });
    expect(upToMoment({ text: 'a', span: { fromMs: 100, toMs: 900 } }, 500)).toEqual({ text: 'a', span: { fromMs: 100, toMs: 500 } });
    expect(upToMoment({ span: { fromMs: 100, toMs: 300 } }, 500).span).toEqual({ fromMs: 100, toMs: 300 });
    expect(JournalFilter.safeParse(upToMoment({ span: { fromMs: 800, toMs: 900 } }, 500)).success).toBe(true);
  });
  it('is what another view opened it with, no event of the span left out by whole seconds', () => {
    const fromMs = new Date(2026, 10, 18, 14, 0, 5, 400).getTime();
    const wish = askedWish({ alarms: ['FT-1.H'], kinds: ['raised', 'returned', 're-alarmed'], priorities: [1], fromMs, toMs: fromMs + 100 }, toLocalInput);
    expect([wish.kinds, [...wish.priorities], wish.alarms]).toEqual(['alarms', [1], ['FT-1.H']]);
    expect(journalFilter(wish)).toMatchObject({ alarms: ['FT-1.H'], kinds: ['raised', 're-alarmed', 'returned'], span: { fromMs: fromMs - 400, toMs: fromMs + 600 } });
  });
});
