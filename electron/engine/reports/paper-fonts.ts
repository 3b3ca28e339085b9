import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export type PaperFace = 'regular' | 'strong';

/**
 * Path of Inter, regular or semibold, as TrueType of all its letters (SIL Open Font Licence 1.1): °, µ, ³, ≥, → and − are in
 * it, which a viewer's own faces may lack. In a bundle the files lie in `fonts/` beside ours, else in their package.
 */
function facePath(face: PaperFace): string {
  const path = face === 'regular' ? '400Regular/Inter_400Regular.ttf' : '600SemiBold/Inter_600SemiBold.ttf';
  const bundled = new URL(`./fonts/${path.slice(path.indexOf('/') + 1)}`, import.meta.url);
  return existsSync(bundled) ? fileURLToPath(bundled) : createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${path}`);
}

/**
 * The face without its rules of substitution and of moving letters by their neighbours. A 7 drawn nearer to the point behind it is
 * taken for the end of a word by programs that read PDF: figures and hashes are to be copied as they were written.
 */
export const readFace = (face: PaperFace): Buffer<ArrayBuffer> => withoutTable(withoutTable(readFileSync(facePath(face)), 'GSUB'), 'GPOS');

/** A font whose directory does not name one of its tables any more (OpenType specification 1.9, "Organization of an OpenType font", as known from secondary texts). */
function withoutTable(font: Buffer<ArrayBuffer>, name: string): Buffer<ArrayBuffer> {
  const [head, entry] = [12, 16];
  const count = font.readUInt16BE(4);
  for (let at = 0; at < count; at++) {
    const from = head + at * entry;
    if (font.toString('latin1', from, from + 4) !== name) continue;
    font.copyWithin(from, from + entry, head + count * entry);
    font.writeUInt16BE(count - 1, 4);
    return font;
  }
  return font;
}
