import { describe, expect, it } from 'vitest';
import type { ControlArea, ControlState, WriteMark } from '#shared/model/control.ts';
import { chipWords } from './control-chip.tsx';

const area = (id: string, own: boolean | null, asker: string | null = null): ControlArea => ({
  area: id,
  name: `Unit ${id}`,
  holder: own === null ? null : { user: 'Anna', place: 'CR-1', isOwn: own, sinceMs: 1, isGone: false },
  asker: asker === null ? null : { user: asker, place: 'CR-2', isOwn: false, sinceMs: 1 },
});
const state = (areas: readonly ControlArea[], marks = 0): ControlState => ({ authority: 'areas', areas: [...areas], marks: Array.from({ length: marks }, () => ({}) as WriteMark) });
const words = (now: ControlState): string => chipWords(now, now.areas.filter(({ holder, asker }) => holder?.isOwn === true && asker !== null));

describe('the title bar says what this console has control of', () => {
  it.each([
    [state([area('1', null), area('2', false)]), 'Control: none'],
    [state([area('1', true), area('2', false)]), 'Control: 1'],
    [state([area('1', true), area('2', true)]), 'Control: this console'],
    [state([area('1', true), area('2', true), area('3', true), area('4', null)]), 'Control: 3 of 4 areas'],
  ])('%#', (now, expected) => expect(words(now)).toBe(expected));
  it('and first what waits for somebody: a write to look at, then who asks', () => {
    expect(words(state([area('1', true, 'Ben')]))).toBe('Ben asks for Unit 1');
    expect([words(state([area('1', true, 'Ben')], 1)), words(state([], 3))]).toEqual(['1 write to look at', '3 writes to look at']);
  });
});
