import { buildSvg, label, svg, trim } from '#renderer/symbols/svg-node.ts';
import { symbolLibrary } from '#renderer/symbols/symbol-library.ts';
import type { SymbolSpec } from '#renderer/symbols/symbol-spec.ts';
import { createHatch } from '#renderer/widgets/hatch.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import '#renderer/theme/base.css';
import '#renderer/symbols/symbols.css';
import '#renderer/widgets/analog-indicator.css';
import '#renderer/widgets/process-screen/process-screen.css';

/**
 * Every symbol of the library in every state on one sheet, for looking at: `?theme=light`, `?group=Valves` for one group, `?columns=1`,
 * `?small` for all of them 24 high, `?large` for as large as fits, `?grey` without colour.
 */
const query = new URLSearchParams(location.search);
const states = ['running', 'stopped', 'moving', 'tripped', 'out-of-service', 'no-link', 'plain'] as const;
const cell = { width: 132, height: query.has('small') ? 44 : 104 };
const nameWidth = 190;
const columns = Number(query.get('columns') ?? 2);

function drawn(spec: SymbolSpec, state: string): SVGElement {
  const {
    nodes,
    box,
    front = [],
    level,
  } = spec.draw(spec.name.startsWith('instrument') ? { caption: 'PDT-2314' } : spec.name === 'compressor' ? { caption: 'K-201' } : {});
  const fit = query.has('small')
    ? 24 / box.height
    : Math.min(query.has('large') ? 3 : 1, (cell.width - 36) / box.width, (cell.height - 16) / box.height);
  const contents = level === undefined ? 'none' : state === 'no-link' ? 'unknown' : 'known';
  const group = buildSvg(svg('g', { class: `sy sy-moves-${spec.moving}`, 'data-state': state, 'data-contents': contents }, ...nodes));
  if (level !== undefined && state !== 'no-link') {
    const id = `clip-${spec.name}-${state}`;
    const surface = level.bottom - (level.bottom - level.top) * 0.6;
    group.append(
      buildSvg(svg('clipPath', { id }, level.inner)),
      buildSvg(
        svg('rect', {
          class: 'sy-level',
          x: level.x,
          y: surface,
          width: level.width,
          height: level.bottom - surface + 2,
          'clip-path': `url(#${id})`,
        }),
      ),
    );
  }
  group.append(
    ...front.map(buildSvg),
    buildSvg(
      svg(
        'g',
        { class: 'sy-chevrons', transform: `translate(${trim(box.x + box.width - 5)} ${trim(box.y + box.height / 2)})` },
        svg('path', { d: 'M0-5l5 5-5 5M6-5l5 5-5 5' }),
      ),
    ),
  );
  const outer = buildSvg(
    svg('g', { transform: `scale(${trim(fit)}) translate(${trim(-box.x - box.width / 2)} ${trim(-box.y - box.height / 2)})` }),
  );
  outer.append(group);
  return outer;
}

function sheet(specs: readonly SymbolSpec[]): SVGElement {
  const perColumn = Math.ceil(specs.length / columns);
  const columnWidth = nameWidth + states.length * cell.width;
  const [width, height] = [columns * columnWidth, 30 + perColumn * cell.height];
  const root = buildSvg(svg('svg', { class: 'process-screen', width, height, viewBox: `0 0 ${width} ${height}` }));
  const hatch = createHatch();
  root.style.setProperty('--hatch', hatch.fill);
  root.append(hatch.defs);
  specs.forEach((spec, i) => {
    const x = Math.floor(i / perColumn) * columnWidth;
    const y = 30 + (i % perColumn) * cell.height + cell.height / 2;
    root.append(buildSvg(label('label', x + 12, y, spec.title)));
    states.forEach((state, k) => {
      const at = x + nameWidth + (k + 0.5) * cell.width;
      if (i % perColumn === 0) root.append(buildSvg(label('label', at, 18, state, 'middle')));
      const place = buildSvg(svg('g', { transform: `translate(${at} ${y})` }));
      place.append(drawn(spec, state));
      root.append(place);
    });
  });
  return root;
}

const group = query.get('group');
document.documentElement.dataset['theme'] = query.get('theme') ?? 'dark';
if (query.has('grey')) document.documentElement.style.filter = 'grayscale(1)';
document.body.style.overflow = 'auto';
document
  .getElementById('sheet')
  ?.append(sheet([...symbolLibrary.values()].filter(({ name }) => group === null || partCatalogue.get(name)?.group === group)));
