import { z } from 'zod';
import { AlarmDefinition } from './alarm.ts';
import { AssetDefinition } from './asset.ts';
import { DeviceDefinition } from './device.ts';
import { ScreenId } from './ids.ts';
import { TagDefinition } from './tag.ts';

/** `project.yaml` at the root of a project folder. */
export const ProjectFile = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(2000).optional(),
  /** The screen a console opens first. */
  home: ScreenId.optional(),
  /** Starts the built-in simulated plant beside the console; only demo projects name one. */
  simulator: z.strictObject({ plant: z.enum(['harbour-works']), seed: z.number().int().default(1) }).optional(),
  historian: z.strictObject({ retentionDays: z.number().min(1).max(36_500).default(90) }).prefault({}),
});
export type ProjectFile = z.infer<typeof ProjectFile>;

/** Shapes of the other files: each holds one list under the folder's name. */
export const AssetsFile = z.strictObject({ assets: z.array(AssetDefinition) });
export const DevicesFile = z.strictObject({ devices: z.array(DeviceDefinition) });
export const TagsFile = z.strictObject({ tags: z.array(TagDefinition) });
export const AlarmsFile = z.strictObject({ alarms: z.array(AlarmDefinition) });

/** What is wrong with one place of a project file. The rest of the project loads all the same. */
export const ProjectProblem = z.object({
  /** Path below the project folder, with forward slashes. */
  file: z.string(),
  /** Line, from 1; null where the whole file is meant. */
  line: z.number().int().nullable(),
  /** One sentence: what was found, what was expected. */
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});
export type ProjectProblem = z.infer<typeof ProjectProblem>;

/** A screen of `screens/*.svg`, by the file name without its ending. `title` is the SVG's <title>. */
export const ScreenEntry = z.object({ id: ScreenId, title: z.string() });
export type ScreenEntry = z.infer<typeof ScreenEntry>;

/** A whole loaded project. Order of `tags` is the dense tag index used in every SampleBatch. */
export type Project = {
  readonly file: ProjectFile;
  readonly assets: readonly AssetDefinition[];
  readonly devices: readonly DeviceDefinition[];
  readonly tags: readonly TagDefinition[];
  readonly alarms: readonly AlarmDefinition[];
  readonly screens: readonly ScreenEntry[];
  readonly problems: readonly ProjectProblem[];
};
