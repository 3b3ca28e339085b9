import { z } from 'zod';
import { ScreenId } from '../model/ids.ts';
import { command, query } from '../rpc/define.ts';

/** A screen is opened by itself; a template stands in screens, with parameters. */
export const DrawingKind = z.enum(['screen', 'template']);
export type DrawingKind = z.infer<typeof DrawingKind>;

/** Largest text of a drawing, bytes of UTF-8. */
export const maxDrawingBytes = 4 * 1024 * 1024;

/** The name of a drawing is that of its file without the ending, so it has none of the other separators an id may have. */
export const DrawingName = ScreenId.regex(/^[A-Za-z0-9][\w.-]*$/, 'letters, digits and _ . - only, beginning with a letter or digit').refine(
  // Windows takes these for devices, whatever ending they have, and drops a full stop at the end.
  (name) => !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) && !name.endsWith('.'),
  'a name that no system keeps for itself, and no full stop at its end',
);

/** Which drawing: `screens/NAME.svg` or `templates/NAME.svg`. */
const drawing = { kind: DrawingKind.default('screen'), screen: DrawingName };
const svg = z.string().min(1).max(maxDrawingBytes);
const note = z.string().trim().max(500).default('');

/** SHA-256 of the text in UTF-8, base64url: what two texts are told apart by. */
const hash = z.string().max(60);

/** A part of a text that would be left out, or drawn as a mark. `line` is from 1; null where the whole file is meant. */
export const DrawingProblem = z.object({ line: z.number().int().nullable(), message: z.string() });
export type DrawingProblem = z.infer<typeof DrawingProblem>;

/** A place in the project that names a drawing: a screen's link, a template's use, an alarm, an asset, the home screen. */
export const DrawingReference = z.object({
  /** Path below the project folder. */
  file: z.string(),
  line: z.number().int().nullable(),
  sentence: z.string(),
});
export type DrawingReference = z.infer<typeof DrawingReference>;

export const DrawingFile = z.object({
  kind: DrawingKind,
  screen: z.string(),
  title: z.string(),
  hash: z.string(),
  bytes: z.number(),
  /** When the file was last written, UTC epoch ms. */
  changedMs: z.number(),
});
export type DrawingFile = z.infer<typeof DrawingFile>;

/**
 * One text a drawing had. `console`: saved here. `import`: taken over from another system's file. `file`: the file was
 * changed by something else, seen at `timeMs`. `removed`, `renamed`: it went away here. `git`: a commit of the project's repository.
 */
export const DrawingVersion = z.object({
  /** What `screens.version` is asked with. */
  id: z.string(),
  source: z.enum(['console', 'import', 'file', 'removed', 'renamed', 'git']),
  /** UTC epoch ms; of a commit, when it was made. */
  timeMs: z.number(),
  /** Who saved it, or a commit's author; null where a file changed and nobody knows who did it. */
  user: z.string().nullable(),
  note: z.string(),
  /** Of the text; null where a commit removed the file. */
  hash: z.string().nullable(),
});
export type DrawingVersion = z.infer<typeof DrawingVersion>;

export const drawingImportFormats = ['svg', 'fuxa', 'dxf'] as const;

/** What became of one kind of thing in an imported file. */
export const ImportLine = z.object({
  outcome: z.enum(['taken', 'changed', 'left-out']),
  /** What it was, in words of the file's format. */
  what: z.string(),
  count: z.number().int(),
  /** What it became, or why it was left out. */
  why: z.string(),
});
export type ImportLine = z.infer<typeof ImportLine>;

/** A binding that an element's name or the other system's own binding suggests; nothing of it stands in the drawing yet. */
export const ImportSuggestion = z.object({
  screen: z.string(),
  /** Line of the element in the imported screen, from 1; null where the whole screen is meant. */
  line: z.number().int().nullable(),
  element: z.string(),
  sentence: z.string(),
});
export type ImportSuggestion = z.infer<typeof ImportSuggestion>;

/** What an import makes. Nothing is in the project until it is saved: `screens` by `screens.create`, `files` by hand. */
export const DrawingImport = z.object({
  screens: z.array(z.object({ kind: DrawingKind, screen: z.string(), title: z.string(), svg: z.string(), problems: z.array(DrawingProblem) })),
  /** Proposals for devices, tags and alarms: paths below a project folder, and their texts. */
  files: z.array(z.object({ path: z.string(), text: z.string() })),
  report: z.array(ImportLine),
  suggestions: z.array(ImportSuggestion),
});
export type DrawingImport = z.infer<typeof DrawingImport>;

