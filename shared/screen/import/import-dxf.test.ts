import { describe, expect, it } from 'vitest';
import { parseScreen } from '../parse-screen.ts';
import { importDrawing } from './import-drawing.ts';
import type { ImportResult } from './import-model.ts';
import { outlineOf } from './dxf-outline.ts';
import type { DxfEntity } from './read-dxf.ts';

type Group = readonly [number, string | number];
const write = (groups: readonly Group[]): string => groups.map(([code, value]) => `${code}\r\n${value}\r\n`).join('');
const section = (name: string, groups: readonly Group[]): Group[] => [[0, 'SECTION'], [2, name], ...groups, [0, 'ENDSEC']];
const line = (x1: number, y1: number, x2: number, y2: number, more: readonly Group[] = []): Group[] => [[0, 'LINE'], [8, 'Piping'], [10, x1], [20, y1], [30, 0], [11, x2], [21, y2], [31, 0], ...more];
/** A frame of 100 by 50: one unit is 14.538 of the screen, 20 of margin. */
const frame: Group[] = [[0, 'LWPOLYLINE'], [8, 'Frame'], [90, 4], [70, 1], ...([[0, 0], [100, 0], [100, 50], [0, 50]] as const).flatMap(([x, y]): Group[] => [[10, x], [20, y]])];
const file = (entities: readonly Group[], { header = [], tables = [], blocks = [] }: { readonly header?: readonly Group[]; readonly tables?: readonly Group[]; readonly blocks?: readonly Group[] } = {}): string =>
  write([...section('HEADER', header), ...section('TABLES', tables), ...section('BLOCKS', blocks), ...section('ENTITIES', entities), [0, 'EOF']]);
const take = (text: string | Uint8Array): ImportResult => importDrawing({ format: 'dxf', name: 'Plan hall 3.dxf', width: 1040 }, typeof text === 'string' ? new TextEncoder().encode(text) : text);
const svgOf = (result: ImportResult): string => result.screens[0]?.svg ?? '';
const told = (result: ImportResult, outcome: string): string[] => result.report.filter((one) => one.outcome === outcome).map(({ count, what, why }) => `${count} ${what}: ${why}`);
const entity = (type: string, groups: readonly Group[]): DxfEntity => ({ type, codes: groups.map(([code]) => code), values: groups.map(([, value]) => String(value)), parts: [] });
/** Points a quarter, half and three quarters along each curve, and its end, as the outline runs. */
function pointsOf(type: string, groups: readonly Group[]): (readonly [number, number])[] {
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (const step of outlineOf(entity(type, groups))?.outline ?? []) {
    if (step.t === 'Z') continue;
    if (step.t === 'C') {
      for (const t of [0.25, 0.5, 0.75]) {
        const u = 1 - t;
        points.push([u ** 3 * x + 3 * u * u * t * step.x1 + 3 * u * t * t * step.x2 + t ** 3 * step.x, u ** 3 * y + 3 * u * u * t * step.y1 + 3 * u * t * t * step.y2 + t ** 3 * step.y]);
      }
    }
    [x, y] = [step.x, step.y];
    points.push([x, y]);
  }
  return points;
}

