import { isDeepStrictEqual } from 'node:util';
import type { DeviceDefinition } from '#shared/model/device.ts';
import type { AlarmId, DeviceId, ScreenId, TagId } from '#shared/model/ids.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { LoadedProject } from './loaded-project.ts';

export type Changes<Id> = { readonly added: readonly Id[]; readonly removed: readonly Id[]; readonly changed: readonly Id[] };

/** What differs between two loads of a project, so that only what is affected is started again. */
export type ProjectDiff = {
  /** Nothing at all differs, problems included. */
  readonly isEmpty: boolean;
  /** A dense tag index leads to another tag than before. Tags added or removed at the very end do not renumber. */
  readonly isRenumbered: boolean;
  readonly tags: Changes<TagId>;
  readonly devices: Changes<DeviceId>;
  readonly alarms: Changes<AlarmId>;
  /** Changed: the title or the drawing. */
  readonly screens: Changes<ScreenId>;
  readonly templates: Changes<string>;
  readonly isAssetsChanged: boolean;
  readonly isLogicChanged: boolean;
  readonly isProjectFileChanged: boolean;
  readonly isProblemsChanged: boolean;
  readonly isTrendsChanged: boolean;
  readonly isLayoutsChanged: boolean;
  readonly isScenesChanged: boolean;
  readonly isRunbooksChanged: boolean;
  /** Only saved trends, layouts, scenes, runbooks, problems or the inside of drawings differ: no new revision, consoles are just told. */
  readonly isPlantSame: boolean;
  /**
   * Devices of the new project whose link must be started (again): new ones, those whose driver, options, groups or
   * enabling changed, and those where a tag came, went, moved its index or changed in what its driver sees.
   */
  readonly restartDevices: readonly DeviceId[];
};

export function diffProjects(before: LoadedProject, after: LoadedProject): ProjectDiff {
  const tags = changesOf(before.tags, after.tags);
  const devices = changesOf(before.devices, after.devices);
  const alarms = changesOf(before.alarms, after.alarms);
  const screens = changesOf(withVersions(before), withVersions(after));
  const templates = changesOf(templatesOf(before), templatesOf(after));
  const isAssetsChanged = !isDeepStrictEqual(before.assets, after.assets);
  const isLogicChanged = !isDeepStrictEqual(before.logic, after.logic);
  const isProjectFileChanged = !isDeepStrictEqual(before.file, after.file);
  const isProblemsChanged = !isDeepStrictEqual(before.problems, after.problems);
  const isTrendsChanged = !isDeepStrictEqual(before.trends, after.trends);
  const isLayoutsChanged = !isDeepStrictEqual(before.layouts, after.layouts);
  const isScenesChanged = !isDeepStrictEqual(before.sceneVersions, after.sceneVersions);
  const isRunbooksChanged = !isDeepStrictEqual(runbooksOf(before), runbooksOf(after));
  const lists = [tags, devices, alarms];
  // The list of screens is part of a revision; what they draw is fetched by itself.
  const isScreenListChanged = !isDeepStrictEqual(before.screens, after.screens);
  const isOrderChanged = [
    [before.tags, after.tags],
    [before.devices, after.devices],
    [before.alarms, after.alarms],
  ].some(([old, current]) => isMoved(old as readonly Identified[], current as readonly Identified[]));
  const isPlantSame = !isAssetsChanged && !isLogicChanged && !isProjectFileChanged && !isOrderChanged && !isScreenListChanged && lists.every(isUnchanged);
  return {
    isEmpty: isPlantSame && isUnchanged(screens) && isUnchanged(templates) && !isProblemsChanged && !isTrendsChanged && !isLayoutsChanged && !isScenesChanged && !isRunbooksChanged,
    isRenumbered: isMoved(before.tags, after.tags),
    tags,
    devices,
    alarms,
    screens,
    templates,
    isAssetsChanged,
    isLogicChanged,
    isProjectFileChanged,
    isProblemsChanged,
    isTrendsChanged,
    isLayoutsChanged,
    isScenesChanged,
    isRunbooksChanged,
    isPlantSame,
    restartDevices: devicesToRestart(before, after),
  };
}

type Identified<Id extends string = string> = { readonly id: Id };

function changesOf<Id extends string>(before: readonly Identified<Id>[], after: readonly Identified<Id>[]): Changes<Id> {
  const old = new Map(before.map((each) => [each.id, each]));
  const added: Id[] = [];
  const changed: Id[] = [];
  for (const each of after) {
    const earlier = old.get(each.id);
    if (earlier === undefined) added.push(each.id);
    else if (!isDeepStrictEqual(earlier, each)) changed.push(each.id);
    old.delete(each.id);
  }
  return { added, removed: [...old.keys()], changed };
}

const isUnchanged = ({ added, removed, changed }: Changes<string>): boolean => added.length + removed.length + changed.length === 0;
const isMoved = (before: readonly Identified[], after: readonly Identified[]): boolean =>
  after.some((each, index) => before[index] !== undefined && before[index].id !== each.id);
const withVersions = (project: LoadedProject): readonly Identified<ScreenId>[] =>
  project.screens.map((screen) => ({ ...screen, version: project.screenVersions.get(screen.id) }));

const templatesOf = (project: LoadedProject): readonly Identified[] => project.templates.map((template) => ({ ...template, id: template.name, version: project.templateVersions.get(template.name) }));

/** What is read, and whether it can be run: a tag that went breaks a text that did not change. */
const runbooksOf = (project: LoadedProject): unknown => project.runbooks.map(({ runbook, file, hash, isSound, problems }) => [runbook.id, file, hash, isSound, problems]);

function devicesToRestart(before: LoadedProject, after: LoadedProject): readonly DeviceId[] {
  const restart = new Set<DeviceId>();
  const oldDevices = new Map(before.devices.map((device) => [device.id, device]));
  for (const device of after.devices) {
    const old = oldDevices.get(device.id);
    const isSame =
      old !== undefined &&
      isDeepStrictEqual(linkOf(old), linkOf(device)) &&
      isDeepStrictEqual(before.deviceOptions.get(device.id), after.deviceOptions.get(device.id));
    if (!isSame) restart.add(device.id);
  }
  const markDevice = (tag: TagDefinition | undefined): void => {
    if (tag?.device !== undefined) restart.add(tag.device);
  };
  for (const [id, { index }] of after.directory) {
    const tag = after.tags[index] as TagDefinition;
    const oldIndex = before.directory.get(id)?.index;
    const old = oldIndex === undefined ? undefined : before.tags[oldIndex];
    const isSame =
      old === tag ? oldIndex === index : oldIndex === index && old !== undefined && isDeepStrictEqual(seenByDriver(old), seenByDriver(tag));
    if (isSame && isDeepStrictEqual(before.addresses.get(index), after.addresses.get(index))) continue;
    markDevice(old);
    markDevice(tag);
  }
  for (const tag of before.tags) if (!after.directory.has(tag.id)) markDevice(tag);
  return after.devices.map((device) => device.id).filter((id) => restart.has(id));
}

const linkOf = ({ driver, options, groups, enabled }: DeviceDefinition): unknown => ({ driver, options, groups, enabled });
const seenByDriver = ({ device, address, type, group, periodMs, writable }: TagDefinition): unknown => ({
  device,
  address,
  type,
  group,
  periodMs,
  writable,
});
