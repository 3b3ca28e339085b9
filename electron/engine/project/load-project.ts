import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { ProjectFile } from '#shared/model/project.ts';
import type { AnyDriverType } from '../drivers/driver.ts';
import { checkAlarms } from './check-alarms.ts';
import { checkAssets } from './check-assets.ts';
import { checkDevices } from './check-devices.ts';
import { uniqueEntries } from './check-entries.ts';
import { checkLogic, checkStates } from './check-logic.ts';
import { createDrawingChecker } from './check-screens.ts';
import { checkRunbookNames, runbookSurroundings } from './check-runbooks.ts';
import { checkTags } from './check-tags.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import { issueSentences } from './issue-sentences.ts';
import type { LoadedProject } from './loaded-project.ts';
import { locateProblems } from './locate-problems.ts';
import { parseYaml } from './parse-yaml.ts';
import { fileStamp, findProjectFiles, type ListFolder, type ProjectFiles, readText } from './project-files.ts';
import { type ListFile, type ListValue, readListFile } from './read-list-file.ts';
import { createDrawingReader, screenEntry, templateEntry } from './read-drawings.ts';
import { createLayoutReader } from './read-layouts.ts';
import { createLogicReader } from './read-logic.ts';
import { createRunbookReader } from './read-runbooks.ts';
import { createSceneReader } from './read-scenes.ts';
import { createTrendReader } from './read-trends.ts';
import type { SceneWork } from './scene-work.ts';

export type LoadOptions = {
  readonly driverTypes: readonly AnyDriverType[];
  /** Does the long work on scenes; this thread where absent. */
  readonly sceneWork?: SceneWork;
};

/** Loads one project folder again and again; files that did not change are not read again. */
export type ProjectLoader = {
  /** Never rejects for what is in the folder: what is wrong is in `problems`, and the rest is loaded. */
  load(): Promise<LoadedProject>;
};

/** The project in a folder. Never rejects for what is in the folder: what is wrong is in `problems`, the rest is loaded. */
export function loadProject(dir: string, options: LoadOptions): Promise<LoadedProject> {
  return createProjectLoader(dir, options).load();
}

