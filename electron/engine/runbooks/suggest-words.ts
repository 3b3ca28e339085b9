import MiniSearch, { type SearchOptions, type SearchResult } from 'minisearch';
import { type Runbook, stepsOf } from '#shared/model/runbook.ts';

/** Where a word of a runbook stands, from what says most of it to what says least. */
export const wordFields = ['id', 'title', 'symptoms', 'names', 'text'] as const;
export type WordField = (typeof wordFields)[number];

/** A word asked for, as it was found: the word of the runbook it stands for, and the best field of it. */
export type WordHit = { readonly asked: string; readonly found: string; readonly field: WordField };
export type WordMatch = { readonly runbook: string; readonly score: number; /** In the order they were asked for. */ readonly hits: readonly WordHit[] };

export type WordIndex = {
  /** Runbooks in which any of the words stands, best first. At most 20 words of the text are looked up. */
  search(text: string): readonly WordMatch[];
};

const mostWords = 20;
const longestWord = 60;

/** Words that say nothing of a fault. */
const empty = new Set(['a', 'an', 'and', 'are', 'as', 'at', 'be', 'by', 'for', 'from', 'has', 'if', 'in', 'is', 'it', 'its', 'no', 'not', 'of', 'on', 'or', 'that', 'the', 'then', 'there', 'this', 'to', 'until', 'was', 'what', 'when', 'where', 'with']);

/** Small letters without accents; tags whole and in their parts: PT-2312 is also pt and 2312. */
export function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words: string[] = [];
  for (const [word] of plain.matchAll(/[\p{L}\p{N}]+(?:[-.][\p{L}\p{N}]+)*/gu)) {
    const parts = word.split(/[-.]/);
    if (parts.length > 1) words.push(word.slice(0, longestWord));
    for (const part of parts) if (part.length > 1 && !empty.has(part)) words.push(part.slice(0, longestWord));
  }
  return words;
}

/** What is left of a word without the ending that number or tense give it. */
export const stemOf = (word: string): string => (/\d/.test(word) ? word : word.replace(/(?<=.{3})(?:ing|ed|es|s)$/, ''));

/** By the stem. A word is looked up as one: what makes words of a text must not take a tag apart once more. */
const exactly: SearchOptions = { tokenize: (word) => [word], processTerm: stemOf, boost: { id: 1, title: 0.75, symptoms: 0.75, names: 0.5, text: 0.25 } };
/** Beginnings of words, and words a slip of the finger away: a letter, from eight letters on two. A number is never meant for another. */
const roughly: SearchOptions = { ...exactly, processTerm: (word) => word, prefix: true, fuzzy: (word) => (/\d/.test(word) || word.length < 5 ? false : word.length < 8 ? 1 : 2) };

/** The words of a runbook, field by field; `at` is its place in the list. */
type Said = { readonly at: number } & Readonly<Record<WordField, readonly string[]>>;

/** Full text of a project's runbooks, in memory and offline; made again when one of them changes. */
export function indexWords(runbooks: readonly Runbook[]): WordIndex {
  const words = (runbook: Runbook, field: WordField): readonly string[] => wordsOf(textOf(runbook, field));
  const all = runbooks.map((runbook, at): Said => ({ at, id: words(runbook, 'id'), title: words(runbook, 'title'), symptoms: words(runbook, 'symptoms'), names: words(runbook, 'names'), text: words(runbook, 'text') }));
  // Words are made here and go in joined by blanks, so that what is found can be looked up among them again.
  const index = new MiniSearch<Said>({
    fields: [...wordFields],
    idField: 'at',
    extractField: (said, field) => (field === 'at' ? said.at : said[field as WordField].join(' ')),
    tokenize: (words) => words.split(' '),
    processTerm: (word) => [...new Set([word, stemOf(word)])],
  });
  index.addAll(all);

  /** Words that only resemble the one asked for count where no runbook has it, or another form of it. */
  const lookUp = (asked: string): readonly SearchResult[] => {
    const found = index.search(asked, exactly);
    return found.length > 0 || asked.length < 3 ? found : index.search(asked, roughly);
  };

  return {
    search(text) {
      const sums = new Map<number, { score: number; readonly hits: WordHit[] }>();
      for (const asked of new Set(wordsOf(text).slice(0, mostWords))) {
        for (const { id, score, match } of lookUp(asked)) {
          const sum = sums.get(id as number) ?? { score: 0, hits: [] };
          sum.score += score;
          sum.hits.push(hitOf(all[id as number] as Said, asked, match));
          sums.set(id as number, sum);
        }
      }
      return [...sums]
        .map(([at, { score, hits }]): WordMatch => ({ runbook: (runbooks[at] as Runbook).id, score, hits }))
        .toSorted((one, other) => other.score - one.score || (one.runbook < other.runbook ? -1 : 1));
    },
  };
}

/** The best field in which anything was found, and the word that stands there for it: the one asked for, if it does. */
function hitOf(said: Said, asked: string, match: SearchResult['match']): WordHit {
  const field = wordFields.find((one) => Object.values(match).some((fields) => fields.includes(one))) ?? 'text';
  const terms = new Set(Object.keys(match).filter((term) => match[term]?.includes(field)));
  const found = said[field].includes(asked) ? asked : said[field].find((word) => terms.has(word) || terms.has(stemOf(word)));
  return { asked, found: found ?? asked, field };
}

function textOf(runbook: Runbook, field: WordField): string {
  switch (field) {
    case 'id':
      return runbook.id;
    case 'title':
      return runbook.title;
    case 'symptoms':
      return runbook.symptoms.join(' ');
    case 'names':
      return [...runbook.assets, ...runbook.tags, ...runbook.alarms, ...runbook.kinds].join(' ');
    default: {
      const items = stepsOf(runbook).flatMap((step) => [step.title, step.before, ...step.items.map((item) => (item.kind === 'prose' ? item.markdown : item.kind === 'reading' ? item.name : item.text))]);
      return [runbook.intro, ...runbook.phases.flatMap(({ title, text, after }) => [title, text, after]), ...items].join(' ');
    }
  }
}
