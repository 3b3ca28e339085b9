import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { maxSceneBytes, maxScenes, type Scene, SceneId } from '#shared/model/scene.ts';
import type { DraftProblem } from './draft-problem.ts';
import { fileStamp, readText } from './project-files.ts';
import { createSceneWork, type SceneNames, type SceneWork } from './scene-work.ts';

/** Signals the console adds to every project, links and storage: not in its files, yet fit for a scene. */
const ownSignal = /^SYSTEM\.|\.LINK$/;

type SceneFile = {
  readonly stamp: string | null;
  readonly hash: string;
  readonly names: SceneNames | null;
  readonly problems: readonly DraftProblem[];
  /** The scene last made of it, and what was missing then. */
  readonly checked: { readonly missing: string; readonly scene: Scene; readonly problems: readonly DraftProblem[] } | null;
};
type Known = { readonly assets: ReadonlySet<string>; readonly tags: ReadonlyMap<string, unknown>; readonly alarms: ReadonlySet<string> };
export type ReadScenes = { readonly scenes: readonly Scene[]; readonly versions: ReadonlyMap<SceneId, string> };

/**
 * Reads `scenes/*.yaml`, one scene a file, again and again; files that did not change are not read again. What a slip of the
 * pen broke keeps its last good version, entry by entry. A scene's version changes with its file, with what of it can be
 * shown, and with the files of its models.
 */
export function createSceneReader(dir: string, work: SceneWork = createSceneWork()) {
  let known = new Map<string, SceneFile>();

  return async (files: readonly string[], around: Known, problems: DraftProblem[]): Promise<ReadScenes> => {
    const next = new Map<string, SceneFile>();
    const scenes: Scene[] = [];
    const versions = new Map<SceneId, string>();
    work.keep(files);
    for (const file of files.slice(0, maxScenes)) {
      const read = await readAgain(dir, file, known.get(file), work);
      next.set(file, read);
      const id = idOf(file);
      problems.push(...read.problems);
      if (read.names === null || id === null) continue;
      if (versions.has(id)) {
        problems.push({ file, at: null, message: `there is a scene ${id} already, in another file; this one is left out`, severity: 'error' });
        continue;
      }
      const stamps = new Map<string, string | null>();
      for (const model of read.names.models) stamps.set(model, await fileStamp(join(dir, 'scenes/models', model)));
      const checked = await checkAgain(id, file, read, missingOf(read.names, around, stamps), work);
      if (checked === null) continue;
      next.set(file, { ...read, checked });
      scenes.push(checked.scene);
      problems.push(...checked.problems);
      versions.set(id, shortHash(JSON.stringify([read.hash, [...stamps], checked.problems.map(({ at, message }) => [at, message])])));
    }
    if (files.length > maxScenes) {
      problems.push({ file: files[maxScenes] as string, at: null, message: `there are more than ${maxScenes} scenes; what begins here is left out`, severity: 'error' });
    }
    known = next;
    return { scenes, versions };
  };
}

/** What of a scene's names leads nowhere. */
function missingOf({ assets, tags, alarms, models }: SceneNames, known: Known, stamps: ReadonlyMap<string, string | null>): SceneNames {
  return {
    assets: assets.filter((asset) => !known.assets.has(asset)),
    tags: tags.filter((tag) => !known.tags.has(tag) && !ownSignal.test(tag)),
    alarms: alarms.filter((alarm) => !known.alarms.has(alarm) && !ownSignal.test(alarm)),
    models: models.filter((model) => (stamps.get(model) ?? null) === null),
  };
}

async function checkAgain(id: SceneId, file: string, { checked }: SceneFile, names: SceneNames, work: SceneWork): Promise<SceneFile['checked']> {
  const missing = JSON.stringify(names);
  if (checked?.missing === missing) return checked;
  const made = await work.check(id, file, names);
  // Where what was read is lost (its thread ended), the scene stays as it was until its file changes.
  return made === null ? checked : { missing, ...made };
}

async function readAgain(dir: string, file: string, before: SceneFile | undefined, work: SceneWork): Promise<SceneFile> {
  const stamp = await fileStamp(join(dir, file));
  if (before !== undefined && stamp !== null && before.stamp === stamp) return before;
  if (idOf(file) === null) {
    const message = `"${basename(file).replace(/\.ya?ml$/, '')}" cannot be the name of a scene: small letters, digits and - only`;
    return { stamp, hash: '', names: null, problems: [{ file, at: null, message, severity: 'error' }], checked: null };
  }
  const text = await readText(dir, file, maxSceneBytes);
  // What cannot be read is not drawn anew, but it is not taken away either.
  if (typeof text !== 'string') return { hash: '', names: null, checked: null, ...before, stamp, problems: [text] };
  return { stamp, hash: shortHash(text), ...(await work.read(file, text)), checked: null };
}

function idOf(file: string): SceneId | null {
  const parsed = SceneId.safeParse(basename(file).replace(/\.ya?ml$/, ''));
  return parsed.success ? parsed.data : null;
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
