import { limits } from '../limits.ts';
import { ModelRefused, makeSmaller } from '../model-refused.ts';
import type { StlSolid } from './stl-solid.ts';

const longestWord = 60;

/** Solids of an STL file as text. Only `solid`, `vertex`, `endfacet` and `endsolid` are looked at: the words between them say nothing more. */
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
  const words = wordsOf(bytes);
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === 'solid') {
      close();
      isEnded = false;
      name = words.restOfLine();
      if (solids.length > limits.nodes) throw new ModelRefused('it has too many solids');
    } else if (word === 'endsolid') {
      isEnded = true;
      words.restOfLine();
    } else if (word === 'vertex') {
      if (filled + 3 > room) throw new ModelRefused(`it has more than ${limits.triangles} triangles`, makeSmaller);
      for (let n = 0; n < 3; n += 1) {
        const text = words.next();
        const value = text === null || text === '' ? Number.NaN : Number(text);
        if (Number.isNaN(value)) throw new ModelRefused(`line ${words.line()} of it has a vertex with “${(text ?? '').slice(0, 20)}” for a number`);
        numbers[filled + n] = value;
      }
      filled += 3;
    } else if (word === 'endfacet' && (filled - first) % 9 !== 0) throw new ModelRefused(`the facet that ends in line ${words.line()} of it has not three corners`);
  }
  if ((filled - first) % 9 !== 0) throw new ModelRefused('it ends within a facet');
  if (!isEnded) throw new ModelRefused('it does not end with “endsolid”: part of it is missing');
  close();
  return solids;
}

type Words = { /** The next word, in small letters; null at the end. */ next(): string | null; restOfLine(): string; line(): number };

function wordsOf(bytes: Uint8Array): Words {
  let at = 0;
  let line = 1;
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  return {
    next() {
      while (at < bytes.length && (bytes[at] ?? 0) <= 32) {
        if (bytes[at] === 10) line += 1;
        at += 1;
      }
      if (at >= bytes.length) return null;
      const from = at;
      while (at < bytes.length && (bytes[at] ?? 0) > 32) at += 1;
      // A word longer than any that means something is passed over as one that means nothing.
      return text(from, Math.min(at, from + longestWord)).toLowerCase();
    },
    restOfLine() {
      const from = at;
      while (at < bytes.length && bytes[at] !== 10) at += 1;
      return new TextDecoder().decode(bytes.subarray(from, Math.min(at, from + limits.nameLength * 4))).trim();
    },
    line: () => line,
  };
}
