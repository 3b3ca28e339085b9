import { limits } from '../allow-list.ts';
import { plainNumber } from '../edit/plain-number.ts';
import { isLineClass } from './drawing-class.ts';
import type { Drawn } from './drawn.ts';
import type { ImportReport } from './import-model.ts';
import { boundsOf, type Outline, pathText, type Step, subOutlines, thin } from './outline.ts';

type Shape = Extract<Drawn, { readonly kind: 'shape' }>;

/** What a screen may hold, with room left for what is drawn on top of it. */
const mostElements = 4500;
const mostCharacters = 700_000;
/** Steps written from where the last ended take so much of what they take from the corner. */
const relativeShare = 0.65;
const longestPath = limits.pathLength - 1000;
const deepestGroup = 12;

/** How much is given up to fit: lines of a kind become one path, corners nearer than `tolerance` go. At last the smallest shapes go. */
type Effort = { readonly isMerged: boolean; readonly tolerance: number };
const efforts: readonly Effort[] = [
  { isMerged: false, tolerance: 0 },
  { isMerged: true, tolerance: 0 },
  { isMerged: true, tolerance: 0.4 },
  { isMerged: true, tolerance: 0.8 },
];

/** The drawing within the limits of a screen: as it is where it fits, else simplified step by step; what goes is reported. */
export function fitDrawing(drawn: readonly Drawn[], { decimals, isMerged }: { readonly decimals: number; readonly isMerged: boolean }, report: ImportReport): readonly Drawn[] {
  const near = withinReach(drawn, report);
  const characterLimit = isMerged ? mostCharacters / relativeShare : mostCharacters;
  for (const [at, effort] of efforts.entries()) {
    if (isMerged && !effort.isMerged) continue;
    const losses = { long: 0 };
    let fitted = apply(near, effort, decimals, losses);
    let { elements, characters } = sizeOf(fitted);
    if (elements > mostElements || characters > characterLimit) {
      if (at < efforts.length - 1) continue;
      losses.long = 0;
      fitted = apply(withoutSmallest(near, effort.tolerance, characterLimit, report), effort, decimals, losses);
      ({ elements, characters } = sizeOf(fitted));
    }
    const kept = elements > mostElements ? cutOff(fitted, report) : fitted;
    if (effort.isMerged && !isMerged) report.changed('lines of a kind', 'put together to one path each, since a screen holds some thousands of elements', elements);
    if (effort.tolerance > 0) report.changed('outlines', `corners less than ${effort.tolerance} units off were left out, so that the screen stays readable`);
    if (losses.long > 0) report.leftOut('filled shapes', 'their outline is longer than a screen takes', losses.long);
    return kept;
  }
  return near;
}

/** Characters a path may have at most, and those it has mostly: a number is up to 10 long, mostly 6. */
const mostCharactersOf = (outline: Outline): number => outline.reduce((sum, { t }) => sum + (t === 'C' ? 66 : 22), 0);
const usualCharactersOf = (outline: Outline): number => outline.reduce((sum, { t }) => sum + (t === 'C' ? 38 : 12), 0);

function withinReach(drawn: readonly Drawn[], report: ImportReport): readonly Drawn[] {
  return drawn.flatMap((one): readonly Drawn[] => {
    if (one.kind === 'group') return [{ ...one, children: withinReach(one.children, report) }];
    const bounds = one.kind === 'shape' ? boundsOf(one.outline) : null;
    if (one.kind !== 'shape') return [one];
    if (bounds !== null && Math.max(-bounds.left, -bounds.top, bounds.right, bounds.bottom) < limits.coordinate * 0.99) return [one];
    report.leftOut('shapes', `they reach further than ${limits.coordinate} units`);
    return [];
  });
}

function apply(drawn: readonly Drawn[], effort: Effort, decimals: number, losses: { long: number }, depth = 0): readonly Drawn[] {
  const made: Drawn[] = [];
  for (const one of drawn) {
    if (one.kind === 'group') {
      const children = apply(one.children, effort, decimals, losses, depth + 1);
      const isNeeded = one.layer !== null || (depth < deepestGroup && (!effort.isMerged || one.hints.length > 0)) || one.data !== undefined;
      if (isNeeded && children.length > 0) made.push({ ...one, children });
      else for (const child of children) made.push(child);
    } else if (one.kind !== 'shape') made.push(one);
    else made.push(...whole(one, effort.tolerance, decimals, losses));
  }
  return effort.isMerged ? merged(made) : made;
}

/** The drawing with as many of its largest shapes as a screen holds, all words and all that is bound. */
function withoutSmallest(drawn: readonly Drawn[], tolerance: number, characterLimit: number, report: ImportReport): readonly Drawn[] {
  const shapes: { readonly shape: Shape; readonly size: number; readonly characters: number }[] = [];
  let left = characterLimit;
  const gather = (list: readonly Drawn[]): void => {
    for (const one of list) {
      if (one.kind === 'group') gather(one.children);
      else if (one.kind !== 'shape' || one.hints.length > 0 || one.data !== undefined) left -= sizeOf([one]).characters;
      else {
        const bounds = boundsOf(one.outline);
        const size = bounds === null ? 0 : Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top);
        const thinned = subOutlines(one.outline).flatMap((part) => thin(part, tolerance));
        shapes.push({ shape: one, size, characters: usualCharactersOf(thinned) + 4 });
      }
    }
  };
  gather(drawn);
  const kept = new Set<Drawn>();
  let smallest = 0;
  for (const { shape, size, characters } of shapes.sort((a, b) => b.size - a.size)) {
    left -= characters;
    if (left < 0) break;
    kept.add(shape);
    smallest = size;
  }
  if (kept.size < shapes.length) report.leftOut('shapes', `smaller than ${plainNumber(smallest, 1)} units, where the drawing has more than a screen holds; take a part of it to see them`, shapes.length - kept.size);
  const keep = (list: readonly Drawn[]): readonly Drawn[] =>
    list.flatMap((one): readonly Drawn[] => (one.kind === 'group' ? [{ ...one, children: keep(one.children) }] : one.kind !== 'shape' || kept.has(one) || one.hints.length > 0 || one.data !== undefined ? [one] : []));
  return keep(drawn);
}

