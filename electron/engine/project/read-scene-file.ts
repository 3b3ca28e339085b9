import type { z } from 'zod';
import { Building, Floor, Isolation, maxSceneParts, Scene, SceneModel, ScenePart, ScenePipe, SceneRoute, SceneTour, SceneView } from '#shared/model/scene.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import { issueSentences } from './issue-sentences.ts';
import { parseYaml } from './parse-yaml.ts';
import { idOf, type ListShape, readEntries } from './read-entries.ts';

/** The lists of a scene's file. */
export const sceneLists = ['floors', 'buildings', 'parts', 'pipes', 'models', 'views', 'tours', 'routes', 'isolations'] as const;
export type SceneList = (typeof sceneLists)[number];
export type SceneValue<List extends SceneList> = Scene[List][number];
/** A scene as it stands in its file: each entry with its place there. */
export type SceneEntries = Pick<Scene, 'title' | 'asset'> & { readonly [List in SceneList]: readonly Entry<SceneValue<List>>[] };

const settings = Scene.pick({ title: true, asset: true });

function partKey(raw: unknown): string | null {
  const { asset, shape } = (raw ?? {}) as { asset?: unknown; shape?: unknown };
  return idOf(raw) ?? (typeof asset === 'string' ? `${asset.slice(0, 120)} (${String(shape).slice(0, 20)})` : null);
}
function nameOf(raw: unknown): string | null {
  const name = typeof raw === 'object' && raw !== null ? (raw as { name?: unknown }).name : null;
  return typeof name === 'string' && name !== '' ? name.slice(0, 120) : null;
}
const shapeOf = <Value extends object>(schema: z.ZodType<Value> & { readonly shape: object }, noun: string, max: number, name: (raw: unknown) => string | null = idOf): ListShape<Value> => ({
  schema,
  noun,
  keys: Object.keys(schema.shape),
  max,
  nameOf: name,
});

export const sceneShapes: { readonly [List in SceneList]: ListShape<SceneValue<List>> } = {
  floors: shapeOf(Floor, 'floor', 500, nameOf),
  buildings: shapeOf(Building, 'building', 200, nameOf),
  parts: shapeOf(ScenePart, 'part', maxSceneParts, partKey),
  pipes: shapeOf(ScenePipe, 'pipe', 5000),
  models: shapeOf(SceneModel, 'model', 50),
  views: shapeOf(SceneView, 'view', 500),
  tours: shapeOf(SceneTour, 'tour', 50),
  routes: shapeOf(SceneRoute, 'route', 500),
  isolations: shapeOf(Isolation, 'isolation point', 2000),
};

/**
 * The entries of a scene's file, each list and entry by itself: what is wrong is left out and told, and the rest is drawn.
 * `before`, the same file as last read, stands in for what is broken. Null: there is nothing to draw yet.
 */
export function readSceneFile(file: string, text: string, before: SceneEntries | null): { readonly entries: SceneEntries | null; readonly problems: readonly DraftProblem[] } {
  const ending = before === null ? '' : '; its last good version stays in use';
  const fallback = (at: DraftProblem['at'], message: string) => ({ entries: before, problems: [{ file, at, message: `${message}${ending}`, severity: 'error' } as const] });
  const parsed = parseYaml(text);
  if (!parsed.ok) return fallback(parsed.line, parsed.message);
  const root = parsed.value;
  if (root === null) return fallback(null, 'the file is empty; a scene has a title and lists of parts and pipes');
  if (typeof root !== 'object' || Array.isArray(root)) return fallback(1, 'a scene has a title and lists of parts and pipes at the top of its file');
  const raw = root as Record<string, unknown>;
  const known = [...Object.keys(settings.shape), ...sceneLists];

  const head = settings.safeParse(Object.fromEntries(Object.entries(raw).filter(([key]) => !(sceneLists as readonly string[]).includes(key))));
  if (!head.success) {
    const sentences = issueSentences(head.error.issues, raw, known);
    return { entries: before, problems: sentences.map(({ path, message }): DraftProblem => ({ file, at: path, message: `${message}${ending}`, severity: 'error' })) };
  }
  const problems: DraftProblem[] = [];
  const read = <List extends SceneList>(list: List): readonly Entry<SceneValue<List>>[] => {
    const old = (before?.[list] ?? []) as readonly Entry<SceneValue<List>>[];
    const items = Object.hasOwn(raw, list) ? (raw[list] ?? []) : [];
    if (!Array.isArray(items)) {
      problems.push({ file, at: [list], message: `"${list}:" holds a list: each entry begins with "- "${old.length > 0 ? ending : ''}`, severity: 'error' });
      return old;
    }
    const shape: ListShape<SceneValue<List>> = sceneShapes[list];
    if (items.length > shape.max) {
      const message = `there are more than ${shape.max.toLocaleString('en')} ${list}; what begins here is left out`;
      problems.push({ file, at: [list, shape.max], message, severity: 'error' });
    }
    const found = readEntries({ file, list, shape }, items.slice(0, shape.max), old);
    problems.push(...found.problems);
    return found.entries;
  };
  const entries: SceneEntries = {
    ...head.data,
    floors: read('floors'),
    buildings: read('buildings'),
    parts: read('parts'),
    pipes: read('pipes'),
    models: read('models'),
    views: read('views'),
    tours: read('tours'),
    routes: read('routes'),
    isolations: read('isolations'),
  };
  return { entries, problems };
}
