import { z } from 'zod';
import { AlarmDefinition } from './alarm.ts';
import { LoadSettings } from './alarm-load.ts';
import { AssetDefinition } from './asset.ts';
import { ControlSettings } from './control.ts';
import { DeviceDefinition } from './device.ts';
import type { Layout } from './layout.ts';
import { ScreenId } from './ids.ts';
import type { PlantLogic } from './logic.ts';
import type { Scene } from './scene.ts';
import { TagDefinition } from './tag.ts';
import type { TrendSet } from './trend-set.ts';

/** A PostgreSQL server (with TimescaleDB's hypertables where it has them) that keeps the history of many consoles, or of years. */
export const HistoryServer = z.strictObject({
  kind: z.literal('postgres'),
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535).default(5432),
  database: z.string().min(1).max(63),
  user: z.string().min(1).max(63),
  /** A file that holds the password and nothing else, below the data folder or absolute: secrets never stand in the project. */
  passwordFile: z.string().max(500).optional(),
  tls: z.enum(['off', 'on', 'on-unverified']).default('on'),
  schema: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'small letters, digits and _ only').default('firstout'),
  /** The name under which this console writes; two consoles never share one. */
  station: z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, 'letters, digits, _ and - only'),
  retentionDays: z.number().min(1).max(36_500).default(3650),
});
export type HistoryServer = z.infer<typeof HistoryServer>;

export const HistorianSettings = z.strictObject({
  /** Raw samples older than this are dropped here. */
  retentionDays: z.number().min(1).max(36_500).default(90),
  /** Minute to hour summaries are kept longer, so that old years still show their extremes. */
  summaryDays: z.number().min(1).max(36_500).default(3650),
  /** Space the history may take on this machine's disk, MB; the oldest raw samples go first. The disk's size less its reserve where absent. */
  maxMb: z.number().min(64).optional(),
  /** Where history is kept for the long run; this machine buffers while it is away. */
  server: HistoryServer.optional(),
});
export type HistorianSettings = z.infer<typeof HistorianSettings>;

export const AlarmSettings = z.strictObject({
  /** Longest time an alarm may be shelved, minutes. */
  maxShelveMin: z.number().min(1).max(10_080).default(720),
  /** Operators the alarms of this console go to: figures are per operator. */
  operators: z.number().int().min(1).max(100).default(1),
  /** When shifts begin, local time of the plant, "06:00"; the end of the shift is the next of them. */
  shifts: z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 06:00')).min(1).max(6).default(['06:00', '14:00', '22:00']),
  /** From when on alarms are a flood, chattering, fleeting or stale, and what is aimed at. */
  load: LoadSettings.prefault({}),
});
export type AlarmSettings = z.infer<typeof AlarmSettings>;

/** `project.yaml` at the root of a project folder. */
export const ProjectFile = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(2000).optional(),
  /** The screen a console opens first. */
  home: ScreenId.optional(),
  /** Starts the built-in simulated plant beside the console; only demo projects name one. */
  simulator: z.strictObject({ plant: z.enum(['harbour-works']), seed: z.number().int().default(1) }).optional(),
  historian: HistorianSettings.prefault({}),
  alarms: AlarmSettings.prefault({}),
  control: ControlSettings.prefault({}),
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
export const ScreenEntry = z.object({
  id: ScreenId,
  title: z.string(),
  /** ISA-101 display level, where the drawing says one. */
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
  /** Names of its parameters: as a popup it is given values for them, else it shows its samples. Absent: it has none. */
  parameters: z.array(z.string()).optional(),
  /** Meant to be opened above another screen: no list of screens offers it. */
  isPopup: z.literal(true).optional(),
});
export type ScreenEntry = z.infer<typeof ScreenEntry>;

/** A template of `templates/*.svg`, by the file name without its ending. */
export const TemplateEntry = z.object({
  name: z.string(),
  title: z.string(),
  /** In the order of the file; an empty sample shows nothing. */
  parameters: z.array(z.object({ name: z.string(), sample: z.string() })),
  /** False for a file that is no drawing at present. */
  isReadable: z.boolean(),
});
export type TemplateEntry = z.infer<typeof TemplateEntry>;

/** A whole loaded project. Order of `tags` is the dense tag index used in every SampleBatch. */
export type Project = {
  readonly file: ProjectFile;
  readonly assets: readonly AssetDefinition[];
  readonly devices: readonly DeviceDefinition[];
  readonly tags: readonly TagDefinition[];
  readonly alarms: readonly AlarmDefinition[];
  readonly screens: readonly ScreenEntry[];
  readonly templates: readonly TemplateEntry[];
  readonly trends: readonly TrendSet[];
  readonly layouts: readonly Layout[];
  readonly scenes: readonly Scene[];
  readonly logic: PlantLogic;
  readonly problems: readonly ProjectProblem[];
};
