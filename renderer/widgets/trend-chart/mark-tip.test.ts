import { describe, expect, it } from 'vitest';
import { tipLines } from './mark-tip.ts';
import type { TrendMark } from './trend-frame.ts';

const alarm = (timeMs: number, priority: 1 | 2 | 3 | 4 = 3, count = 1): TrendMark => ({ kind: 'alarm', timeMs, toMs: null, priority, text: `Alarm of ${timeMs}`, subject: `A-${timeMs}`, count });
const person = (kind: 'note' | 'action', timeMs: number): TrendMark => ({ kind, timeMs, toMs: null, priority: 0, text: `Lead: ${kind} of ${timeMs}`, subject: '', count: 1 });
const words = (members: readonly TrendMark[]): readonly string[] => tipLines(members).map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d{3} {2}/, ''));
const flood = Array.from({ length: 30 }, (_, at) => alarm(1000 + at));

describe('what marks that stand as one say', () => {
  it('is one line each, oldest first', () => {
    expect(words([alarm(1), person('action', 2), alarm(3, 1)])).toEqual(['Alarm of 1', 'Lead: action of 2', 'Alarm of 3']);
  });

  it('begins with what people wrote, and a flood of alarms before it hides none of it', () => {
    const said = words([...flood, person('note', 2000), person('note', 2001)]);
    expect(said.slice(0, 2)).toEqual(['Lead: note of 2000', 'Lead: note of 2001']);
    expect(said.at(-1)).toBe('and 22 more');
  });

  it('of many alarms tells the most urgent, so that the one whose shape is seen is named', () => {
    const said = words([...flood, alarm(2000, 1), alarm(2001, 2)]);
    expect(said.slice(-3)).toEqual(['Alarm of 2000', 'Alarm of 2001', 'and 24 more']);
  });

  it('leaves out no alarm for the actions of people', () => {
    const said = words([...Array.from({ length: 20 }, (_, at) => person('action', at)), alarm(30, 4)]);
    expect(said).toContain('Alarm of 30');
    expect(said.at(-1)).toBe('and 13 more');
  });

  it('counts those that stand for several, told and left out', () => {
    expect(words([alarm(1, 2, 5)])).toEqual(['Alarm of 1, and 4 more']);
    expect(words([...flood.slice(0, 8), alarm(2000, 4, 5)]).at(-1)).toBe('and 5 more');
  });

  it('says how many notes are left when more than a tip can hold stand at one moment', () => {
    const said = words([...Array.from({ length: 20 }, (_, at) => person('note', at)), alarm(30)]);
    expect(said.filter((one) => one.includes('note of'))).toHaveLength(16);
    expect(said.slice(-2)).toEqual(['and 4 more notes', 'Alarm of 30']);
  });
});
