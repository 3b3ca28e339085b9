import type { Stamp } from './brush.ts';
import { figureOf, type InkSprites, phases, quarters, rowOf, type Sprite } from './ink-sprites.ts';
import type { LentPart, PartGround } from './lent-part.ts';
import type { Tone } from './overlay-theme.ts';
import type { TextStyle } from './text-metrics.ts';

/** The number of a lane, as its line has it; asked only when a lane begins and ends. */
export type LaneNumber = {
  readonly handle: LentPart;
  written(): { readonly text: string; readonly style: TextStyle; readonly tone: Tone; readonly x: number; readonly y: number };
  /** The lane wrote this in its place. */
  follow(text: string): void;
};

/** The pointer of a bar of `length` units, which begins at `x`, `y`. */
export type LanePointer = {
  readonly handle: LentPart;
  readonly stamp: Stamp;
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly isVertical: boolean;
  readonly low: number;
  readonly high: number;
  /** The lane put it here, units along the bar. */
  follow(along: number): void;
};

/**
 * What the columns of a lane hold, side by side in memory: first of its number, in units of its last decimal, then of its
 * pointer, whose bar has the length 0 where there is none, then its figures from the last one to the first and its signs,
 * each with the pixel it stands on and its set.
 */
export const column = {
  factor: 0,
  /** The least and the most that are written in these places. */
  least: 1,
  most: 2,
  shown: 3,
  row: 4,
  digits: 5,
  signs: 6,
  left: 7,
  top: 8,
  right: 9,
  bottom: 10,
  low: 11,
  span: 12,
  length: 13,
  /** Where it is shown, quarters of a unit. */
  along: 14,
  pointer: 15,
  isUpright: 16,
  /** Pixels of a unit; where the bar begins, units; where those begin, pixels. */
  scale: 17,
  origin: 18,
  offset: 19,
  /** The pixel it stands on across the bar. */
  across: 20,
  /** What it covers wherever it stands, and its number likewise above. */
  barLeft: 21,
  barTop: 22,
  barRight: 23,
  barBottom: 24,
  figures: 25,
} as const;

/** Longer numbers are painted whole, and those with more digits than a whole number of 32 bits can hold. */
const [mostFigures, mostDigits] = [12, 9];
export const laneColumns = column.figures + 2 * mostFigures + 3;
const minus = '\u2212';

/** Pictures that may stand in one place: the ten figures of a face at one phase, a sign alone, a pointer at all its phases. */
type SpriteSet = { readonly sprites: readonly Sprite[]; readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
/** Sets by number. */
export type SpriteSets = { readonly list: SpriteSet[]; readonly numbers: Map<Sprite, number> };
export const newSpriteSets = (): SpriteSets => ({ list: [], numbers: new Map() });

/** The number of the set that begins with `first`, made where it is not known yet: no two sets have a first one in common. */
function numberOf({ list, numbers }: SpriteSets, first: Sprite, make: () => readonly Sprite[]): number {
  const known = numbers.get(first);
  if (known !== undefined) return known;
  const sprites = make();
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const sprite of sprites) {
    if (sprite.width === 0) continue;
    left = Math.min(left, sprite.left);
    top = Math.min(top, sprite.top);
    right = Math.max(right, sprite.left + sprite.width);
    bottom = Math.max(bottom, sprite.top + sprite.height);
  }
  const number = list.push({ sprites, left, top, right, bottom }) - 1;
  numbers.set(first, number);
  return number;
}

