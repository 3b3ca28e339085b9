import { limits } from '../limits.ts';
import { ModelRefused, makeSmaller } from '../model-refused.ts';
import { type Cursor, readNumber, restOfLine, skipSpace, skipWord, startsWord } from './ascii-words.ts';
import type { StlSolid } from './stl-solid.ts';

/**
 * Solids of an STL file as text. Only `solid`, `vertex`, `endfacet` and `endsolid` are looked at: the words between them
 * say nothing more. No text is made of a number that can be read byte by byte: 125 MB are read, or refused at their
 * last line, in a second or less.
 */
export function readAsciiStl(bytes: Uint8Array, take: (count: number) => void): StlSolid[] {
  const solids: StlSolid[] = [];
  // A triangle takes 60 characters at least: no more can be in the file than that.
  const room = Math.min(limits.triangles, Math.ceil(bytes.length / 60) + 1) * 9;
  take(room * 4);
  const numbers = new Float32Array(room);
  let first = 0;
  let filled = 0;
  let name: string | undefined;
  let isEnded = false;
  const close = (): void => {
    if (filled > first) solids.push({ name, corners: numbers.slice(first, filled) });
    first = filled;
  };
  const cursor: Cursor = { bytes, at: 0 };
  for (skipSpace(cursor); cursor.at < bytes.length; skipSpace(cursor)) {
    if (startsWord(cursor, words.vertex)) {
      if (filled + 3 > room) throw new ModelRefused(`it has more than ${limits.triangles.toLocaleString('en')} triangles`, makeSmaller);
      for (let n = 0; n < 3; n += 1) numbers[filled + n] = coordinate(cursor);
      filled += 3;
    } else if (startsWord(cursor, words.endfacet)) {
      if ((filled - first) % 9 !== 0) throw new ModelRefused(`the facet that ends in line ${lineOf(cursor)} of it has not three corners`);
    } else if (startsWord(cursor, words.endsolid)) {
      isEnded = true;
      restOfLine(cursor);
    } else if (startsWord(cursor, words.solid)) {
      close();
      isEnded = false;
      name = restOfLine(cursor);
      if (solids.length > limits.nodes) throw new ModelRefused('it has too many solids');
    } else skipWord(cursor);
  }
  if ((filled - first) % 9 !== 0) throw new ModelRefused('it ends within a facet');
  if (!isEnded) throw new ModelRefused('it does not end with “endsolid”: part of it is missing');
  close();
  return solids;
}

const letters = (word: string): Uint8Array => Uint8Array.from(word, (letter) => letter.charCodeAt(0));
const words = { vertex: letters('vertex'), endfacet: letters('endfacet'), endsolid: letters('endsolid'), solid: letters('solid') };

function coordinate(cursor: Cursor): number {
  skipSpace(cursor);
  const from = cursor.at;
  const value = readNumber(cursor);
  if (!Number.isNaN(value)) return value;
  const word = String.fromCharCode(...cursor.bytes.subarray(from, Math.min(cursor.at, from + 20)));
  throw new ModelRefused(`line ${lineOf(cursor)} of it has a vertex with “${word}” for a number`);
}

/** Counted only for the sentence of a refusal. */
function lineOf({ bytes, at }: Cursor): number {
  let line = 1;
  for (let before = bytes.indexOf(10); before >= 0 && before < at; before = bytes.indexOf(10, before + 1)) line += 1;
  return line;
}
