import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { DeviceDefinition } from '#shared/model/device.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import { parseYaml } from './parse-yaml.ts';
import type { ListFolder } from './project-files.ts';
import { idOf, type ListShape, readEntries } from './read-entries.ts';

type ListValues = { assets: AssetDefinition; devices: DeviceDefinition; tags: TagDefinition; alarms: AlarmDefinition };
export type ListValue<Folder extends ListFolder> = ListValues[Folder];

export const listShapes: { readonly [Folder in ListFolder]: ListShape<ListValues[Folder]> } = {
  assets: { schema: AssetDefinition, noun: 'asset', keys: Object.keys(AssetDefinition.shape), max: 50_000, nameOf: idOf },
  devices: { schema: DeviceDefinition, noun: 'device', keys: Object.keys(DeviceDefinition.shape), max: 1000, nameOf: idOf },
  tags: { schema: TagDefinition, noun: 'tag', keys: Object.keys(TagDefinition.shape), max: 200_000, nameOf: idOf },
  alarms: {
    schema: AlarmDefinition,
    noun: 'alarm',
    keys: AlarmDefinition.options.flatMap((option) => Object.keys(option.shape)),
    max: 200_000,
    nameOf: idOf,
  },
};

/** A list file as read: kept between loads, so that files that did not change are not read again. */
export type ListFile<Value> = {
  readonly stamp: string | null;
  readonly entries: readonly Entry<Value>[];
  readonly problems: readonly DraftProblem[];
};

/**
 * The entries of one list file. An entry that does not fit its schema is left out, and a text that is no YAML gives none;
 * `before`, the same file as last read, stands in for what is broken: a slip of the pen while the plant is running must
 * not take tags and alarms out of service.
 */
export function readListFile<Folder extends ListFolder>(
  folder: Folder,
  file: string,
  text: string,
  before: ListFile<ListValue<Folder>> | undefined,
): Omit<ListFile<ListValue<Folder>>, 'stamp'> {
  type Value = ListValue<Folder>;
  const shape = listShapes[folder] as unknown as ListShape<Value>;
  const fallback = (at: number | null, message: string): Omit<ListFile<Value>, 'stamp'> => ({
    entries: before?.entries ?? [],
    problems: [
      {
        file,
        at,
        message: (before?.entries.length ?? 0) > 0 ? `${message}; its last good version stays in use` : message,
        severity: 'error',
      },
    ],
  });

  const parsed = parseYaml(text);
  if (!parsed.ok) return fallback(parsed.line, parsed.message);
  const root = parsed.value;
  if (root === null)
    return {
      entries: [],
      problems: [{ file, at: null, message: `the file is empty; a list "${folder}:" is expected`, severity: 'warning' }],
    };
  if (typeof root !== 'object' || Array.isArray(root) || !Object.hasOwn(root, folder)) {
    const found =
      typeof root === 'object' && !Array.isArray(root)
        ? `found ${
            Object.keys(root)
              .slice(0, 3)
              .map((key) => `"${key}:"`)
              .join(', ') || 'nothing'
          }`
        : 'found something else';
    return fallback(1, `a list "${folder}:" is expected at the top of the file, ${found}`);
  }
  const list = (root as Record<string, unknown>)[folder] ?? [];
  if (!Array.isArray(list)) return fallback(1, `"${folder}:" holds a list: each entry begins with "- "`);

  const strangers: DraftProblem[] = Object.keys(root)
    .filter((key) => key !== folder)
    .map((key) => ({
      file,
      at: [key],
      message: `"${key}:" does not belong here; files in ${folder}/ hold "${folder}:" only`,
      severity: 'error',
    }));
  const { entries, problems } = readEntries({ file, list: folder, shape }, list, before?.entries ?? []);
  return { entries, problems: [...strangers, ...problems] };
}
