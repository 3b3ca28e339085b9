import { describe, expect, it } from 'vitest';
import type { RunEvent, RunRecord } from '#shared/model/runbook-run.ts';
import { runWords } from './run-words.ts';

const record = (event: unknown): RunRecord => ({ seq: 1, timeMs: 0, who: null, op: null, event: event as RunEvent });
const say = (event: unknown): string | null =>
  runWords(
    record(event),
    () => 'Eyes at the boiler',
    (_step, item) => (item === 0 ? { name: 'Gauge glass', unit: '%' } : { name: 'PLC-21 answers', unit: '' }),
  );

describe('a run on the timeline of an incident', () => {
  it('says which reading it was, with its unit, and which check', () => {
    expect(say({ kind: 'reading-entered', step: 'eyes', item: 0, value: 50, isInside: true })).toBe('Eyes at the boiler: Gauge glass, reading 50 %');
    expect(say({ kind: 'reading-entered', step: 'eyes', item: 0, value: 12, isInside: false })).toBe('Eyes at the boiler: Gauge glass, reading 12 %, outside its limits');
    expect(say({ kind: 'check-changed', step: 'eyes', item: 1, state: 'pass', sinceMs: 0, isForced: false, why: '', unsaid: 0 })).toBe('Eyes at the boiler: PLC-21 answers, check passed');
  });

  it('says a note under the words that asked for it, and one on the whole step without', () => {
    expect(say({ kind: 'note-added', step: 'eyes', item: 1, text: 'It refuses' })).toBe('Eyes at the boiler: PLC-21 answers: It refuses');
    expect(say({ kind: 'note-added', step: 'eyes', item: null, text: 'Oil on the floor' })).toBe('Eyes at the boiler: Oil on the floor');
  });

  it('leaves out checks that only wait', () => {
    expect(say({ kind: 'check-changed', step: 'eyes', item: 1, state: 'holding', sinceMs: 0, isForced: false, why: '', unsaid: 0 })).toBeNull();
  });
});
