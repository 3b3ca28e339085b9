import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import type { LoadedProject } from './project/loaded-project.ts';

export const systemAsset = 'SYSTEM';
export const storageTag = 'SYSTEM.STORAGE';
export const linkTagOf = (device: string): string => `${device}.LINK`;

/**
 * The project with the console's own signals added behind the plant's, so that they trend, alarm and are recorded like
 * any other: one link tag and alarm per device, one for the data store. Dense indices of the plant's tags stay.
 */
export function withSystemTags(project: LoadedProject): LoadedProject {
  const assetIds = new Set<string>(project.assets.map((asset) => asset.id));
  const taken = new Set<string>(project.tags.map((tag) => tag.id));
  const assets = assetIds.has(systemAsset)
    ? project.assets
    : [...project.assets, AssetDefinition.parse({ id: systemAsset, name: 'Console and links', level: 'site', kind: 'system' })];
  const tags: TagDefinition[] = [];
  const alarms: AlarmDefinition[] = [];
  const named = new Set<string>(project.alarms.map((alarm) => alarm.id));
  /** The name itself, or the first number behind it that no alarm of the project has: two under one id would be one to the journal. */
  const unused = (id: string): string => {
    let free = id;
    for (let rank = 2; named.has(free); rank++) free = `${id}:${rank}`;
    return free;
  };
  for (const device of project.devices) {
    const id = linkTagOf(device.id);
    if (taken.has(id)) continue;
    const asset = device.asset !== undefined && assetIds.has(device.asset) ? device.asset : systemAsset;
    tags.push(TagDefinition.parse({ id, name: `Link to ${device.name}`, asset, type: 'bool', states: { 0: 'No link', 1: 'Link up' } }));
    alarms.push(
      AlarmDefinition.parse({
        id: unused(id),
        tag: id,
        asset,
        kind: 'discrete',
        state: 0,
        priority: 1,
        message: `No link to ${device.id}`,
        cause: 'The device does not answer: power, network, or the device itself.',
        consequence: `Its values are bad and its alarms stay as they were until the link is back.`,
        action: 'Look at the device in Diagnose for the reason; check its power and network port.',
      }),
    );
  }
  if (!taken.has(storageTag)) {
    tags.push(
      TagDefinition.parse({ id: storageTag, name: 'Data store', asset: systemAsset, type: 'enum', states: { 0: 'Recording', 1: 'Degraded', 2: 'Disk full', 3: 'Failed' } }),
    );
    for (const [state, message, priority] of [
      [2, 'Disk full, history is not recorded', 2],
      [3, 'Data store failed, history is not recorded', 2],
    ] as const) {
      alarms.push(AlarmDefinition.parse({ id: unused(`${storageTag}.${state}`), tag: storageTag, kind: 'discrete', state, priority, message, action: 'Free space on the data disk or replace it; recording resumes by itself.' }));
    }
  }
  const directory = new Map(project.directory);
  const allTags = [...project.tags, ...tags];
  tags.forEach((tag, at) => directory.set(tag.id, { index: project.tags.length + at, type: tag.type }));
  return { ...project, assets, tags: allTags, alarms: [...project.alarms, ...alarms], directory };
}
