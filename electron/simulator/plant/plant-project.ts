import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { DeviceDefinition } from '#shared/model/device.ts';
import { AlarmsFile, AssetsFile, DevicesFile, ProjectFile, TagsFile } from '#shared/model/project.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

/** The project files as the simulator needs them: they are the one list of tags and addresses, for it and for the console. */
export type PlantProject = {
  readonly file: ProjectFile;
  readonly assets: readonly AssetDefinition[];
  readonly devices: readonly DeviceDefinition[];
  readonly tags: readonly TagDefinition[];
  readonly alarms: readonly AlarmDefinition[];
};

/**
 * Reads a demo project folder. Throws one sentence at the first mistake: the simulator serves only a project that is
 * whole, unlike the console, which loads what it can.
 */
export function readPlantProject(dir: string): PlantProject {
  const file = parse(join(dir, 'project.yaml'), (data) => ProjectFile.parse(data));
  const all = <T>(folder: string, pick: (data: unknown) => readonly T[]): readonly T[] =>
    readdirSync(join(dir, folder))
      .filter((name) => name.endsWith('.yaml'))
      .toSorted()
      .flatMap((name) => parse(join(dir, folder, name), pick));
  return {
    file,
    assets: all('assets', (data) => AssetsFile.parse(data).assets),
    devices: all('devices', (data) => DevicesFile.parse(data).devices),
    tags: all('tags', (data) => TagsFile.parse(data).tags),
    alarms: all('alarms', (data) => AlarmsFile.parse(data).alarms),
  };
}

function parse<T>(path: string, read: (data: unknown) => T): T {
  try {
    return read(load(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** The address of a tag in its text form, the only one the demo project uses; throws for any other. */
export function addressText(tag: TagDefinition | undefined): string {
  if (typeof tag?.address !== 'string') throw new Error(`tag ${tag?.id ?? 'unknown'} has no address in text form`);
  return tag.address;
}
