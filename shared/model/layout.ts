import { z } from 'zod';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and - only');
const word = z.string().min(1).max(120);

export const LayoutId = name.max(60);
export const WindowName = name.max(40);

/** Which monitor a window belongs to. Told by what stays the same when cables are pulled and plugged in again. */
export const DisplayRef = z.strictObject({
  /** Counted from the left, then from the top, from 1. */
  number: z.number().int().min(1).max(16),
  /** What the system calls the monitor; where exactly one has this name it decides before the number. */
  label: word.optional(),
  /** Width and height, device-independent px; tells monitors of one name apart. */
  size: z.tuple([z.number().int().min(1).max(65_535), z.number().int().min(1).max(65_535)]).optional(),
});
export type DisplayRef = z.infer<typeof DisplayRef>;

const edge = z.number().int().min(-65_535).max(65_535);
const length = z.number().int().min(1).max(65_535);
/** Left, top, width, height in device-independent px from the upper left of the display's work area: the same at every scale. */
export const WindowBounds = z.tuple([edge, edge, length, length]);
export type WindowBounds = z.infer<typeof WindowBounds>;
export const WindowPlace = z.union([z.enum(['full-screen', 'maximised']), WindowBounds]);
export type WindowPlace = z.infer<typeof WindowPlace>;

/** One tab of a dock: a view of the console and what it shows. */
export const DockTab = z.strictObject({
  view: name.max(40),
  screen: word.optional(),
  part: word.optional(),
  tags: z.array(word).max(24).optional(),
});
export type DockTab = z.infer<typeof DockTab>;

/** A dock as a tree: tabs over each other, or parts side by side (`across`) or one above the other (`down`). */
export type DockPart =
  | { readonly tabs: readonly DockTab[]; /** Which tab is in front, from 1; the first where absent. */ readonly front?: number | undefined }
  | { readonly split: 'across' | 'down'; readonly parts: readonly DockPart[]; /** How the room is shared, any unit; equally where absent. */ readonly shares?: readonly number[] | undefined };

const deepest = 6;
const mostTabs = 40;
const tabs = z
  .strictObject({ tabs: z.array(DockTab).min(1).max(mostTabs), front: z.number().int().min(1).max(mostTabs).optional() })
  .refine((part) => (part.front ?? 1) <= part.tabs.length, { path: ['front'], message: 'the number of one of its tabs' });

/** Nested to a fixed depth, so that no file can run the reader out of stack. */
function partOf(depth: number): z.ZodType<DockPart> {
  if (depth === 0) return tabs;
  const split = z
    .strictObject({ split: z.enum(['across', 'down']), parts: z.array(partOf(depth - 1)).min(2).max(mostTabs), shares: z.array(z.number().positive().max(1e6)).optional() })
    .refine(({ parts, shares }) => shares === undefined || shares.length === parts.length, { path: ['shares'], message: 'one number for each part' });
  return z.union([tabs, split]);
}
export const DockPart: z.ZodType<DockPart> = partOf(deepest);

/** Screens shown one after the other; `level-1` is the overview of the wall. */
export const Rotation = z.strictObject({ screens: z.array(word).min(2).max(24), seconds: z.number().int().min(5).max(3600) });
export type Rotation = z.infer<typeof Rotation>;

export const windowKinds = ['console', 'view', 'wall'] as const;
export type WindowKind = (typeof windowKinds)[number];

export const LayoutWindow = z
  .strictObject({
    name: WindowName,
    kind: z.enum(windowKinds),
    display: DisplayRef,
    place: WindowPlace,
    /** Full screen and not left by a slip of the hand. */
    kiosk: z.boolean().optional(),
    /** The view of the rail that is in front, for a console. */
    workspace: name.max(40).optional(),
    /** What stands in the dock, for a console's workspace and for a view. */
    dock: DockPart.optional(),
    rotate: Rotation.optional(),
  })
  .refine(({ kind, dock, rotate }) => kind !== 'view' || dock !== undefined || rotate !== undefined, { path: ['dock'], message: 'a window of the kind view has a dock or rotates' })
  .refine(({ kind, dock }) => kind !== 'wall' || dock === undefined, { path: ['dock'], message: 'a wall has no dock' })
  .refine(({ kind, rotate }) => kind !== 'console' || rotate === undefined, { path: ['rotate'], message: 'a console does not rotate' });
export type LayoutWindow = z.infer<typeof LayoutWindow>;

export const situations = ['normal', 'start-up', 'emergency'] as const;
export type Situation = (typeof situations)[number];
export const mostWindows = 12;

/** Windows on displays, saved in the project, one file `layouts/<id>.yaml` each. */
export const Layout = z
  .strictObject({
    id: LayoutId,
    title: z.string().min(1).max(80),
    /** Whom it is for; everybody where absent. A role may use the layouts of the roles below it. */
    role: z.enum(['view', 'operate', 'lead', 'engineer']).optional(),
    situation: z.enum(situations).default('normal'),
    /** A console that was never arranged begins with it. */
    start: z.boolean().optional(),
    windows: z.array(LayoutWindow).min(1).max(mostWindows),
  })
  .refine(({ windows }) => new Set(windows.map((window) => window.name)).size === windows.length, { path: ['windows'], message: 'windows with names of their own' });
export type Layout = z.infer<typeof Layout>;

/** Differs whenever the layout does (32 bits of its text): what somebody changed of an earlier version is not put over a newer one. */
export function layoutVersion(layout: Layout): string {
  let hash = 0x811c_9dc5;
  for (const char of JSON.stringify(layout)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x0100_0193);
  return (hash >>> 0).toString(36);
}

/** Every tab of a dock, from the left and the top. */
export const tabsOf = (part: DockPart): readonly DockTab[] => ('tabs' in part ? part.tabs : part.parts.flatMap(tabsOf));
