import { IncidentId } from './incident.ts';

/** A moment of a plant to look at again, and the incident whose board is to stand beside it. */
export type ReplayLink = { readonly plant: string; /** UTC epoch ms. */ readonly atMs: number; readonly incident: IncidentId | null };

const beginning = 'firstout://replay?';
const mostLetters = 4000;

/** Halves of characters cannot stand in a link: a name as a link has it. */
export const wholeLetters = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/**
 * The link as it is printed, kept in files and pasted: no address of a machine is in it, since a plant stands on an island. Whole
 * milliseconds.
 */
export const replayLinkText = ({ plant, atMs, incident }: ReplayLink): string =>
  `${beginning}plant=${encodeURIComponent(wholeLetters(plant))}&at=${new Date(Math.floor(atMs)).toISOString()}${incident === null ? '' : `&incident=${incident}`}`;

/** Reads a link that was pasted, with the blanks and line breaks that a page puts into it; null for anything else. */
export function readReplayLink(text: string): ReplayLink | null {
  if (text.length > mostLetters) return null;
  const bare = text.replace(/\s+/g, '');
  if (!bare.toLowerCase().startsWith(beginning)) return null;
  const parts = new Map<string, string>();
  for (const pair of bare.slice(beginning.length).split('&')) {
    const at = pair.indexOf('=');
    const value = at < 0 ? null : decoded(pair.slice(at + 1));
    if (value === null || parts.has(pair.slice(0, at))) return null;
    parts.set(pair.slice(0, at), value);
  }
  const [plant, at, incident] = [parts.get('plant'), parts.get('at'), parts.get('incident')];
  const atMs = at !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(at) ? Date.parse(at) : Number.NaN;
  const id = incident === undefined ? null : IncidentId.safeParse(incident);
  if (plant === undefined || plant === '' || Number.isNaN(atMs) || id?.success === false) return null;
  return { plant, atMs, incident: id === null ? null : id.data };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
