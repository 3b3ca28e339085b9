import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { modbus } from '#electron/engine/drivers/modbus/modbus.ts';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { checkScreen } from '../check-screen.ts';
import { parseScreen } from '../parse-screen.ts';
import { type ScreenModel, symbolsOf } from '../screen-model.ts';
import { generateScreen, type Generated } from './generate-screen.ts';
import type { Plant } from './plant-part.ts';

let demo: Plant;
beforeAll(async () => {
  const project = await loadProject(join(import.meta.dirname, '../../../resources/projects/demo'), { driverTypes: [modbus, opcua] });
  demo = {
    assets: project.assets,
    tags: project.tags,
    connections: project.logic.connections,
    screens: new Set(project.screens.map(({ id }) => id)),
    alarmedTags: new Set(project.alarms.map(({ tag }) => tag)),
  };
});

function generated(plant: Plant, asset: string): Generated {
  const result = generateScreen(plant, asset);
  if (!result.ok) throw new Error(result.message);
  return result.screen;
}

/** The model, with every broken binding as a sentence. */
function checked(plant: Plant, { svg }: Generated): { readonly model: ScreenModel; readonly problems: readonly string[] } {
  const parsed = parseScreen(svg);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const directory = new Map(plant.tags.map(({ id, type }, index) => [id as string, { index, type }]));
  const assets = new Set<string>(plant.assets.map(({ id }) => id));
  const around = {
    directory,
    hasAsset: (id: string) => assets.has(id),
    hasScreen: (id: string) => plant.screens.has(id),
    parametersOf: () => null,
  };
  return {
    model: parsed.screen,
    problems: [...parsed.screen.problems, ...checkScreen(parsed.screen, around)].map(({ message }) => message),
  };
}

type Boxed = Generated['boxes'][number];
const overlaps = (boxes: readonly Boxed[]): readonly string[] =>
  boxes.flatMap(({ name, box: a }, at) =>
    boxes
      .slice(at + 1)
      .filter(({ box: b }) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((other) => `${name} over ${other.name}`),
  );

/** Pipes that run through what they do not join, and upright ones through anything. */
function crossings({ boxes, pipes }: Generated): readonly string[] {
  return pipes.flatMap(({ way, points }) =>
    points.slice(1).flatMap(([x2, y2], at) => {
      const [x1, y1] = points[at] as readonly [number, number];
      const [left, right, top, bottom] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)];
      const ends = x1 === x2 ? [] : [way.edge.from, way.edge.to];
      return boxes
        .filter(
          ({ of, box }) =>
            !ends.includes(of) && left < box.x + box.width && box.x < right + 0.01 && top < box.y + box.height && box.y < bottom + 0.01,
        )
        .map(({ name }) => `${way.edge.from} to ${way.edge.to} through ${name}`);
    }),
  );
}