const saved = z.object({ hash, problems: z.array(DrawingProblem) });
const referenced = z.object({ references: z.array(DrawingReference) });

/** Drawings of the project: read, saved, and every text they had. */
export const screensContract = {
  'screens.list': query({ role: 'view', input: z.strictObject({}), output: z.object({ drawings: z.array(DrawingFile) }), faults: ['unreadable'] }),
  /** The text as it is on disk now, and the hash a save is based on. */
  'screens.read': query({ role: 'view', input: z.strictObject(drawing), output: z.object({ svg: z.string(), hash }), faults: ['not-found', 'unreadable'] }),
  /** Who names this drawing: what breaks when it is removed or renamed. */
  'screens.references': query({ role: 'view', input: z.strictObject(drawing), output: referenced, faults: ['unreadable'] }),
  /**
   * Writes a text over the one there. `basedOn` is the hash of the text it was made from, null for a new drawing: where another
   * text is there now nothing is written (`changed-meanwhile`; `screens.read` gives it). A text that is no screen is refused
   * (`invalid`); parts that a console will leave out are saved all the same and answered as `problems`.
   */
  'screens.save': command({
    role: 'engineer',
    input: z.strictObject({ ...drawing, svg, basedOn: hash.nullable(), note }),
    output: saved,
    faults: ['changed-meanwhile', 'invalid', 'unwritable'],
  }),
  /** Writes a new drawing; `exists` where its name is taken, in other capitals too. */
  'screens.create': command({
    role: 'engineer',
    input: z.strictObject({ ...drawing, svg, note, source: z.enum(['console', 'import']).default('console') }),
    output: saved,
    faults: ['exists', 'invalid', 'unwritable'],
  }),
  /** Another name; who still names the old one is answered, nothing of it is changed. */
  'screens.rename': command({
    role: 'engineer',
    input: z.strictObject({ ...drawing, to: DrawingName, basedOn: hash }),
    output: referenced,
    faults: ['not-found', 'exists', 'changed-meanwhile', 'unwritable'],
  }),
  /** Removes the file; its text stays as a version and can be restored. Who still names it is answered. */
  'screens.remove': command({
    role: 'engineer',
    input: z.strictObject({ ...drawing, basedOn: hash, note }),
    output: referenced,
    faults: ['not-found', 'changed-meanwhile', 'unwritable'],
  }),
  /** Texts it had, newest first: those kept here, and the newest 200 commits where the project lies in a git repository. */
  'screens.versions': query({
    role: 'view',
    input: z.strictObject(drawing),
    /** `problem`: why git was not asked to its end, in one sentence. */
    output: z.object({ versions: z.array(DrawingVersion), problem: z.string().nullable() }),
    faults: ['history-unavailable', 'cancelled'],
  }),
  'screens.version': query({
    role: 'view',
    input: z.strictObject({ ...drawing, version: z.string().max(200) }),
    output: z.object({ svg: z.string(), hash }),
    faults: ['not-found', 'history-unavailable'],
  }),
  /** Saves the text of an old version anew; of a removed drawing too, then `basedOn` is null. */
  'screens.restore': command({
    role: 'engineer',
    input: z.strictObject({ ...drawing, version: z.string().max(200), basedOn: hash.nullable(), note }),
    output: saved,
    faults: ['not-found', 'changed-meanwhile', 'invalid', 'unwritable', 'history-unavailable'],
  }),
  /** A drawing of another system is handed over in pieces (`import.piece`) and converted by a job (`jobs.state`, `job.cancel`). */
  'screens.importOpen': command({
    role: 'engineer',
    input: z.strictObject({ name: z.string().min(1).max(200), format: z.enum(drawingImportFormats), bytes: z.number().int().min(1).max(256 * 1024 * 1024) }),
    output: z.object({ upload: z.string() }),
    faults: ['too-large', 'busy'],
  }),
  'screens.importStart': command({
    role: 'engineer',
    input: z.strictObject({
      upload: z.string().max(60),
      /** Name of the first screen; from the file's name where absent. */
      screen: DrawingName.optional(),
      /** Width of the screen, user units, at most for a plan, which is fitted whole; the height follows. */
      width: z.number().min(100).max(10_000).default(1512),
    }),
    output: z.object({ job: z.string() }),
    faults: ['not-found', 'unreadable', 'busy'],
  }),
  /** What such a job made, until it is removed. */
  'screens.imported': query({ role: 'engineer', input: z.strictObject({ job: z.string().max(60) }), output: DrawingImport, faults: ['not-found', 'not-ready'] }),
};
