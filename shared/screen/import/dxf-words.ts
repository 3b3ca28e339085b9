import { type Affine, mapPoint } from '../edit/affine.ts';
import type { Drawn } from './drawn.ts';
import { inPlane } from './dxf-outline.ts';
import { wordsHints } from './label-hints.ts';
import { type DxfEntity, numberOf, textOf } from './read-dxf.ts';

type Words = Extract<Drawn, { readonly kind: 'text' }>;

/** Words of a TEXT, ATTRIB or MTEXT, a line each, in the units of the screen; `map` leads there from the drawing's (y up). */
export function wordsOf(entity: DxfEntity, map: Affine, isHidden: boolean): Words[] {
  if (isHidden) return [];
  const isBlock = entity.type === 'MTEXT';
  const place = inPlane(entity, !isBlock);
  if (place === null) return [];
  const lines = isBlock ? blockLines(entity) : [plainText(rawText(entity))];
  const height = Math.abs(numberOf(entity, 40, 1)) || 1;
  const { x, y, anchor, lift } = isBlock ? blockPlace(entity, lines.length) : linePlace(entity);
  const angle = turnOf(entity, isBlock);
  const scale = Math.sqrt(Math.abs(map.a * map.d - map.b * map.c));
  const spacing = height * 1.5 * (numberOf(entity, 44, 1) || 1);
  return lines.flatMap((text, at): Words[] => {
    if (text === '') return [];
    // Lines go down the drawing, at right angles to how they are turned.
    const down = at * spacing - lift * height;
    const own = mapPoint(place, x + Math.sin(angle) * down, y - Math.cos(angle) * down);
    const on = mapPoint(map, own.x, own.y);
    const along = mapPoint({ ...map, e: 0, f: 0 }, Math.cos(angle), Math.sin(angle));
    return [{ kind: 'text', x: on.x, y: on.y, anchor, angle: upright((Math.atan2(along.y, along.x) * 180) / Math.PI), size: height * scale, text: text.slice(0, 300), class: 'label', id: null, hints: wordsHints(text) }];
  });
}

/** Nobody reads words upside down. */
const upright = (angle: number): number => (angle > 90.5 ? angle - 180 : angle < -90.5 ? angle + 180 : angle);

/** An MTEXT longer than 250 characters comes in pieces of 3, the last in 1. */
function rawText(entity: DxfEntity): string {
  if (entity.type !== 'MTEXT') return textOf(entity, 1);
  return entity.codes.map((code, at) => (code === 3 || code === 1 ? entity.values[at] : '')).join('');
}

function linePlace(entity: DxfEntity): { x: number; y: number; anchor: Words['anchor']; lift: number } {
  const across = numberOf(entity, 72, 0);
  const up = numberOf(entity, entity.type === 'ATTRIB' || entity.type === 'ATTDEF' ? 74 : 73, 0);
  // Aligned and fitted words (3, 5) begin at the first point; others stand at the second where they are adjusted.
  const isAdjusted = (across !== 0 || up !== 0) && across !== 3 && across !== 5 && entity.codes.includes(11);
  const [x, y] = isAdjusted ? [numberOf(entity, 11, 0), numberOf(entity, 21, 0)] : [numberOf(entity, 10, 0), numberOf(entity, 20, 0)];
  const anchor = across === 1 || across === 4 ? 'middle' : across === 2 ? 'end' : 'start';
  // What stands by its middle or top has its line below.
  return { x, y, anchor, lift: across === 4 || up === 2 ? -0.5 : up === 3 ? -1 : 0 };
}

function blockPlace(entity: DxfEntity, count: number): { x: number; y: number; anchor: Words['anchor']; lift: number } {
  const attachment = Math.min(9, Math.max(1, numberOf(entity, 71, 1)));
  const column = (attachment - 1) % 3;
  const row = Math.floor((attachment - 1) / 3);
  const block = 1 + (count - 1) * 1.5;
  return { x: numberOf(entity, 10, 0), y: numberOf(entity, 20, 0), anchor: column === 0 ? 'start' : column === 1 ? 'middle' : 'end', lift: row === 0 ? -1 : row === 1 ? block / 2 - 1 : block - 1 };
}

/** Radians. */
function turnOf(entity: DxfEntity, isBlock: boolean): number {
  if (isBlock && entity.codes.includes(11)) return Math.atan2(numberOf(entity, 21, 0), numberOf(entity, 11, 1));
  return (numberOf(entity, 50, 0) * Math.PI) / 180;
}

/** `%%c` and the like, and letters by number. */
function plainText(text: string): string {
  return text
    .replace(/%%[cC]/g, '⌀')
    .replace(/%%[dD]/g, '°')
    .replace(/%%[pP]/g, '±')
    .replace(/%%[uUoOkK]/g, '')
    .replace(/%%(\d{3})/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/%%%/g, '%')
    .replace(/\\U\+([0-9A-Fa-f]{4})/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/\\M\+\d[0-9A-Fa-f]{4}/g, '?')
    .trim();
}

/** The lines of an MTEXT without what says how it looks. */
function blockLines(entity: DxfEntity): string[] {
  const text = rawText(entity)
    .slice(0, 20_000)
    .replace(/\\\\/g, '\u0001')
    .replace(/\\([{}])/g, (_, brace: string) => (brace === '{' ? '\u0002' : '\u0003'))
    .replace(/\\S([^;^#/]{0,100})[\^#/]([^;]{0,100});/g, '$1/$2')
    .replace(/\\[ACFHQTWfp][^;\\]{0,200};/g, '')
    .replace(/\\[LlOoKk]/g, '')
    .replace(/\\~/g, ' ')
    .replace(/[{}]/g, '')
    .replace(/\^[IJM]/g, ' ');
  return text
    .split(/\\[PX]/)
    .slice(0, 200)
    .map((line) => plainText(line).replaceAll('\u0001', '\\').replaceAll('\u0002', '{').replaceAll('\u0003', '}'));
}
