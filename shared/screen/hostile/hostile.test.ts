import { describe, expect, it } from 'vitest';
import { limits } from '../allow-list.ts';
import { parseScreen } from '../parse-screen.ts';
import { noScreenSettings, noSettings, type ScreenModel, type ShapeNode } from '../screen-model.ts';
import { usedTemplates } from '../used-templates.ts';
import { strangersIn } from './strangers.ts';
import { tricks } from './tricks.ts';

const read = (trick: (typeof tricks)[number]) => parseScreen(trick.svg, { templates: new Map(Object.entries(trick.templates ?? {})) });

describe('hostile screens', () => {
  it('there are at least a hundred and fifty tricks, each with a name of its own', () => {
    expect(tricks.length).toBeGreaterThanOrEqual(150);
    expect(new Set(tricks.map(({ name }) => name)).size).toBe(tricks.length);
  });

  it('a stranger in a model is found, whatever it is', () => {
    const shape: ShapeNode = { ...noSettings, kind: 'shape', name: 'rect', attributes: {}, children: [], flow: null, screen: null, label: null, pivot: null, template: null, line: 1, from: 0 };
    const model = (node: Partial<ShapeNode>): ScreenModel => ({ ...noScreenSettings, title: '', width: 9, height: 9, nodes: [{ ...shape, ...node }], tiles: [], problems: [] });
    expect(strangersIn(model({}))).toEqual([]);
    for (const node of [
      { name: 'script' },
      { attributes: { onclick: 'x()' } },
      { attributes: { style: 'fill:red' } },
      { attributes: { id: 'location' } },
      { attributes: { width: 'calc(1px)' } },
      { attributes: { class: 'alarm-banner' } },
      { attributes: { transform: 'url(#x)' } },
      { children: ['PT-\u202e1302'] },
      { children: ['a\0b'] },
      { bindings: [{ target: 'onclick', expression: '1', decimals: null, unit: null, words: new Map(), states: new Map() } as never] },
    ] satisfies Partial<ShapeNode>[])
      expect(strangersIn(model(node)), JSON.stringify(node)).not.toEqual([]);
  });

  it.each(tricks.filter(({ fate }) => fate === 'refused'))('$name is refused with a sentence and a line', (trick) => {
    const result = read(trick);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problem.message).toMatch(/^The screen .{10,300}\.$/s);
    expect(result.problem.line).toBeGreaterThan(0);
  });

  it.each(tricks.filter(({ fate }) => fate !== 'refused'))('$name leaves nothing in the model that is not on the allow-list', (trick) => {
    const result = read(trick);
    if (!result.ok) throw new Error(result.problem.message);
    const { screen } = result;
    expect(strangersIn(screen)).toEqual([]);
    expect(screen.problems.map(({ message }) => message).filter((message) => message.length > 600 || !message.endsWith('.'))).toEqual([]);
    if (trick.fate === 'named') expect(screen.problems.length).toBeGreaterThan(0);
    else expect(screen.problems).toEqual([]);
    // The good rectangle beside the trick is always there, or the title where the text has none.
    expect(screen.nodes.some((node) => node.kind === 'shape' && node.name === 'rect') || screen.title !== '').toBe(true);
  });

  it.each(tricks)('$name takes a bounded number of steps', (trick) => {
    const result = read(trick);
    // What stands in the text itself is gone through once; only templates are gone through again, and that has a limit of its own.
    const most = trick.svg.length * 2 + limits.work + 4 * 1024 * 1024;
    expect(result.ok ? result.screen.work : 0).toBeLessThanOrEqual(most);
    expect(usedTemplates(trick.svg).length).toBeLessThanOrEqual(limits.xml.maxElements);
  });
});