export function createProjectLoader(dir: string, { driverTypes, sceneWork }: LoadOptions): ProjectLoader {
  const drivers = new Map(driverTypes.map((type) => [type.name, type]));
  let lists = new Map<string, ListFile<never>>();
  const readDrawings = createDrawingReader(dir);
  const checkDrawings = createDrawingChecker(dir);
  const readTrends = createTrendReader(dir);
  const readLayouts = createLayoutReader(dir);
  const readScenes = createSceneReader(dir, sceneWork);
  const readLogic = createLogicReader(dir);
  const readRunbooks = createRunbookReader(dir);
  let lastAlarms: ReadonlyMap<string, AlarmDefinition> = new Map();
  let lastProjectFile: ProjectFile | null = null;

  const readLists = async <Folder extends ListFolder>(
    folder: Folder,
    files: readonly string[],
    next: Map<string, ListFile<never>>,
    problems: DraftProblem[],
  ): Promise<readonly Entry<ListValue<Folder>>[]> => {
    const parts: (readonly Entry<ListValue<Folder>>[])[] = [];
    for (const file of files) {
      const before = lists.get(file) as ListFile<ListValue<Folder>> | undefined;
      const stamp = await fileStamp(join(dir, file));
      let read = before;
      if (before === undefined || stamp === null || before.stamp !== stamp) {
        const text = await readText(dir, file);
        const content =
          typeof text === 'string' ? readListFile(folder, file, text, before) : { entries: before?.entries ?? [], problems: [text] };
        read = { stamp, ...content };
      }
      const current = read as ListFile<ListValue<Folder>>;
      next.set(file, current as unknown as ListFile<never>);
      parts.push(current.entries);
      for (const problem of current.problems) problems.push(problem);
    }
    return parts.flat();
  };

  return {
    async load() {
      const problems: DraftProblem[] = [];
      const files = await findFiles(dir, problems);
      // Without a folder one problem says it all.
      lastProjectFile = await readProjectFile(dir, lastProjectFile, files === noFiles ? [] : problems);
      const next = new Map<string, ListFile<never>>();
      const drawings = await readDrawings(files, problems);
      const screenIds = new Set<string>(drawings.screens.map(({ name }) => name));
      const home = lastProjectFile.home;
      if (home !== undefined && !screenIds.has(home)) {
        problems.push({
          file: 'project.yaml',
          at: ['home'],
          message: `home: there is no screen "${home}" in screens/`,
          severity: 'warning',
        });
      }

      const logicEntries = await readLogic(files.logic, problems);
      const classes = uniqueEntries('classes', logicEntries.classes, problems);
      const classIds: ReadonlySet<string> = new Set(classes.byId.keys());
      const assetEntries = uniqueEntries('assets', await readLists('assets', files.assets, next, problems), problems);
      const assetIds: ReadonlySet<string> = new Set(assetEntries.byId.keys());
      const assets = checkAssets(assetEntries.entries, { screenIds, classIds }, problems);
      const deviceEntries = uniqueEntries('devices', await readLists('devices', files.devices, next, problems), problems);
      const { devices, options } = checkDevices(deviceEntries.entries, drivers, assetIds, problems);
      const tagEntries = uniqueEntries('tags', await readLists('tags', files.tags, next, problems), problems);
      const surroundings = { assetIds, devices: new Map(devices.map((device) => [device.id as string, device])), drivers };
      const checkedTags = checkTags(tagEntries.entries, surroundings, problems);
      const alarmEntries = uniqueEntries('alarms', await readLists('alarms', files.alarms, next, problems), problems);
      const { states, stateExpressions } = checkStates(logicEntries.states, checkedTags.directory, problems);
      const known = { tags: tagEntries.byId, directory: checkedTags.directory, deviceIds: new Set(deviceEntries.byId.keys()) };
      const alarmSurroundings = {
        ...known,
        assetIds,
        stateIds: new Set(stateExpressions.keys()),
        screenIds,
        classIds,
        before: lastAlarms,
      };
      const checkedAlarms = checkAlarms(alarmEntries.entries, alarmSurroundings, problems);
      lastAlarms = new Map(checkedAlarms.alarms.map((alarm) => [alarm.id, alarm]));
      const checkedLogic = checkLogic(logicEntries, { ...known, assets, alarms: checkedAlarms.alarms, states, classes: [...classes.byId.values()] }, problems);
      const trends = await readTrends(files.trends, tagEntries.byId, problems);
      const layouts = await readLayouts(files.layouts, screenIds, problems);
      const sceneSurroundings = { assets: assetIds, tags: tagEntries.byId, alarms: new Set<string>(checkedAlarms.alarms.map(({ id }) => id)) };
      const { scenes, versions: sceneVersions } = await readScenes(files.scenes, sceneSurroundings, problems);
      const runbooks = await readRunbooks(
        files.runbooks,
        runbookSurroundings({ tags: tagEntries.byId, directory: checkedTags.directory, alarms: checkedAlarms.alarms, deviceIds: known.deviceIds, assets, screens: screenIds, scenes, trends, dir }),
        problems,
      );
      checkRunbookNames(runbooks, { alarms: alarmEntries.entries, assets: assetEntries.entries }, problems);
      await checkDrawings(drawings, { directory: checkedTags.directory, assets, deviceIds: known.deviceIds }, problems);
      lists = next;
      return {
        file: lastProjectFile,
        assets,
        devices,
        deviceOptions: options,
        ...checkedTags,
        ...checkedAlarms,
        ...checkedLogic,
        stateExpressions,
        screens: drawings.screens.map(screenEntry),
        templates: [...drawings.templates.values()].map(templateEntry),
        trends,
        layouts,
        scenes,
        sceneVersions,
        runbooks,
        screenVersions: drawings.screenVersions,
        templateVersions: drawings.templateVersions,
        problems: await locateProblems(dir, problems),
      };
    },
  };
}

const noFiles: ProjectFiles = { assets: [], devices: [], tags: [], alarms: [], logic: [], screens: [], templates: [], trends: [], layouts: [], scenes: [], runbooks: [] };

async function findFiles(dir: string, problems: DraftProblem[]): Promise<ProjectFiles> {
  try {
    if ((await stat(dir)).isDirectory()) return await findProjectFiles(dir, problems);
    problems.push({
      file: 'project.yaml',
      at: null,
      message: `${dir} is not a folder; a project is a folder with a project.yaml`,
      severity: 'error',
    });
  } catch {
    problems.push({ file: 'project.yaml', at: null, message: `there is no readable project folder ${dir}`, severity: 'error' });
  }
  return noFiles;
}

/** `project.yaml`; while it is broken the last good one, and at first a project named after its folder. */
async function readProjectFile(dir: string, before: ProjectFile | null, problems: DraftProblem[]): Promise<ProjectFile> {
  const file = 'project.yaml';
  const standIn = before ?? ProjectFile.parse({ name: basename(dir) || 'Project' });
  const text = await readText(dir, file, 1024 * 1024);
  if (typeof text !== 'string') {
    problems.push(text);
    return standIn;
  }
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    problems.push({ file, at: parsed.line, message: parsed.message, severity: 'error' });
    return standIn;
  }
  const checked = ProjectFile.safeParse(parsed.value ?? {});
  if (checked.success) return checked.data;
  for (const { path, message } of issueSentences(checked.error.issues, parsed.value, Object.keys(ProjectFile.shape))) {
    problems.push({ file, at: path, message, severity: 'error' });
  }
  return standIn;
}
