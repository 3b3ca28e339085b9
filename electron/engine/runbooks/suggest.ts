import { type AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { Runbook } from '#shared/model/runbook.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { indexWords, type WordHit, type WordIndex } from './suggest-words.ts';

/** Why a runbook is suggested: in words, and what they are about. */
export type SuggestReason = { readonly kind: 'named' | 'alarm' | 'tag' | 'asset' | 'kind' | 'words'; readonly text: string };
export type Suggestion = { readonly runbook: string; readonly reasons: readonly SuggestReason[] };

/** What runbooks are looked for. */
export type SuggestAsked = {
  /** Alarms, what failed first before the others, as a first-out card ranks them; one alone for an alarm. */
  readonly alarms: readonly string[];
  readonly asset: string | null;
  /** Symptoms in a person's words. */
  readonly words: string;
};

export type SuggestProject = {
  /** Only those that can be run. */
  readonly runbooks: readonly Runbook[];
  readonly assets: ReadonlyMap<string, AssetDefinition>;
  readonly tags: ReadonlyMap<string, TagDefinition>;
  readonly alarms: ReadonlyMap<string, AlarmDefinition>;
  /** The runbook an alarm names, itself or by what it belongs to. */
  readonly namedBy: (alarm: string) => string | null;
};

export type Suggester = {
  /** Best first, each with its reasons, strongest first; none without a reason. At most `limit`. */
  suggest(asked: SuggestAsked, limit: number): readonly Suggestion[];
  /** By words alone. */
  search(words: string, limit: number): readonly Suggestion[];
};

/**
 * Points only put suggestions in order; they are shown to nobody, as they measure nothing. What the author of an alarm or a
 * runbook wrote counts more than what can be concluded, and the words of an alarm's message count least.
 */
const points = { named: 200, alarm: 100, tag: 60, asset: 24, kind: 6, words: 4, message: 0.25 } as const;
const mostAlarms = 20;
const mostLevels = 10;

type Sum = { total: number; readonly reasons: { readonly reason: SuggestReason; readonly points: number }[] };

/** Finds runbooks for what happens, from what they say they answer. */
export function createSuggester(project: SuggestProject): Suggester {
  const index: WordIndex = indexWords(project.runbooks);
  const byId = new Map(project.runbooks.map((runbook) => [runbook.id as string, runbook]));

  const search = (words: string, worth: number, why: string, add: Add): void => {
    for (const { runbook, score, hits } of index.search(words)) add(runbook, score * worth, { kind: 'words', text: `${why}: ${hits.map(hitText).join(', ')}` });
  };
  const answer = (asked: SuggestAsked, add: Add): void => {
    for (const [rank, id] of asked.alarms.slice(0, mostAlarms).entries()) answerAlarm(project, id, rank, asked.alarms.length > 1, add);
    const first = project.alarms.get(asked.alarms[0] ?? '');
    const asset = asked.asset ?? (first === undefined ? undefined : (first.asset ?? project.tags.get(first.tag)?.asset));
    if (asset !== undefined) answerAsset(project, asset, add);
    if (asked.words.trim() !== '') search(asked.words, points.words, 'words', add);
    else if (first !== undefined) search(first.message, points.message, 'words of its message', add);
  };
  const ranked = (collect: (add: Add) => void, limit: number): readonly Suggestion[] => {
    const sums = new Map<string, Sum>();
    collect((runbook, worth, reason) => {
      if (!byId.has(runbook)) return;
      const sum = sums.get(runbook) ?? { total: 0, reasons: [] };
      sum.total += worth;
      sum.reasons.push({ reason, points: worth });
      sums.set(runbook, sum);
    });
    return [...sums]
      .toSorted(([one, a], [other, c]) => c.total - a.total || (byId.get(one)?.severity ?? 4) - (byId.get(other)?.severity ?? 4) || (one < other ? -1 : 1))
      .slice(0, limit)
      .map(([runbook, { reasons }]) => ({ runbook, reasons: reasons.toSorted((a, c) => c.points - a.points).map(({ reason }) => reason) }));
  };

  return {
    suggest: (asked, limit) => ranked((add) => answer(asked, add), limit),
    search: (words, limit) => ranked((add) => search(words, points.words, 'words', add), limit),
  };
}

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });

type Add = (runbook: string, worth: number, reason: SuggestReason) => void;

/** An alarm counts less with every one that came before it. */
function answerAlarm(project: SuggestProject, id: string, rank: number, isRanked: boolean, add: Add): void {
  const weight = 1 / (1 + rank);
  const place = isRanked ? (rank === 0 ? ', first out' : `, ${ordinal(rank + 1)} on the first-out card`) : '';
  const named = project.namedBy(id);
  if (named !== null) add(named, points.named * weight, { kind: 'named', text: `named by ${id}${place}` });
  const tag = project.alarms.get(id)?.tag;
  for (const runbook of project.runbooks) {
    if ((runbook.alarms as readonly string[]).includes(id)) add(runbook.id, points.alarm * weight, { kind: 'alarm', text: `answers ${id}${place}` });
    else if (tag !== undefined && runbook.tags.includes(tag)) add(runbook.id, points.tag * weight, { kind: 'tag', text: `answers alarms of ${tag}${place}` });
  }
}

/** "2nd", "11th", "23rd". */
function ordinal(count: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd' }[ordinals.select(count) as string] ?? 'th';
  return `${count}${ending}`;
}

/** The asset itself counts most, what it is part of less the farther up. */
function answerAsset(project: SuggestProject, id: string, add: Add): void {
  const seen = new Set<string>();
  let asset = project.assets.get(id);
  const kind = asset?.kind;
  for (let level = 0; asset !== undefined && level < mostLevels && !seen.has(asset.id); level++) {
    seen.add(asset.id);
    const { id: here } = asset;
    for (const runbook of project.runbooks) {
      if (runbook.assets.includes(here)) add(runbook.id, points.asset / (1 + level), { kind: 'asset', text: level === 0 ? `asset ${here}` : `asset ${here}, which ${id} is part of` });
    }
    asset = project.assets.get(asset.parent ?? '');
  }
  if (kind === undefined) return;
  for (const runbook of project.runbooks) if (runbook.kinds.includes(kind)) add(runbook.id, points.kind, { kind: 'kind', text: `for every ${kind.replaceAll('-', ' ')}` });
}

const fieldWords: Readonly<Record<WordHit['field'], string>> = { id: 'its name', title: 'its title', symptoms: 'symptoms', names: 'what it answers', text: 'its text' };
const hitText = ({ asked, found, field }: WordHit): string => `${asked === found ? found : `${found} (for ${asked})`} in ${fieldWords[field]}`;
