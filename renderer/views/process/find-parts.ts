/** Something on a screen one can look for: what it is called by id, and in words. */
export type SearchedPart = { readonly label: string; readonly name: string; readonly element: Element; readonly asset: string | null; readonly tag: string | null };
export type FoundPart = SearchedPart;

/**
 * Parts in which each word of the text occurs, letters large or small: those whose id begins with it first, then those whose
 * id has it, then those named so; otherwise in the order of the drawing. Nothing for no text.
 */
export function findParts(parts: readonly SearchedPart[], text: string): readonly FoundPart[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const [first] = words;
  if (first === undefined) return [];
  const ranked = parts.flatMap((part, at) => {
    const label = part.label.toLowerCase();
    const all = `${label} ${part.name.toLowerCase()}`;
    if (!words.every((word) => all.includes(word))) return [];
    return [{ part, at, rank: label.startsWith(first) ? 0 : label.includes(first) ? 1 : 2 }];
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.at - b.at).map(({ part }) => part);
}
