import { isSilentPrefix, silentElements } from '../allow-list.ts';
import type { XmlElement } from '../xml-reader.ts';
import {
  childElements,
  comparePaths,
  type Draft,
  type Edited,
  elementAt,
  type ElementPath,
  parentPath,
  refuse,
  samePath,
  topmost,
} from './draft.ts';
import { finishEdit, type Splice } from './finish-edit.ts';
import { insertSplice } from './insert.ts';
import { rangeOf } from './text-layout.ts';

export type Order = 'front' | 'forward' | 'backward' | 'back';

/** Brings elements before or behind their neighbours of the same group: what stands later in the text is drawn over what stands before. */
export function order(draft: Draft, paths: readonly ElementPath[], how: Order): Edited {
  const picked = topmost(paths).filter((path) => path.length > 0);
  const splices: Splice[] = [];
  const stay: ElementPath[] = [];
  for (const parent of parentsOf(picked)) {
    const element = elementAt(draft, parent);
    if (element === null) return refuse('An element to arrange is not there any more; select it again.');
    const own = new Set(picked.filter((path) => samePath(parentPath(path), parent)).map((path) => path.at(-1) as number));
    const children = childElements(element);
    const sequence = arranged(children, own, how);
    const moved = movedOf(sequence, own);
    for (const index of own) if (!moved.has(index)) stay.push([...parent, index]);
    splices.push(...moveSplices(draft, element, sequence, moved));
  }
  return finishEdit(draft, splices, stay, picked);
}

function parentsOf(paths: readonly ElementPath[]): readonly ElementPath[] {
  const parents: ElementPath[] = [];
  for (const path of [...paths].sort(comparePaths)) {
    const parent = parentPath(path);
    if (!parents.some((known) => samePath(known, parent))) parents.push(parent);
  }
  return parents;
}

/** Titles, styles and the like come first in a file and are drawn nowhere: nothing goes behind them. */
const isDrawn = (element: XmlElement): boolean =>
  !silentElements.has(element.name) && !isSilentPrefix(element.name) && element.attributes.get('data-symbol') !== 'tiles';

/** The old indices of the children in their new order. */
function arranged(children: readonly XmlElement[], own: ReadonlySet<number>, how: Order): readonly number[] {
  const all = children.map((_, index) => index);
  const ahead = all.filter((index) => own.has(index));
  const rest = all.filter((index) => !own.has(index));
  if (how === 'front') return [...rest, ...ahead];
  if (how === 'back') {
    const first = rest.findIndex((index) => isDrawn(children[index] as XmlElement));
    const at = first < 0 ? rest.length : first;
    return [...rest.slice(0, at), ...ahead, ...rest.slice(at)];
  }
  const sequence = [...all];
  const steps = how === 'forward' ? [...sequence.keys()].reverse() : [...sequence.keys()];
  for (const at of steps) {
    const next = how === 'forward' ? at + 1 : at - 1;
    const [one, other] = [sequence[at], sequence[next]];
    if (one === undefined || other === undefined || !own.has(one) || own.has(other) || !isDrawn(children[other] as XmlElement)) continue;
    [sequence[at], sequence[next]] = [other, one];
  }
  return sequence;
}

/** Those of the picked that do not stand where they stood among all others. */
function movedOf(sequence: readonly number[], own: ReadonlySet<number>): ReadonlySet<number> {
  /** How many of the others stand before each. */
  const others = (order: Iterable<number>): ReadonlyMap<number, number> => {
    let count = 0;
    return new Map([...order].map((index) => [index, own.has(index) ? count : count++]));
  };
  const [now, before] = [others(sequence), others(sequence.keys())];
  return new Set([...own].filter((index) => now.get(index) !== before.get(index)));
}

/** Takes the moved elements out and puts each before the unmoved one that follows it now, in their order. */
function moveSplices(draft: Draft, parent: XmlElement, sequence: readonly number[], moved: ReadonlySet<number>): readonly Splice[] {
  const children = childElements(parent);
  const splices: Splice[] = [];
  let run: XmlElement[] = [];
  const place = (next: number): void => {
    if (run.length === 0) return;
    // Several at one place: one insertion, so that their order cannot be mistaken.
    const fragment = run.map(({ from, to }) => draft.text.slice(from, to)).join('\n');
    splices.push(insertSplice(draft, parent, next, fragment));
    run = [];
  };
  for (const index of sequence) {
    const child = children[index] as XmlElement;
    if (moved.has(index)) run.push(child);
    else place(index);
  }
  place(children.length);
  for (const index of moved) splices.push({ ...rangeOf(draft.text, children[index] as XmlElement), text: '' });
  return splices;
}
