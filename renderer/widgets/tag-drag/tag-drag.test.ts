import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldOf, isForField } from './drag-watch.ts';
import { chipText, dragsTags, tagsOf, tagText } from './tag-drag.ts';

const ids = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,40}$/), { maxLength: 64 });

describe('the tags a drag carries', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(ids, (tags) => {
        expect(tagsOf(tagText(tags))).toEqual(tags);
      }),
    );
  });
  it('are at most 64, each once, whatever a drag from elsewhere holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.array(fc.string(), { maxLength: 300 }).map((parts) => parts.join(' '))), (text) => {
        const tags = tagsOf(text);
        expect(tags.length).toBeLessThanOrEqual(64);
        expect(new Set(tags).size).toBe(tags.length);
        for (const tag of tags) expect(tag).toMatch(/^[^\s,]{1,120}$/);
      }),
    );
  });
  it('never are half an id, where the text is longer than is read', () => {
    const text = Array.from({ length: 4000 }, (_, at) => `TAG-${at}`).join(' ');
    for (const tag of tagsOf(text)) expect(text.split(' ')).toContain(tag);
    expect(tagsOf('x'.repeat(20_000))).toEqual([]);
    expect(tagsOf('x'.repeat(121))).toEqual([]);
  });
  it('are named on the chip: the one, or the first and how many more', () => {
    expect([chipText(['PT-1']), chipText(['PT-1', 'PT-2', 'PT-3'])]).toEqual(['PT-1', 'PT-1 and 2 more']);
  });
  it('make a source only where there are some', () => {
    expect(dragsTags([])).toEqual({});
    expect(dragsTags(['PT-1']).draggable).toBe(true);
  });
});

describe('what nobody takes', () => {
  const text = fieldOf({ tagName: 'INPUT', type: 'text' });
  const file = fieldOf({ tagName: 'INPUT', type: 'file' });
  it('is left to a field of its kind, and else refused', () => {
    expect([text, file]).toEqual(['text', 'file']);
    expect([isForField(text, ['text/plain']), isForField(file, ['Files'])]).toEqual([true, true]);
    expect([isForField(text, ['Files']), isForField(file, ['text/plain']), isForField('none', ['Files']), isForField('none', ['text/uri-list'])]).toEqual([false, false, false, false]);
  });
  it('is never taken by a button, a box to tick or the page', () => {
    for (const type of ['checkbox', 'radio', 'range', 'button', 'submit', 'color']) expect(fieldOf({ tagName: 'INPUT', type })).toBe('none');
    for (const tagName of ['DIV', 'BUTTON', 'CANVAS', 'BODY', 'SELECT']) expect(fieldOf({ tagName })).toBe('none');
    expect([fieldOf({ tagName: 'TEXTAREA' }), fieldOf({ tagName: 'DIV', isContentEditable: true })]).toEqual(['text', 'text']);
  });
});
