import type { XmlElement } from './xml-reader.ts';

/** What of a part an expression may set. */
export const bindingTargets = [
  'text',
  'visible',
  'state',
  'level',
  'enabled',
  'x',
  'y',
  'width',
  'height',
  'rotate',
  'scale',
  'opacity',
] as const;
export type BindingTarget = (typeof bindingTargets)[number];

/** The looks of a state; colours are the console's. `on` is bright, `off` dark, `fault` is dark with a heavy edge, never an alarm colour. */
export const stateLooks = ['off', 'on', 'moving', 'fault', 'out-of-service', 'plain'] as const;
export type StateLook = (typeof stateLooks)[number];

/** `data-bind-TARGET="EXPRESSION"`. */
export type ScreenBinding = {
  readonly target: BindingTarget;
  /** In the language of `shared/expressions`; for `text` also one bare `{TAG}` of any type. */
  readonly expression: string;
  /** For `text`: digits behind the point; null: those of the tag, else 1. */
  readonly decimals: number | null;
  /** For `text`: unit behind the number; null: that of a bare tag, else none. */
  readonly unit: string | null;
  /** For `text`: words for whole numbers, `data-words="0:off 1:on"`. Empty: the number, or the tag's own word. */
  readonly words: ReadonlyMap<number, string>;
  /** For `state`: looks for whole numbers, `data-states="0:off 1:on"`. */
  readonly states: ReadonlyMap<number, StateLook>;
};

const isTarget = (name: string): name is BindingTarget => (bindingTargets as readonly string[]).includes(name);
const isLook = (name: string): name is StateLook => (stateLooks as readonly string[]).includes(name);
const noWords: ReadonlyMap<number, string> = new Map();
const noStates: ReadonlyMap<number, StateLook> = new Map();
const maxEntries = 64;
const maxExpression = 4000;
/** Longest text of words or looks, in characters; anything longer is refused before it is read. */
const maxPairs = 2000;
/** Names that older drawings and the symbols' own states use. */
const otherNames: ReadonlyMap<string, StateLook> = new Map([
  ['running', 'on'],
  ['open', 'on'],
  ['stopped', 'off'],
  ['shut', 'off'],
  ['tripped', 'fault'],
]);

const filledShapes = new Set(['rect', 'circle', 'ellipse', 'polygon', 'path']);

/** Why a part cannot have this binding, in words; null where it can. `name` is the SVG element, or `symbol`. */
function misfit(name: string, target: BindingTarget, hasLink: boolean): string | null {
  if (name === 'tspan') return target === 'text' ? null : 'a <tspan> takes data-bind-text only';
  if (target === 'text') return name === 'text' ? null : 'only <text> and <tspan> have a text';
  if (target === 'width' || target === 'height') return name === 'rect' ? null : `only <rect> has a ${target}`;
  if (target === 'level') return filledShapes.has(name) ? null : 'only <rect>, <circle>, <ellipse>, <polygon> and <path> can be filled';
  if (target === 'enabled') return hasLink ? null : 'it opens nothing: data-screen or data-popup is missing';
  return null;
}

/** The bindings of one element. What is wrong with one is told to `refuse` in words, and that one is left out. */
export function readBindings(element: XmlElement, name: string, refuse: (message: string) => void): readonly ScreenBinding[] {
  const found: ScreenBinding[] = [];
  const { attributes } = element;
  const hasLink = name === 'symbol' || attributes.has('data-screen') || attributes.has('data-popup');
  for (const [attribute, expression] of attributes) {
    if (!attribute.startsWith('data-bind-')) continue;
    const target = attribute.slice('data-bind-'.length);
    if (!isTarget(target)) {
      refuse(`${attribute.slice(0, 60)} is left out: there are data-bind- ${bindingTargets.join(', ')}`);
      continue;
    }
    const fault = expression.length > maxExpression ? `its expression is longer than ${maxExpression} characters` : misfit(name, target, hasLink);
    if (fault !== null) {
      refuse(`${attribute} is left out: ${fault}`);
      continue;
    }
    const states = target === 'state' ? readStates(attributes.get('data-states'), refuse) : noStates;
    if (states === null) continue;
    found.push({
      target,
      expression,
      decimals: target === 'text' ? readDecimals(attributes.get('data-decimals'), refuse) : null,
      unit: target === 'text' ? (attributes.get('data-unit')?.slice(0, 24) ?? null) : null,
      words: target === 'text' ? readWords(attributes.get('data-words'), refuse) : noWords,
      states,
    });
  }
  return found;
}

function readDecimals(text: string | undefined, refuse: (message: string) => void): number | null {
  if (text === undefined) return null;
  if (/^[0-6]$/.test(text.trim())) return Number(text);
  refuse(`data-decimals="${text.slice(0, 20)}" is left out: 0 to 6 is expected`);
  return null;
}

/**
 * `0:off 1:in work; 2:on` as pairs: a number with its colon begins an entry, what follows up to the next is its word; a
 * semicolon at its end is left out. Null where the text is none of that or too long.
 */
export function readPairs(text: string): ReadonlyMap<number, string> | null {
  if (text.length > maxPairs) return null;
  const pairs = new Map<number, string>();
  const parts = text.trim().split(/(?:^|\s+)(-?\d{1,9}):/);
  if (parts[0] !== '' || parts.length < 3) return null;
  for (let at = 1; at + 1 < parts.length && pairs.size < maxEntries; at += 2) pairs.set(Number(parts[at]), (parts[at + 1] as string).trim().replace(/;$/, '').slice(0, 60));
  return pairs;
}

function readWords(text: string | undefined, refuse: (message: string) => void): ReadonlyMap<number, string> {
  if (text === undefined) return noWords;
  const words = readPairs(text);
  if (words === null) refuse('data-words is left out: it is written "0:off 1:on"');
  return words ?? noWords;
}

function readStates(text: string | undefined, refuse: (message: string) => void): ReadonlyMap<number, StateLook> | null {
  const pairs = text === undefined ? new Map([[0, 'off'], [1, 'on']]) : readPairs(text);
  if (pairs === null) {
    refuse('data-bind-state is left out: data-states is written "0:off 1:on 2:moving"');
    return null;
  }
  const states = new Map<number, StateLook>();
  for (const [value, word] of pairs) {
    const look = isLook(word) ? word : otherNames.get(word);
    if (look === undefined) {
      refuse(`data-bind-state is left out: "${word.slice(0, 40)}" is no look; there are ${stateLooks.join(', ')}`);
      return null;
    }
    states.set(value, look);
  }
  return states;
}
