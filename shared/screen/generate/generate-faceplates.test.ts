import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { modbus } from '#electron/engine/drivers/modbus/modbus.ts';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { checkScreen } from '../check-screen.ts';
import { parseScreen } from '../parse-screen.ts';
import { symbolsOf } from '../screen-model.ts';
import { type Faceplate, faceplateUse, generateFaceplates } from './generate-faceplates.ts';
import { type Plant, symbolOf } from './plant-part.ts';

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

/** A screen that uses each faceplate for each of its assets, and what is wrong with it in sentences. */
function used(plant: Plant, plates: readonly Faceplate[]) {
  const lines = plates.flatMap((plate) => plate.uses.map(({ asset }) => faceplateUse(plate, asset, 0, 0) ?? ''));
  const problems: string[] = [];
  const tags: string[] = [];
  const directory = new Map(plant.tags.map(({ id, type }, index) => [id as string, { index, type }]));
  const assets = new Set<string>(plant.assets.map(({ id }) => id));
  const around = { directory, hasAsset: (id: string) => assets.has(id), hasScreen: () => true, parametersOf: () => null };
  const templates = new Map(plates.map(({ name, svg }) => [name, svg]));
  for (const line of lines) {
    const parsed = parseScreen(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 900">${line}</svg>`, { templates });
    if (!parsed.ok) throw new Error(parsed.problem.message);
    problems.push(...[...parsed.screen.problems, ...checkScreen(parsed.screen, around)].map(({ message }) => message));
    tags.push(...symbolsOf(parsed.screen.nodes).flatMap(({ data }) => data['tag'] ?? []));
  }
  return { problems, tags };
}

describe('faceplates made from the kinds of equipment', () => {
  it('are bound for every asset of the demo plant, each by its own tags', () => {
    const plates = generateFaceplates(demo);
    const { problems, tags } = used(demo, plates);
    expect(problems).toEqual([]);
    expect(new Set(tags).size).toBe(tags.length);
    expect(tags).toContain('FIC-2011.SP');
    const pump = plates.find(({ name }) => name === 'faceplate-pump');
    expect(pump?.uses.length).toBeGreaterThan(3);
    expect(plates.map(({ uses }) => uses.length).reduce((sum, count) => sum + count, 0)).toBe(
      demo.assets.filter((asset) => symbolOf(asset) !== undefined).length,
    );
  });

  it('have names of their own, and every parameter they are given is used', () => {
    const plates = generateFaceplates(demo);
    expect(new Set(plates.map(({ name }) => name)).size).toBe(plates.length);
    for (const { svg, uses } of plates) for (const parameter of Object.keys(uses[0]?.with ?? {})) expect(svg).toContain(`$(${parameter})`);
  });

  it('write the tags that are named after their asset by its name, others as parameters', () => {
    const asset = (id: string, name: string) => AssetDefinition.parse({ id, name, kind: 'pump' });
    const tag = (id: string, of: string, name: string, use: 'measurement' | 'run' = 'measurement') =>
      TagDefinition.parse({ id, asset: of, name, use });
    const plant: Plant = {
      assets: [asset('P-1', 'Feed pump'), asset('P-2', 'Drain pump')],
      tags: [
        tag('P-1.LOAD', 'P-1', 'Feed pump load'),
        tag('II-1', 'P-1', 'Feed pump motor current'),
        tag('P-1.RUN', 'P-1', 'Running', 'run'),
        tag('P-2.LOAD', 'P-2', 'Drain pump load'),
        tag('II-2', 'P-2', 'Drain pump motor current'),
      ],
      connections: [],
      screens: new Set(),
      alarmedTags: new Set(),
    };
    const [plate, more] = generateFaceplates(plant);
    expect(more).toBeUndefined();
    expect(plate?.svg).toContain('data-tag="$(asset).LOAD"');
    expect(plate?.svg).toContain('data-tag="$(ii)"');
    expect(plate?.svg).toContain('>Motor current</text>');
    expect(plate?.svg).not.toContain('Feed');
    expect(plate === undefined ? null : faceplateUse(plate, 'P-2', 10, 20)).toBe(
      '<g data-template="faceplate-pump" data-with-asset="P-2" data-with-ii="II-2" transform="translate(10 20)"/>',
    );
    expect(plate === undefined ? null : faceplateUse(plate, 'P-3', 0, 0)).toBeNull();
  });

  it('serve an asset that has more than most of its kind, and name what they leave out of it', () => {
    const pumps = ['P-1', 'P-2', 'P-3'].map((id) => AssetDefinition.parse({ id, name: id, kind: 'pump' }));
    const tags = ['P-1', 'P-2', 'P-3'].map((id) => TagDefinition.parse({ id: `${id}.LOAD`, asset: id, name: 'Load' }));
    const more = TagDefinition.parse({ id: 'FT-3', asset: 'P-3', name: 'Flow' });
    const plates = generateFaceplates({
      assets: pumps,
      tags: [...tags, more],
      connections: [],
      screens: new Set(),
      alarmedTags: new Set(),
    });
    expect(plates.map(({ uses }) => uses)).toEqual([
      [
        { asset: 'P-1', with: { asset: 'P-1' }, leftOut: [] },
        { asset: 'P-2', with: { asset: 'P-2' }, leftOut: [] },
        { asset: 'P-3', with: { asset: 'P-3' }, leftOut: ['FT-3'] },
      ],
    ]);
  });
});