/** A shape whose path is short enough: thinned, lines cut in pieces; a filled shape that cannot be is left out. */
function whole(shape: Shape, tolerance: number, decimals: number, losses: { long: number }): readonly Shape[] {
  const thinned = tolerance === 0 || shape.plain !== null ? shape : { ...shape, outline: subOutlines(shape.outline).flatMap((part) => thin(part, tolerance)) };
  if (thinned.plain !== null || mostCharactersOf(thinned.outline) <= longestPath || pathText(thinned.outline, decimals).length <= longestPath) return [thinned];
  if (isLineClass(shape.class)) return pieces(thinned.outline, decimals).map((outline, at) => ({ ...thinned, outline, hints: at === 0 ? shape.hints : [], id: at === 0 ? shape.id : null }));
  for (const rougher of [0.3, 0.6, 1.2, 2.5, 5]) {
    const outline = subOutlines(shape.outline).flatMap((part) => thin(part, rougher));
    if (pathText(outline, decimals).length <= longestPath) return [{ ...shape, outline }];
  }
  losses.long++;
  return [];
}

/** Lines cut where a path would grow too long; each piece begins where the one before ended. */
function pieces(outline: Outline, decimals: number): readonly Outline[] {
  const made: Step[][] = [[]];
  let length = 0;
  let at: Step | null = null;
  let start: Step | null = null;
  for (const step of outline) {
    const size = pathText([step], decimals).length + 4;
    if (length + size > longestPath && at !== null && at.t !== 'Z') {
      made.push(step.t === 'M' ? [] : [{ t: 'M', x: at.x, y: at.y }]);
      length = 20;
    }
    if (step.t === 'M') start = step;
    // A close would lead to where this piece begins.
    const next: Step = step.t === 'Z' && start?.t === 'M' && made.length > 1 ? { t: 'L', x: start.x, y: start.y } : step;
    made.at(-1)?.push(next);
    length += size;
    at = next;
  }
  return made.filter((piece) => piece.length > 1);
}

/** Lines of one class that follow each other, or stand in one layer without anything filled between them, as one path. */
function merged(drawn: readonly Drawn[]): readonly Drawn[] {
  const made: Drawn[] = [];
  const open = new Map<string, { at: number; length: number; outline: Step[] }>();
  const close = (): void => open.clear();
  for (const one of drawn) {
    if (one.kind !== 'shape' || !isLineClass(one.class) || one.hints.length > 0 || one.data !== undefined) {
      // What is filled covers what came before it: order matters from here.
      if (one.kind === 'group' || (one.kind === 'shape' && !isLineClass(one.class))) close();
      made.push(one);
      continue;
    }
    const length = mostCharactersOf(one.outline);
    const run = open.get(one.class);
    if (run !== undefined && run.length + length <= longestPath) {
      // A line that goes on where the last one ended needs no move.
      const [begin, end] = [one.outline[0], run.outline.at(-1)];
      const goesOn = !one.outline.some(({ t }) => t === 'Z') && begin?.t === 'M' && end !== undefined && end.t !== 'Z' && begin.x === end.x && begin.y === end.y;
      for (const [at, step] of one.outline.entries()) if (at > 0 || !goesOn) run.outline.push(step);
      run.length += length;
      made[run.at] = { kind: 'shape', outline: run.outline, class: one.class, plain: null, id: null, hints: [] };
    } else {
      open.set(one.class, { at: made.length, length, outline: [...one.outline] });
      made.push(one);
    }
  }
  return made;
}

function sizeOf(drawn: readonly Drawn[]): { elements: number; characters: number } {
  let [elements, characters] = [0, 0];
  for (const one of drawn) {
    elements++;
    if (one.kind === 'group') {
      const inner = sizeOf(one.children);
      elements += inner.elements;
      characters += inner.characters + 40;
    } else if (one.kind === 'shape') characters += one.plain === null ? usualCharactersOf(one.outline) + 40 : 90;
    else if (one.kind === 'text') characters += one.text.length + 80;
    else {
      elements += one.items.length;
      characters += 200;
    }
  }
  return { elements, characters };
}

/** What comes first stays. */
function cutOff(drawn: readonly Drawn[], report: ImportReport): readonly Drawn[] {
  const left = { elements: mostElements, characters: mostCharacters / relativeShare };
  const cut = (list: readonly Drawn[]): readonly Drawn[] =>
    list.flatMap((one): readonly Drawn[] => {
      if (one.kind === 'group') return left.elements-- > 0 ? [{ ...one, children: cut(one.children) }] : cut(one.children);
      const { elements, characters } = sizeOf([one]);
      if (left.elements < elements || left.characters < characters) {
        report.leftOut('shapes', 'the drawing has more than a screen holds; split it into several');
        return [];
      }
      left.elements -= elements;
      left.characters -= characters;
      return [one];
    });
  return cut(drawn);
}
