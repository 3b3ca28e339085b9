import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { DeviceDefinition } from '#shared/model/device.ts';
import { ProjectFile } from '#shared/model/project.ts';
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
export declare function readPlantProject(dir: string): PlantProject;
