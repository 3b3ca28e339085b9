import { expect, it } from 'vitest';
import { installTinyPage, type TinyElement } from '#renderer/testing/tiny-page.ts';
import { createLockMarks } from './lock-marks.ts';
import type { ScreenTarget } from './screen-context.ts';
import { createScreenTargets } from './screen-targets.ts';

it('equipment that is locked out has a padlock, its tooltip and words in its name, its values have none; freed it is as before', () => {
  installTinyPage();
  const make = (): SVGElement => document.createElementNS('http://www.w3.org/2000/svg', 'g');
  const [pump, flow, other] = [make(), make(), make()];
  const layers = new Map<Element, SVGElement>();
  const targets = createScreenTargets(null);
  const add = (element: SVGElement, asset: string, tag: string | null): void => targets.add(element, { asset, tag, screen: null, name: () => 'It' } satisfies ScreenTarget);
  add(pump, 'P-1', null);
  add(flow, 'P-1', 'FT-1');
  add(other, 'P-2', null);
  const marks = createLockMarks({
    targets,
    layerOf(host) {
      const layer = make();
      layers.set(host, layer);
      return layer;
    },
  });
  const seen = (element: SVGElement) => {
    targets.name();
    const tiny = element as unknown as TinyElement;
    return [element.getAttribute('aria-label'), tiny.textContent, ((layers.get(element) as unknown as TinyElement | undefined)?.children ?? []).length];
  };
  marks.set([{ asset: 'P-1', words: 'Locked out by run 1.' }]);
  targets.setNote(pump, ', write failed', 'write');
  expect([pump, flow, other].map(seen)).toEqual([['It, locked out, write failed', 'Locked out by run 1.', 1], ['It', '', 0], ['It', '', 0]]);
  marks.set([{ asset: 'P-1', words: 'Locked out by run 2.' }]);
  expect(seen(pump)).toEqual(['It, locked out, write failed', 'Locked out by run 2.', 1]);
  marks.set([]);
  targets.setNote(pump, '', 'write');
  expect(seen(pump)).toEqual(['It', '', 0]);
});
