import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { limits } from './limits.ts';
import { type ModelFormat, modelFormatOf } from './model-format.ts';
import { convertIt, exportAgain, ModelRefused, makeSmaller } from './model-refused.ts';

/** The bytes of one model: its file and, of a .gltf, the files it names. */
export type ModelFiles = {
  readonly format: ModelFormat;
  readonly bytes: Uint8Array;
  /** SHA-256 of the file itself, hex. */
  readonly ownHash: string;
  /** Bytes of a file named by `uri`, read once; throws a ModelRefused for one that is elsewhere, absent or too large. */
  beside(uri: string): Uint8Array;
  /** SHA-256 of such a file, which does not count as used by it. */
  hashBeside(uri: string): string;
  /** The files used so far by name, in order of their names, with the SHA-256 of each. */
  used(): readonly (readonly [string, string])[];
  /** Length of the file and those used so far. */
  readonly fileBytes: number;
};

/** One hash for a model: of its file and of those it uses. */
export function wholeHash(ownHash: string, used: readonly (readonly [string, string])[]): string {
  return used.length === 0 ? ownHash : createHash('sha256').update(JSON.stringify([ownHash, used])).digest('hex');
}

/** A file that a model names is not there, or not readable. */
export class FileAbsent extends ModelRefused {}

/**
 * Opens a model. It and what it names are regular files below `root`, links followed.
 * @param isPatient somebody waits for this one: STEP and IGES may be as long as other files
 */
export function openModelFiles(path: string, root: string, isPatient = false): ModelFiles {
  const format = modelFormatOf(path);
  if (format === null) throw new ModelRefused('its ending is none of glb, gltf, stl, stp, step, igs, iges', 'Export it in one of these.');
  const realRoot = onDisk(() => realpathSync(root), 'the folder of models');
  const isComputed = (format === 'step' || format === 'iges') && !isPatient;
  const most = isComputed ? limits.cadBytes : limits.fileBytes;
  let readBytes = 0;
  const read = (file: string, what: string): Uint8Array => {
    const real = realpathSync(file);
    if (!real.startsWith(realRoot + sep)) throw new ModelRefused(`${what} lies outside the folder of models`, 'Copy it beside the others.');
    const found = statSync(real);
    if (!found.isFile()) throw new ModelRefused(`${what} is no file`);
    readBytes += found.size;
    if (readBytes > most) throw new ModelRefused(`with ${what} it has ${mega(readBytes)}, and at most ${mega(most)} are read of ${isComputed ? 'one of this kind' : 'a model'}`, isComputed ? convertIt : makeSmaller);
    return readFileSync(real);
  };
  const bytes = onDisk(() => read(path, 'its own file'), 'its own file');
  const known = new Map<string, { readonly bytes: Uint8Array; readonly hash: string }>();
  const used = new Map<string, string>();
  const open = (name: string): { readonly bytes: Uint8Array; readonly hash: string } => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= limits.sideFiles) throw new ModelRefused(`it names more than ${limits.sideFiles} files`, 'Export it as one .glb file.');
    try {
      const found = read(join(dirname(path), name), `the file “${shown(name)}” it names`);
      const made = { bytes: found, hash: sha256(found) };
      known.set(name, made);
      return made;
    } catch (error) {
      if (error instanceof ModelRefused) throw error;
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      throw new FileAbsent(`the file “${shown(name)}” it names can't be read (${code})`, 'Copy it beside the model, or export it as one .glb file.');
    }
  };
  return {
    format,
    bytes,
    ownHash: sha256(bytes),
    beside(uri) {
      const name = sideFileName(uri);
      const file = open(name);
      used.set(name, file.hash);
      return file.bytes;
    },
    hashBeside: (uri) => open(sideFileName(uri)).hash,
    used: () => [...used].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    get fileBytes() {
      return [...used.keys()].reduce((sum, name) => sum + (known.get(name)?.bytes.length ?? 0), bytes.length);
    },
  };
}

function onDisk<Value>(look: () => Value, what: string): Value {
  try {
    return look();
  } catch (error) {
    if (error instanceof ModelRefused) throw error;
    throw new ModelRefused(`${what} can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`, 'See whether it lies where the scene says.');
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A name below the model's own folder; everything that could lead elsewhere is refused by its form, before a disk is asked. */
function sideFileName(uri: string): string {
  let name = uri;
  try {
    name = decodeURIComponent(uri);
  } catch {
    // Then it is a name with a % of its own.
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const isAway = /^[a-z][a-z0-9+.-]*:/i.test(name) || /^[/\\]/.test(name) || /[\\\0-\x1f?#]/.test(name) || name.split('/').includes('..') || name.length > 400 || name === '';
  if (isAway) throw new ModelRefused(`it names “${shown(uri)}”, which is not a file beside it`, exportAgain.replace('again', 'as one .glb file'));
  return name;
}

// oxlint-disable-next-line no-control-regex -- control characters are what is taken out
const shown = (text: string): string => text.slice(0, 80).replace(/[\0-\x1f\x7f]/g, '?');
const mega = (bytes: number): string => `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MB`;
