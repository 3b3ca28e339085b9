/** What becomes of a hostile screen: no drawing at all, a part named and left out, left out without a word, or kept as plain words or numbers. */
export type Fate = 'refused' | 'named' | 'silent' | 'harmless';

/** One way to make a console do what a drawing must not. `svg` is a whole text; `templates` are those of its project. */
export type Trick = {
  readonly name: string;
  readonly svg: string;
  readonly fate: Fate;
  readonly templates?: Readonly<Record<string, string>>;
};

export const svgHead = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100"';
/** A whole screen with this content beside one good rectangle. */
export const screenOf = (content: string, head = svgHead): string => `<svg ${head}>\n<rect x="1" y="1" width="8" height="8"/>\n${content}\n</svg>`;

export const tricksOf = (fate: Fate, rows: readonly (readonly [name: string, content: string])[]): readonly Trick[] =>
  rows.map(([name, content]) => ({ name, svg: screenOf(content), fate }));
export const textsOf = (fate: Fate, rows: readonly (readonly [name: string, svg: string])[]): readonly Trick[] =>
  rows.map(([name, svg]) => ({ name, svg, fate }));