/** Lays out the figures as they are written now. False where another number of as many digits could not stand in their places. */
export function layOutNumber(columns: Float64Array, at: number, number: LaneNumber, decimals: number, ground: PartGround, sprites: LaneSprites, sets: SpriteSets): boolean {
  const { text, style, tone, x, y } = number.written();
  const { place } = ground.host;
  if (place === null || text.length > mostFigures) return false;
  const face = sprites.faceOf(style, tone, place.a);
  if (!face.isEven()) return false;
  const isDigit = (index: number): boolean => figureOf(text.charCodeAt(index)) >= 0 && figureOf(text.charCodeAt(index)) < 10;
  let digits = 0;
  for (let index = 0; index < text.length; index++) if (isDigit(index)) digits++;
  const whole = digits - decimals;
  if (whole < 1 || digits > mostDigits) return false;
  const row = rowOf(place, y);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  let [next, before, signs] = [x, digits, 0];
  for (let index = 0; index < text.length; index++) {
    const figure = figureOf(text.charCodeAt(index));
    if (figure < 0) return false;
    const q = quarters(place.a * next + place.e);
    const phase = q & (phases - 1);
    const number = figure < 10 ? numberOf(sets, face.figure(0, phase), () => Array.from({ length: 10 }, (_, digit) => face.figure(digit, phase))) : numberOf(sets, face.figure(figure, phase), () => [face.figure(figure, phase)]);
    const cell = at + column.figures + 2 * (figure < 10 ? --before : digits + signs++);
    columns[cell] = q >> 2;
    columns[cell + 1] = number;
    const set = sets.list[number] as SpriteSet;
    left = Math.min(left, (q >> 2) + set.left);
    right = Math.max(right, (q >> 2) + set.right);
    top = Math.min(top, row + set.top);
    bottom = Math.max(bottom, row + set.bottom);
    next += face.advance(figure);
  }
  const end = 10 ** digits - 1;
  const begin = whole === 1 ? 0 : 10 ** (digits - 1);
  const isNegative = text.startsWith(minus);
  columns[at + column.factor] = 10 ** decimals;
  // Nought has no sign.
  columns[at + column.least] = isNegative ? -end : begin;
  columns[at + column.most] = isNegative ? -Math.max(1, begin) : end;
  columns[at + column.row] = row;
  columns[at + column.digits] = digits;
  columns[at + column.signs] = signs;
  columns[at + column.left] = left;
  columns[at + column.top] = top;
  columns[at + column.right] = right;
  columns[at + column.bottom] = bottom;
  return isWithin(ground, left, top, right, bottom);
}

/** The same for a pointer, wherever along its bar it will stand. */
export function layOutPointer(columns: Float64Array, at: number, hand: LanePointer, ground: PartGround, sprites: LaneSprites, sets: SpriteSets): boolean {
  const { place } = ground.host;
  if (place === null) return false;
  const { isVertical, stamp, x, y } = hand;
  const { a, e, f } = place;
  const still = quarters(isVertical ? a * x + e : a * y + f);
  const phase = still & (phases - 1);
  const phaseOf = (moving: number): Sprite => (isVertical ? sprites.stamp(stamp, a, phase, moving) : sprites.stamp(stamp, a, moving, phase));
  const set = numberOf(sets, phaseOf(0), () => Array.from({ length: phases }, (_, moving) => phaseOf(moving)));
  columns[at + column.low] = hand.low;
  columns[at + column.span] = hand.high - hand.low;
  columns[at + column.length] = hand.length;
  columns[at + column.pointer] = set;
  columns[at + column.isUpright] = isVertical ? 1 : 0;
  columns[at + column.scale] = a;
  columns[at + column.origin] = isVertical ? y : x;
  columns[at + column.offset] = isVertical ? f : e;
  columns[at + column.across] = still >> 2;
  const [first, last] = [0, 4 * hand.length].map((along) => pointerPixel(columns, at, along)) as [number, number];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  // At each end every phase that is reached there.
  for (let q = first; q <= last; q = q === first + phases - 1 ? Math.max(q + 1, last - phases + 1) : q + 1) {
    const sprite = (sets.list[set] as SpriteSet).sprites[q & (phases - 1)] as Sprite;
    const [px, py] = isVertical ? [still >> 2, q >> 2] : [q >> 2, still >> 2];
    left = Math.min(left, px + sprite.left);
    top = Math.min(top, py + sprite.top);
    right = Math.max(right, px + sprite.left + sprite.width);
    bottom = Math.max(bottom, py + sprite.top + sprite.height);
  }
  columns[at + column.barLeft] = left;
  columns[at + column.barTop] = top;
  columns[at + column.barRight] = right;
  columns[at + column.barBottom] = bottom;
  return isWithin(ground, left, top, right, bottom);
}

/** Quarters of a pixel at which a pointer this far along its bar stands; `along` in quarters of a unit. */
export function pointerPixel(columns: Float64Array, at: number, along: number): number {
  return quarters((columns[at + column.scale] as number) * ((columns[at + column.origin] as number) + along / 4) + (columns[at + column.offset] as number));
}

type LaneSprites = Pick<InkSprites, 'faceOf' | 'stamp'>;

/** Beyond its rectangle a lane would take away what is another's. */
const isWithin = (ground: PartGround, x0: number, y0: number, x1: number, y1: number): boolean =>
  x0 >= ground.x0 && y0 >= ground.y0 && x1 <= ground.x1 && y1 <= ground.y1;
