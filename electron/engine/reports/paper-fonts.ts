import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export type PaperFace = 'regular' | 'strong';

/**
 * Path of Inter, regular or semibold, as TrueType of all its letters (SIL Open Font Licence 1.1): °, µ, ³, ≥, → and − are in
 * it, which a viewer's own faces may lack. In a bundle the files lie in `fonts/` beside ours, else in their package.
 */
export function facePath(face: PaperFace): string {
  const path = face === 'regular' ? '400Regular/Inter_400Regular.ttf' : '600SemiBold/Inter_600SemiBold.ttf';
  const bundled = new URL(`./fonts/${path.slice(path.indexOf('/') + 1)}`, import.meta.url);
  return existsSync(bundled) ? fileURLToPath(bundled) : createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${path}`);
}
