import { type Event, EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';
import type { FilePath } from './draft-problem.ts';

/** The wanted paths as a tree: only their branches are followed. */
type Wanted = { position: number; readonly children: Map<string | number, Wanted> };

/**
 * Lines, from 1, of paths in a YAML text, in the order asked. A path that does not exist gets the line of the last part
 * that does. All null when the text is no YAML (any more).
 */
export function locateLines(text: string, paths: readonly FilePath[]): readonly (number | null)[] {
  const root: Wanted = { position: 0, children: new Map() };
  for (const path of paths) {
    let node = root;
    for (const key of path) {
      let child = node.children.get(key);
      if (child === undefined) node.children.set(key, (child = { position: -1, children: new Map() }));
      node = child;
    }
  }
  try {
    walk(text, parseEvents(text, {}), root);
  } catch {
    return paths.map(() => null);
  }
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return paths.map((path) => {
    let node: Wanted | undefined = root;
    let position = 0;
    for (const key of path) {
      node = node.children.get(key);
      if (node === undefined || node.position < 0) break;
      position = node.position;
    }
    return lineOf(lineStarts, position);
  });
}

function walk(text: string, events: readonly Event[], root: Wanted): void {
  let next = 0;
  const startOf = (event: Event): number =>
    event.type === EVENT_ID.SCALAR
      ? event.valueStart
      : event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING
        ? event.start
        : -1;

  /** Reads one node; `wanted` is where it stands in the tree of wanted paths, if it does. */
  const node = (wanted: Wanted | undefined): void => {
    const event = events[next++];
    if (event === undefined) return;
    if (event.type === EVENT_ID.SEQUENCE) {
      for (let item = 0; events[next] !== undefined && events[next]?.type !== EVENT_ID.POP; item++) {
        const child = wanted?.children.get(item);
        if (child !== undefined) child.position = startOf(events[next] as Event);
        node(child);
      }
      next++;
    } else if (event.type === EVENT_ID.MAPPING) {
      while (events[next] !== undefined && events[next]?.type !== EVENT_ID.POP) {
        const key = events[next] as Event;
        const child = key.type === EVENT_ID.SCALAR && wanted !== undefined ? wanted.children.get(getScalarValue(text, key)) : undefined;
        if (child !== undefined) child.position = startOf(key);
        node(undefined);
        node(child);
      }
      next++;
    }
  };
  if (events[next]?.type === EVENT_ID.DOCUMENT) next++;
  node(root);
}

/** Binary search for the line that holds a position. */
function lineOf(lineStarts: readonly number[], position: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
