/** Keeps a new text for the next start. */
export type KeepText = (index: number, text: string) => void;

/** Texts and the numbers they travel under in batches. A text keeps its number for ever; numbers count from 0. */
export type TextTable = {
  indexOf(text: string): number;
  /** '' for a number nobody gave. */
  text(index: number): string;
  readonly size: number;
  slice(from: number): readonly string[];
};

const maxTextLength = 4000;
/** A device that counts in a text would fill memory for ever: beyond this many, new texts share one entry that says so. */
const maxTexts = 500_000;

export function createTextTable(known: readonly string[], keep: KeepText): TextTable {
  const texts = [...known];
  const index = new Map(texts.map((text, at) => [text, at] as const));
  const add = (text: string): number => {
    const at = texts.length;
    texts.push(text);
    index.set(text, at);
    keep(at, text);
    return at;
  };
  return {
    indexOf(text) {
      const cut = text.length > maxTextLength ? text.slice(0, maxTextLength) : text;
      const found = index.get(cut);
      if (found !== undefined) return found;
      if (texts.length < maxTexts) return add(cut);
      const full = 'text table full';
      return index.get(full) ?? add(full);
    },
    text: (at) => texts[at] ?? '',
    get size() {
      return texts.length;
    },
    slice: (from) => texts.slice(from),
  };
}
