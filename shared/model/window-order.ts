import { z } from 'zod';
import { DisplayRef, LayoutId, mostWindows, windowKinds, WindowName, WindowPlace } from './layout.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/).max(40);
const word = z.string().min(1).max(120);

/** What a window shows: the console, one view, the wall, or what a layout of the project says of its window. */
export const WindowContent = z.strictObject({
  kind: z.enum(windowKinds),
  /** The view of a window of that kind. */
  view: name.optional(),
  screen: word.optional(),
  part: word.optional(),
  /** Whose window of this name it is; the page reads the rest in the project. */
  layout: LayoutId.optional(),
});
export type WindowContent = z.infer<typeof WindowContent>;

/** A window of an arrangement. Its name is unique there and stays with it. */
export const ArrangedWindow = z.strictObject({ name: WindowName, content: WindowContent, display: DisplayRef, place: WindowPlace, kiosk: z.boolean() });
export type ArrangedWindow = z.infer<typeof ArrangedWindow>;

/** Which layout of the project stands, and of which content it was. */
export const LayoutInForce = z.strictObject({ id: LayoutId, version: z.string().max(20) });
export type LayoutInForce = z.infer<typeof LayoutInForce>;

export const Arrangement = z.strictObject({
  layout: LayoutInForce.nullable(),
  windows: z
    .array(ArrangedWindow)
    .min(1)
    .max(mostWindows)
    .refine((windows) => new Set(windows.map((window) => window.name)).size === windows.length, 'windows with names of their own'),
});
export type Arrangement = z.infer<typeof Arrangement>;

/** The arrangement of the last run and the one before it, as the shell keeps them. */
export const KeptArrangements = z.strictObject({ version: z.literal(1), current: Arrangement, before: Arrangement.nullable() });

/** What a page may ask of the shell that carries its window. */
export const WindowOrder = z.discriminatedUnion('t', [
  /** Another window with this content, on the display of this number; where absent, beside this one. */
  z.strictObject({ t: z.literal('open'), content: WindowContent, display: z.number().int().min(1).max(16).optional() }),
  /** This window onto the display of this number. */
  z.strictObject({ t: z.literal('move'), display: z.number().int().min(1).max(16) }),
  /** These windows and no others; the one that asks stays if it is named or takes the first place. */
  z.strictObject({ t: z.literal('arrange'), arrangement: Arrangement }),
  /** The arrangement before the last `arrange`. */
  z.strictObject({ t: z.literal('back') }),
  /** Whether this page needs the display to stay on. */
  z.strictObject({ t: z.literal('awake'), isWanted: z.boolean() }),
  /** The page has taken up a question whether the window may be closed, and answers it in its time. */
  z.strictObject({ t: z.literal('asking') }),
  /** The question was answered: close this window, or all of them. */
  z.strictObject({ t: z.literal('leave'), scope: z.enum(['window', 'all']) }),
]);
export type WindowOrder = z.infer<typeof WindowOrder>;

export type DisplayEntry = DisplayRef & { readonly isPrimary: boolean };

/** What a page is told of displays and windows, at its start and after each change. */
export type WindowPicture = {
  /** From the left, then from the top. */
  readonly displays: readonly DisplayEntry[];
  /** Where each window belongs, in the order they were opened; `isHome` is false while its display is away. */
  readonly windows: readonly (ArrangedWindow & { readonly isHome: boolean })[];
  /** Name of the window that is told. */
  readonly self: string;
  /** Number of the display it is on now. */
  readonly display: number;
  readonly layout: LayoutInForce | null;
  /** True while there is an arrangement to go back to. */
  readonly canGoBack: boolean;
  /** True on a console that was never arranged on this machine: then the project says how it begins. */
  readonly isFresh: boolean;
};

/**
 * Why the shell asks before it closes a window: it is a kiosk, or so many other windows belong to the console. `refusal`: why
 * it does not close whatever is answered; null where it may.
 */
export type LeaveQuestion = { readonly reason: 'kiosk'; readonly refusal: string | null } | { readonly reason: 'others'; readonly others: number; readonly refusal: string | null };
