import { ImportRefused } from './import-model.ts';

export type Json = { readonly [key: string]: unknown };

/** What is needed of a FUXA project (models of FUXA 1.3, read in its repository). */
export type FuxaProject = {
  readonly version: string;
  readonly devices: readonly Json[];
  readonly views: readonly Json[];
  readonly alarms: readonly Json[];
  readonly charts: readonly Json[];
  /** What else it holds, by name, with how many. */
  readonly others: ReadonlyMap<string, number>;
};

const limits = { characters: 64 * 1024 * 1024, views: 500, entries: 200_000 };
const known: ReadonlySet<string> = new Set(['devices', 'hmi', 'alarms', 'charts', 'version', 'projectFile', 'name', 'server', 'layout']);

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
/** Entries of a list, or the values of a dictionary, that are objects. */
export const entriesOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as readonly unknown[]) : isObject(value) ? Object.values(value) : []).slice(0, limits.entries).filter(isObject);
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
/** A number, also where it stands as text; null for anything else. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

export function readFuxa(bytes: Uint8Array, name: string): FuxaProject {
  if (bytes.length > limits.characters) throw new ImportRefused(`${name} is larger than the 64 MB a FUXA project may have here.`);
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder('utf-8').decode(bytes));
  } catch {
    throw new ImportRefused(`${name} is no FUXA project: it is not JSON.`);
  }
  const all = objectOf(read);
  const hmi = objectOf(all['hmi']);
  if (!Array.isArray(hmi['views'])) throw new ImportRefused(`${name} is no FUXA project: it has no views.`);
  const others = new Map<string, number>();
  for (const [key, value] of Object.entries(all)) {
    const count = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
    if (!known.has(key) && count > 0) others.set(key.slice(0, 60), count);
  }
  return { version: textOf(all['version']), devices: entriesOf(all['devices']), views: entriesOf(hmi['views']).slice(0, limits.views), alarms: entriesOf(all['alarms']), charts: entriesOf(all['charts']), others };
}
