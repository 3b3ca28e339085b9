import { z } from 'zod';
import type { AlarmDefinition } from '../model/alarm.ts';
import type { AssetDefinition } from '../model/asset.ts';
import { AssetId, ScreenId, TagId } from '../model/ids.ts';
import { Layout } from '../model/layout.ts';
import type { PlantLogic } from '../model/logic.ts';
import type { RecordingFacts } from '../model/history.ts';
import { type AlarmSettings, ProjectProblem, ScreenEntry, TemplateEntry } from '../model/project.ts';
import type { TagDefinition } from '../model/tag.ts';
import { TrendSet } from '../model/trend-set.ts';
import { query, stateStream } from '../rpc/define.ts';
import { uint8Column } from './columns.ts';

/** A device as the console sees it; options stay in the engine, since they may name secrets' places. */
export type DeviceSummary = {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly asset: string | null;
  readonly enabled: boolean;
  readonly tagCount: number;
};

/** All of the project a console needs to draw itself. Position in `tags` is the dense tag index of this revision. */
export type Directory = {
  readonly revision: number;
  /** What tells this plant from others at the same address: a console keeps things of it under this. Absent while the engine cannot say. */
  readonly project?: string;
  readonly name: string;
  readonly home: string | null;
  /** True for a project that starts the simulated plant. */
  readonly isSimulated: boolean;
  readonly assets: readonly AssetDefinition[];
  readonly tags: readonly TagDefinition[];
  readonly alarms: readonly AlarmDefinition[];
  readonly devices: readonly DeviceSummary[];
  readonly logic: PlantLogic;
  readonly alarmSettings: AlarmSettings;
  readonly screens: readonly ScreenEntry[];
  /** Trends saved in the project when this was asked; `project.state` follows their changes. */
  readonly trends: readonly TrendSet[];
  /** What span this is when the engine shows a recording instead of a plant; null on a plant. */
  readonly recording: RecordingFacts | null;
};

export const projectContract = {
  'project.directory': query({ role: 'view', input: z.strictObject({}), output: z.custom<Directory>() }),
  /** Which revision is running, and what is wrong in its files. */
  'project.state': stateStream({
    role: 'view',
    params: z.strictObject({}),
    item: z.object({
      revision: z.number().int(),
      problems: z.array(ProjectProblem),
      /** Screens whose text changed since the engine began, with a counter each; templates as `templates/NAME`. A template's change is one of every screen it is in, too. */
      screenVersions: z.record(z.string(), z.number()),
      /** Trends saved in the project, anew after each change: no new revision, nothing else is drawn again. */
      trends: z.array(TrendSet),
      /** Layouts of windows, as `trends`. */
      layouts: z.array(Layout),
      /** 3D scenes by id: a version that changes with the scene. */
      sceneVersions: z.record(z.string(), z.string()),
      /** Runbooks by id: a version that changes with the text, and with whether it can be run. */
      runbookVersions: z.record(z.string(), z.string()),
    }),
  }),
  /** Text of one SVG screen as it is on disk, and of all templates it is made of by name: the console parses them against its own allow-list. */
  'project.screen': query({
    role: 'view',
    input: z.strictObject({ screen: ScreenId }),
    output: z.object({ svg: z.string(), templates: z.record(z.string(), z.string()) }),
    faults: ['not-found', 'unreadable'],
  }),
  /** A file below the project's `documents/`, to be shown or saved; nothing in it is run. */
  'project.document': query({
    role: 'view',
    input: z.strictObject({ path: z.string().min(1).max(300) }),
    output: z.object({ type: z.string(), body: uint8Column }),
    faults: ['not-found', 'unreadable'],
  }),
  /** Templates as they were last read, and their texts' version: it changes with the template and with those in it. */
  'project.templates': query({
    role: 'view',
    input: z.strictObject({}),
    output: z.object({ templates: z.array(TemplateEntry.extend({ version: z.string() })) }),
  }),
  /** Screens on which any of these tags or assets is seen, in the order of the project, and which of them. */
  'project.uses': query({
    role: 'view',
    input: z.strictObject({ tags: z.array(TagId).max(200).default([]), assets: z.array(AssetId).max(200).default([]) }),
    output: z.object({ uses: z.array(z.object({ screen: ScreenEntry, tags: z.array(z.string()), assets: z.array(z.string()) })) }),
  }),
  'project.screens': query({ role: 'view', input: z.strictObject({}), output: z.object({ screens: z.array(ScreenEntry) }) }),
};
