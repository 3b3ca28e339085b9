import { describe, expect, it } from 'vitest';
import { smallIndex } from '#renderer/testing/small-directory.ts';
import { installTinyPage, type TinyElement } from '#renderer/testing/tiny-page.ts';
import type { ScreenTarget } from './screen-context.ts';
import { createWriteMarks } from './write-marks.ts';

/** A value, equipment, a value beside it, a flag and a tile, with their marks and what is said of them. */
function stage() {
  installTinyPage();
  const make = (): Element => document.createElementNS('http://www.w3.org/2000/svg', 'g');
  const target = (asset: string | null, tag: string | null): { readonly element: Element; readonly target: ScreenTarget; readonly name: string } => ({
    element: make(),
    target: { asset, tag, screen: null, name: () => '' },
    name: '',
  });
  const all = { flow: target('P-1', 'FT-1'), pump: target('P-1', null), temperature: target('U2', 'TT-2'), flag: target(null, null), tile: target('P-1', 'FT-1.SP') };
  const notes = new Map<Element, string>();
  const layers = new Map<Element, SVGElement>();
  const marks = createWriteMarks({
    directory: smallIndex(),
    targets: { list: () => Object.values(all), setNote: (element, note) => void notes.set(element, note) },
    layerOf(host) {
      if (host === all.tile.element) return null;
      const layer = make() as SVGElement;
      layers.set(host, layer);
      return layer;
    },
  });
  const seen = (of: keyof typeof all) => {
    const { element } = all[of];
    const layer = layers.get(element) as unknown as TinyElement | undefined;
    return [layer?.textContent ?? '', element.getAttribute('data-write') ?? '', notes.get(element) ?? ''];
  };
  return { marks, seen };
}

describe('a write that failed or is not confirmed', () => {
  it('is marked on the value, on the tile, and on what it belongs to, until it is put away', () => {
    const { marks, seen } = stage();
    marks.set([{ tag: 'FT-1.SP', kind: 'unconfirmed' }]);
    // The flow stands beside its setpoint, the pump owns both.
    expect(seen('flow')).toEqual(['W?', 'W?', ', write not confirmed']);
    expect(seen('pump')).toEqual(['W?', 'W?', ', write not confirmed']);
    expect(seen('tile')).toEqual(['', 'W?', ', write not confirmed']);
    expect(seen('temperature')).toEqual(['', '', '']);
    expect(seen('flag')).toEqual(['', '', '']);
    marks.set([{ tag: 'TT-2', kind: 'in-doubt' }]);
    expect(seen('flow')).toEqual(['', '', '']);
    expect(seen('temperature')).toEqual(['W?', 'W?', ', write in doubt']);
    marks.set([]);
    expect(seen('temperature')).toEqual(['', '', '']);
  });
  it('is marked by the worst of several, and each time only once', () => {
    const { marks, seen } = stage();
    const both = [
      { tag: 'FT-1', kind: 'unconfirmed' },
      { tag: 'FT-1.SP', kind: 'failed' },
    ] as const;
    marks.set(both);
    marks.set([...both]);
    expect(seen('flow')).toEqual(['W×', 'W×', ', write failed']);
    expect(seen('tile')).toEqual(['', 'W×', ', write failed']);
    marks.set([both[0]]);
    expect(seen('flow')).toEqual(['W?', 'W?', ', write not confirmed']);
    expect(seen('tile')).toEqual(['', '', '']);
  });
});
