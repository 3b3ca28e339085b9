import { describe, expect, it } from 'vitest';
import { symbolLibrary } from './symbol-library.ts';
import type { SvgNode } from './svg-node.ts';

const all = (nodes: readonly (SvgNode | string)[]): SvgNode[] =>
  nodes.flatMap((node) => (typeof node === 'string' ? [] : [node, ...all(node.children)]));

describe('symbol library', () => {
  it.each([...symbolLibrary.values()])('$name draws finite geometry inside a box, at its own size and at others', (spec) => {
    for (const options of [
      {},
      { size: 60, width: 200, height: 140, turn: 90 as const, caption: 'K-1' },
      { size: 12, width: 40, height: 30, turn: 270 as const },
    ]) {
      const { nodes, box, front = [], level } = spec.draw(options);
      expect(box.width).toBeGreaterThan(0);
      expect(box.height).toBeGreaterThan(0);
      for (const node of all([...nodes, ...front, ...(level === undefined ? [] : [level.inner])])) {
        expect(Object.values(node.attributes).join(' ')).not.toMatch(/NaN|Infinity|undefined/);
      }
      if (level !== undefined) expect(level.bottom).toBeGreaterThan(level.top);
    }
  });
  it('colours by class only, so that both themes work', () => {
    for (const spec of symbolLibrary.values())
      for (const node of all(spec.draw({}).nodes)) expect(node.attributes).not.toHaveProperty('fill');
  });
  it('has a form that changes with the state for every machine that can run or open', () => {
    const without = [...symbolLibrary.values()].filter((spec) => {
      const { nodes, front = [] } = spec.draw({});
      return spec.moving !== 'none' && !all([...nodes, ...front]).some((node) => node.attributes['class']?.includes('sy-core') === true);
    });
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
