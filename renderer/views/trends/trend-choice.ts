import { createStore, type StoreApi } from 'zustand/vanilla';
import { TrendPenSetting, type TrendSet } from '#shared/model/trend-set.ts';
import type { PenDraw, TrendMode } from '../../widgets/trend-chart/trend-frame.ts';
import { named } from './tag-words.ts';

/** How a pen is drawn where that is not left to the trend: see TrendPenSetting. */
export type PenLook = { readonly lane?: number; readonly axis?: readonly [number, number]; readonly log?: boolean; readonly draw?: PenDraw };
/** A pen of the trend. Its number, from 1, stays with it, and with it its colour. */
export type PenChoice = PenLook & { readonly tag: string; readonly number: number };
/** Pens kept on this console under a name. */
export type PenSet = { readonly name: string; readonly pens: readonly (PenLook & { readonly tag: string })[]; readonly mode?: TrendMode; readonly spanMs?: number };

export type TrendChoice = {
  readonly pens: readonly PenChoice[];
  readonly selected: string | null;
  readonly mode: TrendMode;
  readonly spanMs: number;
  /** Whether the analysis of the selected pen stands beside the trend. */
  readonly isAnalysisOpen: boolean;
  readonly sets: readonly PenSet[];
  /** What became of the last request, when it was not done in full. */
  readonly notice: string | null;
};

export const maxPens = 24;
export const spans = [
  { ms: 60_000, label: '1 min' },
  { ms: 600_000, label: '10 min' },
  { ms: 3_600_000, label: '1 h' },
  { ms: 28_800_000, label: '8 h' },
  { ms: 86_400_000, label: '24 h' },
  { ms: 7 * 86_400_000, label: '7 d' },
  { ms: 30 * 86_400_000, label: '30 d' },
] as const;

/** Pens with these added, each with the lowest free number; `refused` had no place. Tags already there stay as they are. */
export function addPens(pens: readonly PenChoice[], more: readonly (string | (PenLook & { readonly tag: string }))[]): { readonly pens: readonly PenChoice[]; readonly refused: readonly string[] } {
  const next = [...pens];
  const refused: string[] = [];
  for (const one of more) {
    const { tag, ...look } = typeof one === 'string' ? { tag: one } : one;
    if (next.some((pen) => pen.tag === tag)) continue;
    if (next.length >= maxPens) {
      refused.push(tag);
      continue;
    }
    let number = 1;
    while (next.some((pen) => pen.number === number)) number++;
    next.push({ ...look, tag, number });
  }
  return { pens: next, refused };
}

export type TrendChoiceStore = {
  readonly store: StoreApi<TrendChoice>;
  add(tags: readonly string[]): void;
  remove(tag: string): void;
  select(tag: string | null): void;
  setMode(mode: TrendMode): void;
  setSpan(spanMs: number): void;
  setAnalysisOpen(isOpen: boolean): void;
  /** Changes how a pen is drawn; what is undefined is left to the trend again. */
  setLook(tag: string, look: { readonly [Name in keyof PenLook]: PenLook[Name] | undefined }): void;
  /** Shows these pens in place of those there. */
  open(set: Pick<PenSet, 'pens' | 'mode' | 'spanMs'>): void;
  saveSet(name: string): void;
  deleteSet(name: string): void;
  say(notice: string | null): void;
};

type KeptStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What a user looks at in the trend view, kept in this console's storage under the user's name. */
export function createTrendChoice(user: string, storage: KeptStorage): TrendChoiceStore {
  const key = `firstout.trend.1.${user}`;
  const store = createStore<TrendChoice>(() => ({ ...readChoice(storage.getItem(key)), notice: null }));
  const set = (next: Partial<TrendChoice>): void => {
    store.setState(next);
    const { pens, selected, mode, spanMs, isAnalysisOpen, sets } = store.getState();
    try {
      storage.setItem(key, JSON.stringify({ pens, selected, mode, spanMs, isAnalysisOpen, sets }));
    } catch {
      store.setState({ notice: 'These pens cannot be kept: the storage of this console is full. They stay until the window is closed.' });
    }
  };
  const put = (pens: readonly PenChoice[], more: readonly (string | (PenLook & { readonly tag: string }))[]): void => {
    const { pens: next, refused } = addPens(pens, more);
    const notice = refused.length === 0 ? null : `${maxPens} pens are the most one trend takes; ${named(refused)} ${refused.length === 1 ? 'was' : 'were'} not added.`;
    const { selected } = store.getState();
    set({ pens: next, notice, selected: next.some(({ tag }) => tag === selected) ? selected : null });
  };
  return {
    store,
    add: (tags) => put(store.getState().pens, tags),
    remove(tag) {
      const { pens, selected } = store.getState();
      set({ pens: pens.filter((pen) => pen.tag !== tag), selected: selected === tag ? null : selected, notice: null });
    },
    select: (selected) => set({ selected }),
    setMode: (mode) => set({ mode }),
    setSpan: (spanMs) => set({ spanMs }),
    setAnalysisOpen: (isAnalysisOpen) => set({ isAnalysisOpen }),
    setLook(tag, look) {
      const change = (pen: PenChoice): PenChoice => {
        const next: Record<string, unknown> = { ...pen };
        for (const [name, value] of Object.entries(look)) {
          if (value === undefined) delete next[name];
          else next[name] = value;
        }
        return next as PenChoice;
      };
      set({ pens: store.getState().pens.map((pen) => (pen.tag === tag ? change(pen) : pen)) });
    },
    open({ pens, mode, spanMs }) {
      put([], pens);
      set({ ...(mode === undefined ? {} : { mode }), ...(spanMs === undefined ? {} : { spanMs }) });
    },
    saveSet(name) {
      const { pens, sets, mode, spanMs } = store.getState();
      set({ sets: [...sets.filter((one) => one.name !== name), { name, mode, spanMs, pens: pens.map(({ tag, lane, axis, log, draw }) => lookedAt(tag, { lane, axis, log, draw })) }] });
    },
    deleteSet: (name) => set({ sets: store.getState().sets.filter((one) => one.name !== name) }),
    say: (notice) => store.setState({ notice }),
  };
}