describe('An imported DXF plan', () => {
  it('is fitted whole with a margin, y up, one path a layer and kind, and tells its scale', () => {
    const result = take(file([...frame, ...line(0, 0, 100, 50), ...line(10, 0, 10, 50)], { header: [[9, '$INSUNITS'], [70, 6]] }));
    // 100 wide in 1040 less 4 % of margin: 10 units of the screen for one.
    expect(svgOf(result)).toBe(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1040 540">
  <title>Plan hall 3</title>
  <g data-layer="Frame">
    <path class="outline" d="M20 520h1000v-500h-1000v500z"/>
  </g>
  <g data-layer="Piping">
    <path class="outline" d="M20 520l1000 -500m-900 500v-500"/>
  </g>
</svg>
`);
    expect(told(result, 'taken')).toContain('1 scale: the plan is 100 by 50 metres; one unit of the screen is 100 mm');
    expect(result.screens[0]).toMatchObject({ screen: 'plan-hall-3', problems: [] });
  });

  it.each<readonly [string, string, readonly Group[], (x: number, y: number) => number]>([
    ['a circle', 'CIRCLE', [[10, 3], [20, 4], [40, 5]], (x, y) => Math.hypot(x - 3, y - 4) - 5],
    ['an arc', 'ARC', [[10, 3], [20, 4], [40, 5], [50, 300], [51, 40]], (x, y) => Math.hypot(x - 3, y - 4) - 5],
    ['an ellipse', 'ELLIPSE', [[10, 1], [20, 2], [11, 6], [21, 0], [40, 0.5], [41, 0], [42, 6.283185307179586]], (x, y) => ((x - 1) / 6) ** 2 + ((y - 2) / 3) ** 2 - 1],
    ['a polyline with a bulge of a half circle', 'LWPOLYLINE', [[90, 2], [70, 0], [10, 0], [20, 0], [42, 1], [10, 10], [20, 0]], (x, y) => Math.hypot(x - 5, y) - 5],
    ['a circle seen from below', 'CIRCLE', [[10, 3], [20, 4], [40, 5], [210, 0], [220, 0], [230, -1]], (x, y) => Math.hypot(x + 3, y - 4) - 5],
    // A rational spline of the second degree is a quarter circle where the middle weight is the cosine of 45 degrees.
    ['a rational spline', 'SPLINE', [[70, 0], [71, 2], [40, 0], [40, 0], [40, 0], [40, 1], [40, 1], [40, 1], [41, 1], [41, Math.SQRT1_2], [41, 1], [10, 1], [20, 0], [10, 1], [20, 1], [10, 0], [20, 1]], (x, y) => Math.hypot(x, y) - 1],
  ])('has %s where the formula of its curve says', (_, type, groups, off) => {
    const points = pointsOf(type, groups).slice(type === 'LWPOLYLINE' ? 1 : 0);
    expect(points.length).toBeGreaterThan(3);
    for (const [x, y] of points) expect(Math.abs(off(x, y))).toBeLessThan(0.005);
  });

  it('has arcs and bulges on the side they were on', () => {
    const arc = pointsOf('ARC', [[10, 0], [20, 0], [40, 1], [50, 0], [51, 90]]);
    expect(arc[0]).toEqual([1, 0]);
    expect(arc.at(-1)?.[1]).toBeCloseTo(1, 6);
    // A positive bulge turns left: from (0, 0) to (10, 0) it goes below.
    const bulge = pointsOf('LWPOLYLINE', [[90, 2], [70, 0], [10, 0], [20, 0], [42, 0.5], [10, 10], [20, 0]]);
    expect(Math.min(...bulge.map(([, y]) => y))).toBeCloseTo(-2.5, 2);
  });

  it('has blocks where they were inserted, scaled, turned, in rows, within each other, on the layer of the insert', () => {
    const block: Group[] = [[0, 'BLOCK'], [8, '0'], [2, 'VALVE'], [70, 0], [10, 1], [20, 1], [0, 'LINE'], [8, '0'], [10, 1], [20, 1], [11, 3], [21, 1], [0, 'ENDBLK']];
    const outer: Group[] = [[0, 'BLOCK'], [8, '0'], [2, 'PAIR'], [70, 0], [10, 0], [20, 0], [0, 'INSERT'], [8, '0'], [2, 'valve'], [10, 0], [20, 0], [50, 90], [0, 'ENDBLK']];
    const insert: Group[] = [[0, 'INSERT'], [8, 'Valves'], [2, 'PAIR'], [10, 20], [20, 10], [41, 5], [42, 5], [70, 3], [44, 30]];
    const svg = svgOf(take(file([...frame, ...insert], { blocks: [...block, ...outer] })));
    // Two long, five times, upright, three in a row 30 apart.
    expect(svg).toContain('<g data-layer="Valves">\n    <path class="outline" d="M220 420v-100m300 100v-100m300 100v-100"/>');
  });

  it('has its words in place, turned, with their signs; attributes of blocks and blocks of text too', () => {
    const result = take(
      file([
        ...frame,
        [0, 'TEXT'], [8, 'Text'], [10, 10], [20, 10], [40, 2], [1, 'Tank %%c800 50%%dC'],
        [0, 'TEXT'], [8, 'Text'], [10, 10], [20, 30], [11, 50], [21, 30], [72, 1], [40, 2], [50, 90], [1, 'K\\U+00FChler'],
        [0, 'MTEXT'], [8, 'Text'], [10, 60], [20, 40], [40, 2], [71, 1], [1, '{\\fArial|b0;First}\\PSecond \\S1^2; line'],
      ]),
    );
    const svg = svgOf(result);
    expect(svg).toContain('>Tank ⌀800 50°C</text>');
    expect(svg).toContain('<text class="label" x="517.2" y="220" text-anchor="middle" transform="rotate(-90 517.2 220)">Kühler</text>');
    expect(svg).toContain('<text class="label" x="620" y="137.2">First</text>');
    expect(svg).toContain('>Second 1/2 line</text>');
  });

  it('suggests the tags and assets its words name, with the line they stand on', () => {
    const result = take(file([...frame, [0, 'TEXT'], [8, 'Text'], [10, 10], [20, 10], [40, 2], [1, 'FT-2011'], [0, 'TEXT'], [8, 'Text'], [10, 50], [20, 10], [40, 2], [1, 'Hall 3']]));
    expect(result.suggestions.map(({ line: at, sentence }) => [svgOf(result).split('\n')[(at ?? 0) - 1]?.includes('>FT-2011<'), sentence])).toEqual([[true, 'Its words are FT-2011: show that tag or asset here.']]);
  });

  it('leaves out hidden layers, sheets and what is no line, and says how many of each', () => {
    const tables: Group[] = [[0, 'TABLE'], [2, 'LAYER'], [0, 'LAYER'], [2, 'Off'], [70, 0], [62, -7], [0, 'LAYER'], [2, 'Frozen'], [70, 1], [62, 7], [0, 'ENDTAB']];
    const result = take(file([...frame, ...line(0, 0, 9, 9, [[8, 'x']]), [0, 'LINE'], [8, 'Off'], [10, 0], [0, 'LINE'], [8, 'frozen'], [10, 0], [0, 'LINE'], [8, '0'], [67, 1], [10, 0], [0, 'HATCH'], [8, '0'], [0, 'IMAGE'], [8, '0'], [0, 'INSERT'], [8, '0'], [2, 'NOWHERE']], { tables }));
    expect(told(result, 'left-out').toSorted((a, b) => a.localeCompare(b))).toEqual(['1 blocks: what they show is not in the file', '1 entities on sheets: only the model is taken', '1 HATCH: patterns are not drawn, only solid fills', '1 IMAGE: pictures are not part of a screen', '2 hidden entities: they or their layers are switched off']);
  });

  it('has solid fills with their lines, arcs and holes', () => {
    const hatch: Group[] = [[0, 'HATCH'], [8, 'Fill'], [2, 'SOLID'], [70, 1], [71, 0], [91, 2], [92, 1], [93, 2], [72, 1], [10, 10], [20, 10], [11, 30], [21, 10], [72, 2], [10, 20], [20, 10], [40, 10], [50, 0], [51, 180], [73, 1], [97, 0], [92, 2], [72, 0], [73, 1], [93, 3], [10, 18], [20, 12], [10, 22], [20, 12], [10, 20], [20, 16], [97, 0]];
    const svg = svgOf(take(file([...frame, ...hatch])));
    expect(svg).toMatch(/<g data-layer="Fill">\n    <path class="body" d="M120 420h200c[^"]*zm80 -20h40l-20 -40l-20 40z"\/>/);
  });

  it('has dashed lines dashed and heavy lines heavy against the usual ones', () => {
    const tables: Group[] = [[0, 'LTYPE'], [2, 'HIDDEN'], [73, 2], [40, 9], [0, 'LAYER'], [2, 'Piping'], [70, 0], [62, 7], [6, 'CONTINUOUS'], [370, 25]];
    const svg = svgOf(take(file([...frame, ...line(0, 0, 9, 9), ...line(1, 0, 9, 9, [[6, 'HIDDEN']]), ...line(2, 0, 9, 9, [[370, 50]]), ...line(3, 0, 9, 9, [[370, 100]])], { tables })));
    expect([...svg.matchAll(/class="([\w-]+)"/g)].map(([, name]) => name)).toEqual(['outline', 'outline', 'outline-dashed', 'pipe-utility', 'pipe-main']);
  });

  it('is not made a dot by a few entities far away', () => {
    const lines = Array.from({ length: 30 }, (_, n) => line(n, 0, n, 50)).flat();
    const result = take(file([...frame, ...lines, ...line(1e9, 1e9, 1e9 + 5, 1e9)]));
    expect(told(result, 'left-out')).toEqual(['1 entities: they lie far away from all others']);
    expect(svgOf(result)).toContain('viewBox="0 0 1040 540"');
  });

  it('keeps the frame of a sheet around a small dense table', () => {
    const table = Array.from({ length: 400 }, (_, n) => line(90 + (n % 20) / 4, Math.floor(n / 20) / 4, 90.1 + (n % 20) / 4, Math.floor(n / 20) / 4)).flat();
    expect(told(take(file([...frame, ...table])), 'left-out')).toEqual([]);
  });

  it('is read in the code page older programs wrote, and with plain line ends', () => {
    const text = file([...frame, [0, 'TEXT'], [8, 'Text'], [10, 10], [20, 10], [40, 2], [1, 'K\u00fchler']], { header: [[9, '$ACADVER'], [1, 'AC1015'], [9, '$DWGCODEPAGE'], [3, 'ANSI_1252']] }).replaceAll('\r\n', '\n');
    expect(svgOf(take(Uint8Array.from(text, (letter) => letter.charCodeAt(0))))).toContain('>Kühler<');
  });
});

describe('A hostile or broken DXF', () => {
  it.each([
    ['that is no DXF', 'hello\nworld\n', /no DXF file: line 1 should be a group code/],
    ['that is binary', 'AutoCAD Binary DXF\r\n\u001a\u0000', /binary DXF/],
    ['that is a DWG', 'AC1032\u0000\u0000', /is a DWG/],
    ['that is empty', '', /no section/],
    ['with nothing to draw', file([]), /nothing that could be drawn/],
    ['with numbers that are none', file([[0, 'CIRCLE'], [8, '0'], [10, 1e300], [20, 0], [40, '1e308']]), /nothing that could be drawn|too narrow/],
  ])('%s is refused in a sentence', (_, text, sentence) => {
    expect(() => take(text)).toThrow(sentence);
  });

  it.each<readonly [string, readonly Group[]]>([
    ['blocks in blocks in blocks', [[2, 'B11'], [10, 0], [20, 0]]],
    ['an array of thousands of millions', [[2, 'B0'], [10, 0], [20, 0], [70, 2_000_000_000], [71, 2_000_000_000], [44, 1e-9]]],
    ['as many copies of nothing', [[2, 'EMPTY'], [70, 2_000_000_000], [71, 2_000_000_000]]],
    ['a block in itself', [[2, 'SELF']]],
  ])('with %s ends in bounded steps and says so', (_, groups) => {
    const deep: Group[] = Array.from({ length: 12 }, (_, n): Group[] => [[0, 'BLOCK'], [2, `B${n}`], [10, 0], [20, 0], ...(n === 0 ? line(0, 0, 1, 1) : Array.from({ length: 10 }, (): Group[] => [[0, 'INSERT'], [8, '0'], [2, `B${n - 1}`], [10, 1], [20, 0]]).flat()), [0, 'ENDBLK']]).flat();
    const own: Group[] = [[0, 'BLOCK'], [2, 'SELF'], [10, 0], [20, 0], [0, 'INSERT'], [8, '0'], [2, 'SELF'], [10, 1], [20, 0], [0, 'ENDBLK']];
    const empty: Group[] = [[0, 'BLOCK'], [2, 'EMPTY'], [10, 0], [20, 0], [0, 'ENDBLK']];
    const result = take(file([...frame, [0, 'INSERT'], [8, '0'], ...groups], { blocks: [...deep, ...own, ...empty] }));
    expect(told(result, 'left-out').join()).toMatch(/unfolds to more|hold themselves/);
    const parsed = parseScreen(svgOf(result));
    expect(parsed.ok && parsed.screen.problems).toEqual([]);
  });

  it('with splines and polylines of senseless numbers draws the rest', () => {
    const result = take(
      file([
        ...frame,
        [0, 'SPLINE'], [8, '0'], [71, 1e9], [40, 'NaN'], [10, 0], [20, 0], [10, 1], [20, 1],
        [0, 'SPLINE'], [8, '0'], [71, 3], [41, 0], [41, 0], [10, 0], [20, 0], [10, 1], [20, 1],
        [0, 'LWPOLYLINE'], [8, '0'], [10, 'x'], [20, 'y'], [42, 1e300], [10, 5], [20, 5],
        [0, 'ELLIPSE'], [8, '0'], [11, 0], [21, 0], [40, -1e300],
        [0, 'ELLIPSE'], [8, '0'], [11, 1], [21, 0], [40, 1], [41, 1e300], [42, -1e300],
        [0, 'HATCH'], [8, '0'], [70, 1], [91, 1e9], [92, 1], [93, 1e9], [72, 2], [10, 0], [20, 0], [40, 1], [50, 1e300], [51, -1e300], [73, 0],
        [0, 'HATCH'], [8, '0'], [70, 1], [91, 2], [92, 1], [93, 1e9], [72, 4], [94, 1e9], [73, 1], [74, 0], [95, 1e9], [96, 1e9],
        [0, 'ARC'], [8, '0'], [40, -5], [50, 1e300], [51, -1e300],
      ]),
    );
    const parsed = parseScreen(svgOf(result));
    expect(parsed.ok && parsed.screen.problems).toEqual([]);
    expect(svgOf(result)).toContain('data-layer="Frame"');
  });
});
