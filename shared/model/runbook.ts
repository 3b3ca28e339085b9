import { z } from 'zod';
import { writeRoles } from './control.ts';
import { AlarmId, AssetId, TagId } from './ids.ts';

/** The name of a runbook, as RB-041; its file may have any name. */
export const RunbookId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/, 'letters, digits and _ . - only, at most 60, beginning with a letter or digit')
  .brand<'RunbookId'>();
export type RunbookId = z.infer<typeof RunbookId>;

/** The name of a step in its runbook, as `isolate`: what branches lead to and records speak of. */
export const RunbookStepId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'small letters, digits and - only, at most 60');

/** What of one runbook is read, at most; a longer one is refused with a sentence. */
export const runbookLimits = { bytes: 256 * 1024, phases: 30, steps: 200, itemsOfStep: 60, titleLength: 200, textLength: 20_000, listed: 100, locked: 20, expressionLength: 4000 } as const;

const line = z.number().int().min(1);
const label = z.string().max(500);
const title = z.string().min(1).max(runbookLimits.titleLength);
/** CommonMark with tables, as it stands in the file; `readProse` of `shared/runbook` gives its parts. Empty: none. */
const prose = z.string().max(runbookLimits.textLength);
const expression = z.string().min(1).max(runbookLimits.expressionLength);

/** Where a link of a step leads. */
export const runbookLinkKinds = ['screen', 'scene', 'trend', 'document', 'runbook'] as const;
export type RunbookLinkKind = (typeof runbookLinkKinds)[number];
export const runbookGates = ['lockout', 'permit'] as const;
export type RunbookGate = (typeof runbookGates)[number];

/** Longest hold time of a check and longest time-box of a step, ms. */
export const longestHoldMs = 3_600_000;
export const longestStepMs = 86_400_000;

/** One thing of a step, in the order of the file. `line` is its line there, from 1; `text` may be empty where its schema lets it. */
export const RunbookItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('prose'), line, markdown: prose.min(1) }),
  /** A tag's live value. */
  z.object({ kind: z.literal('value'), line, tag: TagId, text: label }),
  /** A truth of the expression language that must hold `forMs` without a break. */
  z.object({ kind: z.literal('check'), line, expression, forMs: z.number().min(0).max(longestHoldMs), text: label }),
  /** A number to be read on the spot and entered. Outside its limits, engineering units, both inclusive, it does not pass. */
  z.object({ kind: z.literal('reading'), line, name: label.min(1), unit: z.string().max(24), min: z.number().nullable(), max: z.number().nullable() }),
  /** Words to be written down; `isRequired`: the step cannot be confirmed without. */
  z.object({ kind: z.literal('note'), line, text: label.min(1), isRequired: z.boolean() }),
  z.object({ kind: z.literal('photo'), line, text: label.min(1), isRequired: z.boolean() }),
  /** `count` different people of at least this role. */
  z.object({ kind: z.literal('sign'), line, role: z.enum(writeRoles), count: z.number().int().min(1).max(5), text: label }),
  /**
   * Nothing goes on before somebody says that the lock hangs or the permit is there, and which. Of a lockout: the assets
   * that are locked out from then on (`locks`), and those whose locks are off again (`frees`).
   */
  z.object({ kind: z.literal('gate'), line, gate: z.enum(runbookGates), text: label.min(1), locks: z.array(AssetId).max(runbookLimits.locked).optional(), frees: z.array(AssetId).max(runbookLimits.locked).optional() }),
  /** A write by the guarded way, as from a faceplate: number, 0/1, a state's number, or a text for a text tag. */
  z.object({ kind: z.literal('action'), line, tag: TagId, value: z.union([z.number(), z.string().max(1000)]), /** The step can be confirmed without it: a write for the case that something did not happen by itself. */ isOptional: z.boolean().default(false), text: label }),
  /** Where the run may go on after this step instead of the next one; `when` is the truth that suggests it, null where nothing does. */
  z.object({ kind: z.literal('branch'), line, when: expression.nullable(), to: RunbookStepId, text: label.min(1) }),
  /** `target`: id of a screen, scene, trend or runbook, or a path below `documents/`; `view`: a view of the scene. */
  z.object({ kind: z.literal('link'), line, link: z.enum(runbookLinkKinds), target: z.string().min(1).max(300), view: z.string().max(80).nullable(), text: label }),
]);
export type RunbookItem = z.infer<typeof RunbookItem>;
export type RunbookItemKind = RunbookItem['kind'];
export type RunbookItemOf<Kind extends RunbookItemKind> = Extract<RunbookItem, { kind: Kind }>;

export const RunbookStep = z.object({
  id: RunbookStepId,
  line,
  title,
  /** Who may confirm it, and all above. */
  role: z.enum(writeRoles),
  /** How long it should take, ms; never a reason to be done. */
  timeMs: z.number().min(1000).max(longestStepMs).nullable(),
  /** Where the run goes on when no branch is chosen: ends of a diagnosis tree meet again there. Null: the next step in order. */
  next: RunbookStepId.nullable(),
  /** Prose that stands above the step, after another one of its phase. */
  before: prose,
  items: z.array(RunbookItem).max(runbookLimits.itemsOfStep),
});
export type RunbookStep = z.infer<typeof RunbookStep>;

/** A heading of the first or second level and what is below: Hazards, Quick checks, Isolation, Diagnosis, Repair, Return to service. */
export const RunbookPhase = z.object({
  title,
  line,
  /** Prose before its first step. */
  text: prose,
  steps: z.array(RunbookStep).max(runbookLimits.steps),
  /** Prose after its last step. */
  after: prose,
});
export type RunbookPhase = z.infer<typeof RunbookPhase>;

/** What a runbook is for: the front matter of its file. */
export const RunbookHead = z.strictObject({
  id: RunbookId,
  title,
  version: z.string().min(1).max(60),
  /** 1 urgent to 4, as priorities of alarms. */
  severity: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  /** Belongs to the set that is kept on paper, too. */
  emergency: z.boolean().default(false),
  /** How long all of it takes, minutes, as its author says. */
  minutes: z.number().int().min(1).max(100_000),
  /** Roles that are needed to go through it. */
  roles: z.array(z.enum(writeRoles)).max(3),
  /** Assets it is about. */
  assets: z.array(AssetId).max(runbookLimits.listed),
  /** What it answers: alarms, tags whose alarms it answers, and kinds of assets (pump, valve, …). */
  alarms: z.array(AlarmId).max(runbookLimits.listed),
  tags: z.array(TagId).max(runbookLimits.listed),
  kinds: z.array(z.string().min(1).max(60)).max(runbookLimits.listed),
  /** What people see, hear or say when it is needed. */
  symptoms: z.array(z.string().min(1).max(300)).max(runbookLimits.listed),
});
export type RunbookHead = z.infer<typeof RunbookHead>;

/** A runbook as it was read from its file. */
export const Runbook = z.object({ ...RunbookHead.shape, /** Prose before the first phase. */ intro: prose, phases: z.array(RunbookPhase).max(runbookLimits.phases) });
export type Runbook = z.infer<typeof Runbook>;

/** A runbook of the project with the text it was read from. */
export type RunbookFile = {
  readonly runbook: Runbook;
  /** Below the project folder, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** SHA-256 of `text` in UTF-8, hex: tells two texts apart, whatever their version says. */
  readonly hash: string;
};

/** All steps of a runbook, in the order they are gone through where no branch is taken. */
export const stepsOf = (runbook: Runbook): readonly RunbookStep[] => runbook.phases.flatMap(({ steps }) => steps);
