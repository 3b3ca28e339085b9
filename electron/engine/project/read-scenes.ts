import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { maxSceneBytes, maxScenes, type Scene, SceneId } from '#shared/model/scene.ts';
import { checkScene, type SceneSurroundings } from './check-scene.ts';
import type { DraftProblem } from './draft-problem.ts';
import { fileStamp, readText } from './project-files.ts';
import { readSceneFile, type SceneEntries } from './read-scene-file.ts';

/** Signals the console adds to every project, links and storage: not in its files, yet fit for a scene. */
const ownSignal = /^SYSTEM\.|\.LINK$/;

type SceneFile = { readonly stamp: string | null; readonly hash: string; readonly entries: SceneEntries | null; readonly problems: readonly DraftProblem[] };
type Known = { readonly assets: ReadonlySet<string>; readonly tags: ReadonlyMap<string, unknown>; readonly alarms: ReadonlySet<string> };
export type ReadScenes = { readonly scenes: readonly Scene[]; readonly versions: ReadonlyMap<SceneId, string> };

/**
 * Reads `scenes/*.yaml`, one scene a file, again and again; files that did not change are not read again. What a slip of the
 * pen broke keeps its last good version, entry by entry. A scene's version changes with its file, with what of it can be
 * shown, and with the files of its models.
 */
export function createSceneReader(dir: string) {
  let known = new Map<string, SceneFile>();

  return async (files: readonly string[], { assets, tags, alarms }: Known, problems: DraftProblem[]): Promise<ReadScenes> => {
    const next = new Map<string, SceneFile>();
    const scenes: Scene[] = [];
    const versions = new Map<SceneId, string>();
    for (const file of files.slice(0, maxScenes)) {
      const read = await readAgain(dir, file, known.get(file));
      next.set(file, read);
      problems.push(...read.problems);
      const id = idOf(file);
      if (read.entries === null || id === null) continue;
      if (versions.has(id)) {
        problems.push({ file, at: null, message: `there is a scene ${id} already, in another file; this one is left out`, severity: 'error' });
        continue;
      }
      const stamps = new Map<string, string | null>();
      for (const { value } of read.entries.models) stamps.set(value.file, await fileStamp(join(dir, 'scenes/models', value.file)));
      const around: SceneSurroundings = {
        hasAsset: (asset) => assets.has(asset),
        hasTag: (tag) => tags.has(tag) || ownSignal.test(tag),
        hasAlarm: (alarm) => alarms.has(alarm) || ownSignal.test(alarm),
        hasModel: (model) => (stamps.get(model) ?? null) !== null,
      };
      const found: DraftProblem[] = [];
      scenes.push(checkScene(id, file, read.entries, around, found));
      problems.push(...found);
      versions.set(id, shortHash(JSON.stringify([read.hash, [...stamps], found.map(({ at, message }) => [at, message])])));
    }
    if (files.length > maxScenes) {
      problems.push({ file: files[maxScenes] as string, at: null, message: `there are more than ${maxScenes} scenes; what begins here is left out`, severity: 'error' });
    }
    known = next;
    return { scenes, versions };
  };
}

async function readAgain(dir: string, file: string, before: SceneFile | undefined): Promise<SceneFile> {
  const stamp = await fileStamp(join(dir, file));
  if (before !== undefined && stamp !== null && before.stamp === stamp) return before;
  const old = before?.entries ?? null;
  if (idOf(file) === null) {
    const message = `"${basename(file).replace(/\.ya?ml$/, '')}" cannot be the name of a scene: small letters, digits and - only`;
    return { stamp, hash: '', entries: null, problems: [{ file, at: null, message, severity: 'error' }] };
  }
  const text = await readText(dir, file, maxSceneBytes);
  // What cannot be read is not drawn anew, but it is not taken away either.
  if (typeof text !== 'string') return { stamp, hash: before?.hash ?? '', entries: old, problems: [text] };
  return { stamp, hash: shortHash(text), ...readSceneFile(file, text, old) };
}

function idOf(file: string): SceneId | null {
  const parsed = SceneId.safeParse(basename(file).replace(/\.ya?ml$/, ''));
  return parsed.success ? parsed.data : null;
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
