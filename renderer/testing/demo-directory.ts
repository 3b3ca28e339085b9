import { load } from 'js-yaml';
import type { Directory } from '#shared/contract/project.ts';
import { LogicFile, type PlantLogic } from '#shared/model/logic.ts';
import { Scene } from '#shared/model/scene.ts';
import { AlarmsFile, AssetsFile, DevicesFile, ProjectFile, TagsFile } from '#shared/model/project.ts';
import { ScreenEntry } from '#shared/model/project.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';

const texts = import.meta.glob('../../resources/projects/demo/**/*.yaml', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
const screens = import.meta.glob('../../resources/projects/demo/screens/*.svg', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;

const templates = import.meta.glob('../../resources/projects/demo/templates/*.svg', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;

const within = (folder: string): unknown[] =>
  Object.entries(texts)
    .filter(([path]) => path.includes(`/demo/${folder}/`))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]) => load(text));

const screenId = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.svg$/, '');

const logicFiles = within('logic').map((file) => LogicFile.parse(file));
const logic: PlantLogic = {
  connections: logicFiles.flatMap((file) => file.connections),
  interlocks: logicFiles.flatMap((file) => file.interlocks),
  tripGroups: logicFiles.flatMap((file) => file.tripGroups),
  states: logicFiles.flatMap((file) => file.states),
  suppressions: logicFiles.flatMap((file) => file.suppressions),
  classes: logicFiles.flatMap((file) => file.classes),
};

/** The demo project as a directory, read from its files as they are in the source tree. For the test harness only. */
export function demoDirectory(): Directory {
  const project = ProjectFile.parse(load(Object.entries(texts).find(([path]) => path.endsWith('/demo/project.yaml'))?.[1] ?? 'name: Demo'));
  const tags = within('tags').flatMap((file) => TagsFile.parse(file).tags);
  return {
    revision: 1,
    name: project.name,
    home: project.home ?? null,
    isSimulated: project.simulator !== undefined,
    assets: within('assets').flatMap((file) => AssetsFile.parse(file).assets),
    tags,
    alarms: within('alarms').flatMap((file) => AlarmsFile.parse(file).alarms),
    logic,
    alarmSettings: project.alarms,
    devices: within('devices')
      .flatMap((file) => DevicesFile.parse(file).devices)
      .map(({ id, name, driver, asset, enabled }) => ({
        id,
        name,
        driver,
        asset: asset ?? null,
        enabled,
        tagCount: tags.filter(({ device }) => device === id).length,
      })),
    screens: Object.entries(screens).map(([path, svg]) => {
      const read = parseScreen(svg);
      if (!read.ok) return ScreenEntry.parse({ id: screenId(path), title: screenId(path) });
      const { listTitle: title, displayLevel, parameters } = read.screen;
      const names = Object.keys(parameters);
      return ScreenEntry.parse({ id: screenId(path), title, ...(displayLevel === null ? {} : { level: displayLevel }), ...(names.length === 0 ? {} : { parameters: names }) });
    }),
    trends: [],
    recording: null,
  };
}

export function demoScreen(id: string): string | null {
  return Object.entries(screens).find(([path]) => screenId(path) === id)?.[1] ?? null;
}

/** 3D scenes of the demo project. */
export const demoScenes = (): readonly Scene[] =>
  Object.entries(texts)
    .filter(([path]) => path.includes('/demo/scenes/'))
    .map(([path, text]) => Scene.parse({ ...(load(text) as object), id: path.slice(path.lastIndexOf('/') + 1).replace(/\.yaml$/, '') }));

/** Templates of the demo project by name. */
export const demoTemplates = (): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(templates).map(([path, svg]) => [screenId(path), svg]));
