import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { type Document, isMap, isNode, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { maxSceneBytes, SceneTour, SceneView, usualStopS } from '#shared/model/scene.ts';
import { edited, inlineInFlow, placeEnd, replaceFile } from './edit-yaml.ts';
import { findProjectFiles, readText } from './project-files.ts';

export type NodeChange = { readonly scene: string; readonly model: string; readonly node: string; readonly asset: string | null; readonly before: string | null };
export type TourChange = { readonly scene: string; readonly tour: SceneTour | null; readonly before: SceneTour | null };
export type ViewChange = { readonly scene: string; readonly view: SceneView | null; readonly before: SceneView | null };
export type SceneWriteFault = 'not-found' | 'changed-meanwhile' | 'invalid' | 'unwritable';
type Raw = Record<string, unknown>;
/** A file as text, as a document with places, and as plain values. */
type Open = { readonly text: string; readonly document: Document; readonly raw: Raw };

/**
 * Says in the scene's file which asset a node of a model is. Only the characters of that node change: comments, order and
 * layout stay. Call these writers one at a time.
 */
export function writeNode(dir: string, { scene, model, node, asset, before }: NodeChange): Promise<Result<null, SceneWriteFault>> {
  return change(dir, scene, ({ text, document, raw }) => {
    const [at, entry] = entryOf(document, 'models', model);
    if (entry === null) return refused('not-found', `The scene ${scene} has no model ${model}.`);
    const was = ((raw['models'] as Raw[])[at]?.['nodes'] ?? {}) as Record<string, string>;
    const seen = Object.hasOwn(was, node) ? was[node] : null;
    if (seen !== before) return refused('changed-meanwhile', `The node ${node} was not changed: it is ${seen ?? 'no asset'} by now.`, 'Look at it again, then change it.');
    const made = { ...was };
    if (asset === null) delete made[node];
    else made[node] = asset;
    const map = entry.get('nodes', true);
    const isInPlace = isMap(map) && map.items.length > 0 && Object.keys(made).length > 0;
    const next = isInPlace ? edited(text, map, { [node]: asset }) : edited(text, entry, { nodes: Object.keys(made).length === 0 ? null : made });
    const models = (raw['models'] as Raw[]).map((one, i) => (i === at ? withNodes(one, made) : one));
    return ok({ text: next, raw: { ...raw, models } });
  });
}

function withNodes(model: Raw, nodes: Record<string, string>): Raw {
  const { nodes: _, ...rest } = model;
  return Object.keys(nodes).length === 0 ? rest : { ...rest, nodes };
}

/** Writes a view of a scene, new or over the one of its id, or takes it away (`view` null); what stands there must be `before`. */
export function writeView(dir: string, { scene, view, before }: ViewChange): Promise<Result<null, SceneWriteFault>> {
  return writeItem(dir, scene, views, view, before);
}

/** The same for a tour. */
export function writeTour(dir: string, { scene, tour, before }: TourChange): Promise<Result<null, SceneWriteFault>> {
  return writeItem(dir, scene, tours, tour, before);
}

/** A list of a scene's file, the form of its items, and one without what is usual anyway. */
type ItemList<Item extends { readonly id: string }> = { readonly list: 'views' | 'tours'; readonly noun: string; readonly schema: z.ZodType<Item>; plain(item: Item): Raw };

const views: ItemList<SceneView> = {
  list: 'views',
  noun: 'view',
  schema: SceneView,
  plain({ assets, alarms, isolate, kind, ...rest }) {
    const lists = Object.entries({ assets, alarms, isolate }).filter(([, list]) => list.length > 0);
    return { ...rest, ...(kind === 'unit' ? {} : { kind }), ...Object.fromEntries(lists) };
  },
};
const tours: ItemList<SceneTour> = {
  list: 'tours',
  noun: 'tour',
  schema: SceneTour,
  plain: ({ stops, ...rest }) => ({ ...rest, stops: stops.map(({ view, seconds, says }) => ({ view, ...(seconds === usualStopS ? {} : { seconds }), ...(says === undefined ? {} : { says }) })) }),
};

function writeItem<Item extends { readonly id: string }>(dir: string, scene: string, { list, noun, schema, plain }: ItemList<Item>, item: Item | null, before: Item | null): Promise<Result<null, SceneWriteFault>> {
  const id = item?.id ?? before?.id ?? '';
  if (before !== null && item !== null && before.id !== item.id) return Promise.resolve(refused('invalid', `The ${noun} ${before.id} keeps its id; ${item.id} would be another.`));
  return change(dir, scene, ({ text, document, raw }) => {
    const [at, entry] = entryOf(document, list, id);
    const items = (Array.isArray(raw[list]) ? raw[list] : []) as Raw[];
    const seen = entry === null ? null : schema.safeParse(items[at]);
    if (before === null ? entry !== null : !(seen?.success === true && isDeepStrictEqual(seen.data, before))) {
      return refused('changed-meanwhile', `The ${noun} ${id} was not changed: ${entry === null ? 'it is not there any more' : before === null ? 'there is one of that name' : 'it is another by now'}.`, `Look at the ${list} again.`);
    }
    if (item === null) return ok({ text: withoutItem(text, document, list, at), raw: { ...raw, [list]: items.filter((_, i) => i !== at) } });
    const wanted = plain(item);
    if (entry === null) return ok({ text: withItem(text, document, list, wanted), raw: { ...raw, [list]: [...items, wanted] } });
    const was = items[at] as Raw;
    // What the file says in another way, or leaves out because it is usual, is not written again.
    const normal = plain(schema.parse(was));
    const settings: Raw = {};
    for (const key of new Set([...Object.keys(normal), ...Object.keys(wanted)])) {
      if (!isDeepStrictEqual(normal[key], wanted[key])) settings[key] = wanted[key] ?? null;
    }
    const made: Raw = { ...was, ...settings };
    for (const [key, value] of Object.entries(settings)) if (value === null) delete made[key];
    return ok({ text: edited(text, entry, settings), raw: { ...raw, [list]: items.map((one, i) => (i === at ? made : one)) } });
  });
}

/** Reads, changes, compares and replaces a scene's file. */
async function change(dir: string, scene: string, edit: (open: Open) => Result<{ readonly text: string; readonly raw: Raw }, SceneWriteFault>): Promise<Result<null, SceneWriteFault>> {
  const { scenes } = await findProjectFiles(dir, []);
  const file = scenes.find((one) => one === `scenes/${scene}.yaml` || one === `scenes/${scene}.yml`);
  if (file === undefined) return refused('not-found', `There is no scene ${scene} in the project.`);
  const text = await readText(dir, file, maxSceneBytes);
  if (typeof text !== 'string') return refused('unwritable', `The scene ${scene} was not changed: ${text.message}.`);
  const document = parseDocument(text);
  const raw = document.errors.length > 0 ? null : (document.toJSON() as unknown);
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refused('unwritable', `The scene ${scene} was not changed: its file is broken.`, `Mend ${file} first.`);
  const stamp = await modified(join(dir, file));
  const changed = edit({ text, document, raw: raw as Raw });
  if (!changed.ok) return changed;
  // A file laid out in a way the edit does not fit is left alone rather than spoilt.
  const next = parseDocument(changed.value.text);
  if (next.errors.length > 0 || !isDeepStrictEqual(next.toJSON(), changed.value.raw)) {
    return refused('unwritable', `The scene ${scene} was not changed: the layout of its file cannot be kept.`, `Change ${file} by hand.`);
  }
  if (Buffer.byteLength(changed.value.text) > maxSceneBytes) return refused('invalid', `The scene ${scene} was not changed: it would have more than ${maxSceneBytes / 1024 / 1024} MB.`);
  try {
    if ((await modified(join(dir, file))) !== stamp) return refused('changed-meanwhile', `The scene ${scene} was not changed: somebody else writes it just now.`, 'Try again.');
    await replaceFile(join(dir, file), changed.value.text);
    return ok(null);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'the project folder cannot be written' : code === 'ENOSPC' ? 'the disk is full' : message;
    return refused('unwritable', `The scene ${scene} was not changed in ${file}: ${why}.`, 'Check the rights and the free space of the project folder.');
  }
}

async function modified(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await stat(path, { bigint: true });
  return `${ino}:${size}:${mtimeNs}`;
}

/** An entry of a list by its id, and its position; the first where several have it, as the reader takes it. */
function entryOf(document: Document, list: string, id: string): readonly [number, YAMLMap | null] {
  const seq = document.get(list);
  if (!isSeq(seq)) return [-1, null];
  const at = seq.items.findIndex((item) => isMap(item) && item.get('id') === id);
  return [at, at < 0 ? null : (seq.items[at] as YAMLMap)];
}

/** The text with one more item at the end of the list, which is made where there is none. */
function withItem(text: string, document: Document, list: string, item: Raw): string {
  const line = `{ ${Object.entries(item)
    .map(([key, value]) => `${key}: ${inlineInFlow(value)}`)
    .join(', ')} }`;
  const seq = document.get(list);
  const last = isSeq(seq) ? seq.items.at(-1) : undefined;
  if (!isSeq(seq) || !isNode(last) || !last.range || !seq.range) {
    if (document.has(list)) {
      const value = document.get(list, true);
      if (!isNode(value) || !value.range) return text;
      return `${text.slice(0, value.range[0]).trimEnd()}\n  - ${line}${text.slice(value.range[1])}`;
    }
    return `${text.trimEnd()}\n${list}:\n  - ${line}\n`;
  }
  const end = placeEnd(text, last.range);
  if (seq.flow === true) return `${text.slice(0, end)}, ${line}${text.slice(end)}`;
  const lineEnd = text.indexOf('\n', end);
  const at = lineEnd < 0 ? text.length : lineEnd;
  const indent = ' '.repeat(seq.range[0] - text.lastIndexOf('\n', seq.range[0] - 1) - 1);
  return `${text.slice(0, at)}\n${indent}- ${line}${text.slice(at)}`;
}

/** The text without one item: its own lines go, comments above it stay. */
function withoutItem(text: string, document: Document, list: string, at: number): string {
  const seq = document.get(list);
  const item = isSeq(seq) ? seq.items[at] : undefined;
  if (!isSeq(seq) || !isNode(item) || !item.range) return text;
  const end = placeEnd(text, item.range);
  if (seq.items.length === 1) {
    const pair = isMap(document.contents) ? document.contents.items.find(({ value }) => value === seq) : undefined;
    const key = isNode(pair?.key) ? pair.key.range : null;
    return key ? `${text.slice(0, key[0])}${list}: []${text.slice(end + (seq.flow === true ? /^\s*,?\s*\]/.exec(text.slice(end))?.[0].length ?? 0 : 0))}` : text;
  }
  if (seq.flow === true) {
    const comma = /^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0;
    return text.slice(0, item.range[0]) + text.slice(end + comma);
  }
  const from = text.lastIndexOf('\n', item.range[0]) + 1;
  const lineEnd = text.indexOf('\n', end);
  return text.slice(0, from) + (lineEnd < 0 ? '' : text.slice(lineEnd + 1));
}
