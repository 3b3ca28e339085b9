import { describe, expect, it } from 'vitest';
import { drawingOf, fileOf, nameFromWords, paramsOf, refOf } from './drawing-ref.ts';

describe('which drawing a tab is about', () => {
  it('comes back from its params, screens and templates apart', () => {
    for (const ref of [refOf('screen', 'u100'), refOf('template', 'pump-pair')]) expect(drawingOf(paramsOf(ref))).toEqual(ref);
    expect(drawingOf({})).toBeNull();
    expect(drawingOf({ part: 'problems' })).toBeNull();
    expect(fileOf(refOf('template', 'pump-pair'))).toBe('templates/pump-pair.svg');
  });

  it('names of files are made from words: letters and digits of any writing, nothing a path could use', () => {
    expect(nameFromWords('Brine feed pump')).toBe('brine-feed-pump');
    expect(nameFromWords('Übersicht – Süd (2)')).toBe('ubersicht-sud-2');
    expect(nameFromWords('../../etc/passwd')).toBe('etc-passwd');
    expect(nameFromWords(' ** ')).toBe('');
  });
});
