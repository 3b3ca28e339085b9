import { limits } from '../allow-list.ts';
import { isLineClass } from './drawing-class.ts';
import type { Drawn } from './drawn.ts';
import type { ImportReport } from './import-model.ts';
import { boundsOf, type Outline, pathText, type Step, subOutlines, thin } from './outline.ts';

type Shape = Extract<Drawn, { readonly kind: 'shape' }>;

/** What a screen may hold, with room left for what is drawn on top of it. */
const mostElements = 4500;
const mostCharacters = 700_000;
const longestPath = limits.pathLength - 1000;
const deepestGroup = 12;

/** How much is given up to fit: lines of a kind become one path, corners nearer than `tolerance` go, shapes smaller than `smallest` go. */
type Effort = { readonly isMerged: boolean; readonly tolerance: number; readonly smallest: number };
const efforts: readonly Effort[] = [
  { isMerged: false, tolerance: 0, smallest: 0 },
  { isMerged: true, tolerance: 0, smallest: 0 },
  { isMerged: true, tolerance: 0.4, smallest: 0 },
  { isMerged: true, tolerance: 0.8, smallest: 2 },
  { isMerged: true, tolerance: 1.5, smallest: 5 },
  { isMerged: true, tolerance: 2.5, smallest: 10 },
  { isMerged: true, tolerance: 4, smallest: 20 },
];

/** The drawing within the limits of a screen: as it is where it fits, else simplified step by step; what goes is reported. */
export function fitDrawing(drawn: readonly Drawn[], { decimals, isMerged }: { readonly decimals: number; readonly isMerged: boolean }, report: ImportReport): readonly Drawn[] {
  const near = withinReach(drawn, report);
  for (const [at, effort] of efforts.entries()) {
    if (isMerged && !effort.isMerged) continue;
    const losses = { small: 0, long: 0 };
    const fitted = apply(near, effort, decimals, losses);
    const { elements, characters } = sizeOf(fitted);
    const isLast = at === efforts.length - 1;
    if (!isLast && (elements > mostElements || characters > mostCharacters)) continue;
    const kept = elements > mostElements || characters > mostCharacters ? cutOff(fitted, report) : fitted;
    if (effort.isMerged && !isMerged) report.changed('lines of a kind', 'put together to one path each, since a screen holds some thousands of elements', elements);
    if (effort.tolerance > 0) report.changed('outlines', `corners less than ${effort.tolerance} units off were left out, so that the screen stays readable`);
    if (losses.small > 0) report.leftOut('shapes', `smaller than ${effort.smallest} units, where the drawing has more than a screen holds`, losses.small);
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

function apply(drawn: readonly Drawn[], effort: Effort, decimals: number, losses: { small: number; long: number }, depth = 0): readonly Drawn[] {
  const made: Drawn[] = [];
  for (const one of drawn) {
    if (one.kind === 'group') {
      const children = apply(one.children, effort, decimals, losses, depth + 1);
      const isNeeded = one.layer !== null || (depth < deepestGroup && (!effort.isMerged || one.hints.length > 0)) || one.data !== undefined;
      if (isNeeded && children.length > 0) made.push({ ...one, children });
      else for (const child of children) made.push(child);
    } else if (one.kind !== 'shape') made.push(one);
    else if (isSmall(one, effort.smallest)) losses.small++;
    else made.push(...whole(one, effort.tolerance, decimals, losses));
  }
  return effort.isMerged ? merged(made) : made;
}

function isSmall({ outline, hints, data }: Shape, smallest: number): boolean {
  const bounds = smallest === 0 || hints.length > 0 || data !== undefined ? null : boundsOf(outline);
  return bounds !== null && Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top) < smallest;
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
      for (const step of one.outline) run.outline.push(step);
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
  const left = { elements: mostElements, characters: mostCharacters };
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