describe('a screen made from an asset', () => {
  it.each(['U100', 'U200', 'U300', 'U400', 'U500', 'K-201-LUBE', 'K-201', 'EL', 'P-201A'])(
    'of %s binds everything it shows and lays nothing over anything else',
    (asset) => {
      const screen = generated(demo, asset);
      const { problems } = checked(demo, screen);
      expect(problems).toEqual([]);
      expect(overlaps(screen.boxes)).toEqual([]);
      expect(crossings(screen)).toEqual([]);
    },
  );

  it('shows every measurement and loop of a unit, and every machine once', () => {
    const screen = generated(demo, 'U200');
    const { model } = checked(demo, screen);
    const symbols = symbolsOf(model.nodes);
    const shown = new Set([
      ...symbols.flatMap(({ data, items }) => [data['tag'], ...items.map((item) => item['tag'])]),
      ...model.tiles.map((tile) => tile['tag']),
    ]);
    const lube = new Set<string>(
      demo.assets.filter(({ id, parent }) => id === 'K-201-LUBE' || parent === 'K-201-LUBE').map(({ id }) => id),
    );
    const inUnit = new Set<string>(['U200', 'K-201']);
    for (let grew = true; grew;) {
      const before = inUnit.size;
      for (const { id, parent } of demo.assets) if (parent !== undefined && inUnit.has(parent) && !lube.has(id)) inUnit.add(id);
      grew = inUnit.size > before;
    }
    const meant = demo.tags.filter(
      ({ asset, use, type }) => inUnit.has(asset) && (use === 'measurement' || use === 'pv') && (type === 'float' || type === 'int'),
    );
    expect(meant.length).toBeGreaterThan(30);
    expect(meant.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
    const machines = symbols.map(({ data }) => data['asset']).filter((id) => id !== undefined);
    expect(new Set(machines).size).toBe(machines.length);
    expect(machines).toContain('P-201A');
    expect(machines).not.toContain('P-231A');
    expect(symbols.find(({ data }) => data['screen'] === 'u200-lube')?.symbol).toBe('link');
  });

  it('stands in the order of the process: what feeds is left of what is fed', () => {
    const { svg } = generated(demo, 'U200');
    const x = (asset: string): number => Number(new RegExp(`data-asset="${asset}"[^>]*translate\\((\\d+)`).exec(svg)?.[1] ?? NaN);
    const chain = ['TK-201', 'P-201A', 'FCV-2011', 'E-201', 'V-201', 'TK-203', 'P-203', 'LCV-2031'].map(x);
    expect(chain.every((at, index) => index === 0 || at > (chain[index - 1] ?? Infinity))).toBe(true);
    expect(x('P-201A')).toBe(x('P-201B'));
    expect(svg).toContain('data-asset="P-201A" data-pair="P-201B"');
  });

  it('draws no pipe past what stands between, no instrument air to valves, and returns as pipes that run back', () => {
    const { pipes } = generated(demo, 'U200');
    const drawn = pipes.map(({ way }) => `${way.edge.from} ${way.edge.to}`);
    expect(drawn).toContain('FCV-2011 E-201');
    expect(drawn).toContain('E-201 V-201');
    expect(drawn).not.toContain('FCV-2011 V-201');
    expect(demo.connections.some(({ from, to }) => (from as string) === 'FCV-2011' && (to as string) === 'V-201')).toBe(true);
    expect(generated(demo, 'U500').pipes.filter(({ way }) => way.edge.carries === 'air')).toEqual([]);
    const back = pipes.find(({ way }) => way.edge.from === 'C-201' && way.edge.to === 'V-201');
    expect((back?.points.at(-1)?.[0] ?? NaN) < (back?.points[0]?.[0] ?? NaN)).toBe(true);
  });

  it('says why there is none', () => {
    const many = Array.from({ length: 301 }, (_, at) => AssetDefinition.parse({ id: `P-${at}`, name: 'Pump', kind: 'pump', parent: 'U1' }));
    const plant = { ...demo, assets: [AssetDefinition.parse({ id: 'U1', name: 'Unit', level: 'unit' }), ...many] };
    expect(generateScreen(plant, 'U1')).toMatchObject({ ok: false, message: expect.stringContaining('301 machines') as string });
    const ids = many.slice(0, 60).map(({ id }) => id);
    const dense = ids.flatMap((from) =>
      ids.filter((to) => to !== from).map((to) => ({ from, to, carries: 'process' as const, back: false })),
    );
    const full = { ...plant, assets: plant.assets.slice(0, 61), connections: dense };
    expect(generateScreen(full, 'U1')).toMatchObject({ ok: false, message: expect.stringContaining('connections') as string });
    expect(generateScreen(demo, 'X-1')).toEqual({ ok: false, message: 'There is no asset X-1 in the project.' });
  });

  it('lays nothing over anything, whatever the plant', () => {
    const kinds = ['pump', 'tank', 'valve', 'compressor', 'conveyor', 'heat-exchanger', 'drum', 'bearing', 'evaporator'];
    fc.assert(
      fc.property(
        fc.array(fc.record({ kind: fc.constantFrom(...kinds), values: fc.nat(5) }), { minLength: 1, maxLength: 25 }),
        fc.array(fc.tuple(fc.nat(26), fc.nat(26)), { maxLength: 40 }),
        (machines, joins) => {
          const ids = machines.map((_, at) => `M-${at}`);
          const all = [...ids, 'OUT-1', 'OUT-2'];
          const plant: Plant = {
            assets: [
              AssetDefinition.parse({ id: 'U1', name: 'Unit', level: 'unit' }),
              AssetDefinition.parse({ id: 'U2', name: 'Other', level: 'unit', screen: 'u2' }),
              ...machines.map(({ kind }, at) => AssetDefinition.parse({ id: `M-${at}`, name: `Machine ${at}`, kind, parent: 'U1' })),
              ...['OUT-1', 'OUT-2'].map((id) => AssetDefinition.parse({ id, name: 'Elsewhere', kind: 'tank', parent: 'U2' })),
            ],
            tags: machines.flatMap(({ values }, at) =>
              Array.from({ length: values }, (_, n) =>
                TagDefinition.parse({ id: `T-${at}-${n}`, name: 'Value', asset: `M-${at}`, range: [0, 1] }),
              ),
            ),
            connections: joins.flatMap(([from, to]) => {
              const [a, b] = [all[from % all.length], all[to % all.length]];
              return a === undefined || b === undefined
                ? []
                : [{ from: a as never, to: b as never, carries: 'process' as const, back: false }];
            }),
            screens: new Set(['u2']),
            alarmedTags: new Set(),
          };
          const screen = generated(plant, 'U1');
          expect(checked(plant, screen).problems).toEqual([]);
          expect(overlaps(screen.boxes)).toEqual([]);
          expect(crossings(screen)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});
