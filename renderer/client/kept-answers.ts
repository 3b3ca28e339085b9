/** An answer of the engine, and when it came, UTC epoch ms. */
export type KeptAnswer = { readonly value: unknown; readonly atMs: number };
export type KeptAnswers = { get(subject: string): KeptAnswer | undefined; keep(subject: string, answer: KeptAnswer): void };

/** The newest answers, each under what it is about: of `most` subjects, those asked about last. */
export function createKeptAnswers(most: number): KeptAnswers {
  const kept = new Map<string, KeptAnswer>();
  return {
    get: (subject) => kept.get(subject),
    keep(subject, answer) {
      // At the end of the order in which they go.
      kept.delete(subject);
      kept.set(subject, answer);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
}

/** Said in place of what was never told to this console. */
export const notTold = 'There is no link to the engine, and this console was not told of it before. It is asked for as soon as the link is back.';

/** Timelines may have a thousand entries each. */
const mostKept = 24;
const ofOwner = new WeakMap<object, KeptAnswers>();

/** What this console was told last, for views that are opened while the engine is away. One for each `owner`, as long as it lives. */
export function keptAnswers(owner: object): KeptAnswers {
  let mine = ofOwner.get(owner);
  if (mine === undefined) ofOwner.set(owner, (mine = createKeptAnswers(mostKept)));
  return mine;
}