/** What is looked at now as a trend of the project. */
export function asTrendSet({ pens, mode, spanMs }: TrendChoice, id: string, name: string): TrendSet {
  return { id, name, mode, spanMs, pens: pens.map(({ tag, lane, axis, log, draw }) => lookedAt(tag, { lane, axis: axis === undefined ? undefined : [axis[0], axis[1]], log, draw })) } as TrendSet;
}

/** A pen without its number, and without what is left to the trend. */
const lookedAt = (tag: string, look: { readonly [Name in keyof PenLook]: PenLook[Name] | undefined }): PenLook & { readonly tag: string } => ({ tag, ...Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined)) });

/** An id for a name: small letters, digits and -; empty when nothing of the name fits. */
export const idOfName = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);

/** A damaged or foreign entry falls back field by field. */
export function readChoice(text: string | null): Omit<TrendChoice, 'notice'> {
  let kept: Record<string, unknown> = {};
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    if (typeof read === 'object' && read !== null) kept = read as Record<string, unknown>;
  } catch {
    // Not ours, or cut off: the standard below.
  }
  const pens = listOf(kept['pens']).filter(isPen).map((pen) => ({ ...lookOf(pen), tag: pen.tag, number: pen.number }));
  const isSound = new Set(pens.map(({ number }) => number)).size === pens.length && new Set(pens.map(({ tag }) => tag)).size === pens.length && pens.length <= maxPens;
  return {
    pens: isSound ? pens : addPens([], pens).pens,
    selected: typeof kept['selected'] === 'string' ? kept['selected'] : null,
    mode: modeOf(kept['mode']) ?? 'lanes',
    spanMs: spanOf(kept['spanMs']) ?? 600_000,
    isAnalysisOpen: kept['isAnalysisOpen'] === true,
    sets: listOf(kept['sets']).flatMap((one): PenSet[] => {
      const { name, pens: setPens, tags, mode, spanMs } = (one ?? {}) as Record<string, unknown>;
      if (typeof name !== 'string') return [];
      const [setMode, setSpan] = [modeOf(mode), spanOf(spanMs)];
      // Sets of the first version held tags alone.
      const members = listOf(setPens ?? tags).flatMap((pen) => (typeof pen === 'string' ? [{ tag: pen }] : hasTag(pen) ? [{ ...lookOf(pen), tag: pen.tag }] : []));
      return [{ name, pens: members, ...(setMode === undefined ? {} : { mode: setMode }), ...(setSpan === undefined ? {} : { spanMs: setSpan }) }];
    }),
  };
}

const listOf = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []);
const modeOf = (mode: unknown): TrendMode | undefined => (mode === 'lanes' || mode === 'shared' || mode === 'percent' ? mode : undefined);
const spanOf = (ms: unknown): number | undefined => (typeof ms === 'number' && ms >= 1 && ms <= 366 * 86_400_000 ? ms : undefined);
const hasTag = (pen: unknown): pen is { readonly tag: string } => typeof (pen as { tag?: unknown } | null)?.tag === 'string';

/** What of a kept pen says how it is drawn, each part only where it is sound. */
function lookOf(pen: object): PenLook {
  const look: Record<string, unknown> = {};
  for (const name of ['lane', 'axis', 'log', 'draw'] as const) {
    const read = TrendPenSetting.shape[name].safeParse((pen as Record<string, unknown>)[name]);
    if (read.success && read.data !== undefined) look[name] = read.data;
  }
  return look as PenLook;
}

function isPen(pen: unknown): pen is PenChoice {
  if (!hasTag(pen)) return false;
  const { number } = pen as Partial<PenChoice>;
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= maxPens;
}
