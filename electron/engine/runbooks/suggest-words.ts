import { type Runbook, stepsOf } from '#shared/model/runbook.ts';

/** Where a word of a runbook stands, from what says most of it to what says least. */
export const wordFields = ['id', 'title', 'symptoms', 'names', 'text'] as const;
export type WordField = (typeof wordFields)[number];
const weightOf: Readonly<Record<WordField, number>> = { id: 4, title: 3, symptoms: 3, names: 2, text: 1 };

/** A word asked for, as it was found: the word of the runbook it stands for, and the best field of it. */
export type WordHit = { readonly asked: string; readonly found: string; readonly field: WordField };
export type WordMatch = { readonly runbook: string; readonly score: number; /** In the order they were asked for. */ readonly hits: readonly WordHit[] };

export type WordIndex = {
  /** Runbooks in which any of the words stands, best first. At most 20 words of the text are looked up. */
  search(text: string): readonly WordMatch[];
};

const mostWords = 20;
const longestWord = 60;
/** Saturation and length of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009; from common knowledge, not read again). */
const k = 1.2;
const b = 0.75;

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

type Posting = { readonly doc: number; weight: number; field: WordField };

/** Full text of a project's runbooks, in memory and offline; made again when one of them changes. */
export function indexWords(runbooks: readonly Runbook[]): WordIndex {
  const postings = new Map<string, Posting[]>();
  const byStem = new Map<string, Set<string>>();
  const lengths = runbooks.map((runbook, doc) => {
    let length = 0;
    for (const field of wordFields) {
      for (const word of wordsOf(textOf(runbook, field))) {
        length++;
        addWord(postings, byStem, word, doc, field);
      }
    }
    return length;
  });
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);

  /** The words of the index a word asked for may stand for, with how well: the same, the same stem, a beginning, one letter off. */
  const meant = (word: string): ReadonlyMap<string, number> => {
    const found = new Map<string, number>();
    if (postings.has(word)) found.set(word, 1);
    for (const other of byStem.get(stemOf(word)) ?? []) if (!found.has(other)) found.set(other, 0.8);
    if (found.size > 0 || word.length < 3) return found;
    for (const other of postings.keys()) {
      if (other.startsWith(word)) found.set(other, 0.6);
      else if (word.length > 4 && !/\d/.test(word) && isOneOff(stemOf(word), stemOf(other))) found.set(other, 0.4);
    }
    return found;
  };

  return {
    search(text) {
      const scores = new Map<number, { score: number; readonly hits: WordHit[] }>();
      for (const asked of new Set(wordsOf(text).slice(0, mostWords))) {
        const best = new Map<number, { score: number; readonly hit: WordHit }>();
        for (const [found, likeness] of meant(asked)) {
          const list = postings.get(found) ?? [];
          const rarity = Math.log(1 + (runbooks.length - list.length + 0.5) / (list.length + 0.5));
          for (const { doc, weight, field } of list) {
            const long = 1 - b + b * ((lengths[doc] as number) / Math.max(1, meanLength));
            const score = likeness * rarity * ((weight * (k + 1)) / (weight + k * long));
            if (score > (best.get(doc)?.score ?? 0)) best.set(doc, { score, hit: { asked, found, field } });
          }
        }
        for (const [doc, { score, hit }] of best) {
          const sum = scores.get(doc) ?? { score: 0, hits: [] };
          sum.score += score;
          sum.hits.push(hit);
          scores.set(doc, sum);
        }
      }
      return [...scores]
        .map(([doc, { score, hits }]): WordMatch => ({ runbook: (runbooks[doc] as Runbook).id, score, hits }))
        .toSorted((one, other) => other.score - one.score || (one.runbook < other.runbook ? -1 : 1));
    },
  };
}

function addWord(postings: Map<string, Posting[]>, byStem: Map<string, Set<string>>, word: string, doc: number, field: WordField): void {
  let list = postings.get(word);
  if (list === undefined) {
    postings.set(word, (list = []));
    const stem = stemOf(word);
    const same = byStem.get(stem);
    if (same === undefined) byStem.set(stem, new Set([word]));
    else same.add(word);
  }
  const last = list.at(-1);
  // Fields come from the heaviest to the lightest: the first a word stands in is its best.
  if (last?.doc === doc) last.weight += weightOf[field];
  else list.push({ doc, weight: weightOf[field], field });
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

/** Whether one letter put in, taken out or changed makes one word of the other. */
export function isOneOff(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let from = 0;
  while (from < one.length && one[from] === other[from]) from++;
  let end = 0;
  while (end < Math.min(one.length, other.length) - from && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return Math.max(one.length, other.length) - from - end <= 1;
}
