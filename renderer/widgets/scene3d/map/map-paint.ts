import { type EntityStates, hatches } from '../scene-handle.ts';

/** Writes states into the elements of a map; what stands there already is left alone. */
export function createMapPainter(svg: SVGSVGElement, hatch: string) {
  const elements = new Map<number, SVGElement>();
  const shown = new Map<number, string>();
  for (const element of svg.querySelectorAll<SVGElement>('[data-entity]')) elements.set(Number(element.dataset['entity']), element);
  const gauges = [...svg.querySelectorAll<SVGElement>('[data-level]')].map((element) => ({ element, entity: Number(element.dataset['level']), percent: -1 }));

  const paint = (element: SVGElement, colour: string, mark: number, isPulsing: boolean, isSelected: boolean): void => {
    const isLine = element.tagName === 'polyline';
    // What is out of service is known to be: dashed, and not in the hatching of what is not known.
    const isHatched = mark === hatches.bad || mark === hatches.stale;
    const fill = isHatched ? hatch : colour;
    if (isLine) element.style.stroke = colour;
    else {
      element.style.fill = fill;
      element.style.stroke = isHatched ? colour : '';
    }
    element.classList.toggle('is-marked', colour !== '' || mark !== hatches.none);
    element.classList.toggle('is-bad', mark === hatches.bad);
    element.classList.toggle('is-stale', mark === hatches.stale);
    element.classList.toggle('is-out', mark === hatches.outOfService);
    element.classList.toggle('is-pulsing', isPulsing);
    element.classList.toggle('is-selected', isSelected);
  };

  return {
    elements,
    states({ colour, hatch: marks, pulse, selected, level }: EntityStates): void {
      for (const gauge of gauges) {
        const percent = Math.round((level[gauge.entity] ?? Number.NaN) * 100) || 0;
        if (percent === gauge.percent) continue;
        gauge.percent = percent;
        gauge.element.style.transform = `scaleY(${percent / 100})`;
      }
      for (const [entity, element] of elements) {
        const tint = colour[entity] ?? 0;
        const key = `${tint} ${marks[entity]} ${pulse[entity]} ${selected[entity]}`;
        if (shown.get(entity) === key) continue;
        shown.set(entity, key);
        const css = tint === 0 ? '' : `#${(tint & 0xff_ff_ff).toString(16).padStart(6, '0')}`;
        paint(element, css, marks[entity] ?? 0, pulse[entity] === 1, selected[entity] === 1);
      }
    },
    isolate(kept: Uint8Array | null): void {
      svg.classList.toggle('is-isolating', kept !== null);
      for (const [entity, element] of elements) element.classList.toggle('is-kept', kept === null || kept[entity] === 1);
    },
  };
}
export type MapPainter = ReturnType<typeof createMapPainter>;
