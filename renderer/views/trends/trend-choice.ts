import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TrendMode } from '../../widgets/trend-chart/trend-frame.ts';

/** A pen of the trend. Its number, from 1, stays with it, and with it its colour. */
export type PenChoice = { readonly tag: string; readonly number: number };
export type PenSet = { readonly name: string; readonly tags: readonly string[] };

export type TrendChoice = {
  readonly pens: readonly PenChoice[];
  readonly selected: string | null;
  readonly mode: TrendMode;
  readonly spanMs: number;
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
] as const;

/** Pens with these tags added, each with the lowest free number; `refused` had no place. Tags already there stay as they are. */
export function addPens(pens: readonly PenChoice[], tags: readonly string[]): { readonly pens: readonly PenChoice[]; readonly refused: readonly string[] } {
  const next = [...pens];
  const refused: string[] = [];
  for (const tag of tags) {
    if (next.some((pen) => pen.tag === tag)) continue;
    if (next.length >= maxPens) {
      refused.push(tag);
      continue;
    }
    let number = 1;
    while (next.some((pen) => pen.number === number)) number++;
    next.push({ tag, number });
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
  saveSet(name: string): void;
  openSet(name: string): void;
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
    const { pens, selected, mode, spanMs, sets } = store.getState();
    try {
      storage.setItem(key, JSON.stringify({ pens, selected, mode, spanMs, sets }));
    } catch {
      store.setState({ notice: 'These pens cannot be kept: the storage of this console is full. They stay until the window is closed.' });
    }
  };
  const put = (pens: readonly PenChoice[], tags: readonly string[]): void => {
    const { pens: next, refused } = addPens(pens, tags);
    const notice = refused.length === 0 ? null : `${maxPens} pens are the most one trend takes; ${refused.join(', ')} ${refused.length === 1 ? 'was' : 'were'} not added.`;
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
    saveSet(name) {
      const { pens, sets } = store.getState();
      set({ sets: [...sets.filter((one) => one.name !== name), { name, tags: pens.map(({ tag }) => tag) }] });
    },
    openSet(name) {
      const found = store.getState().sets.find((one) => one.name === name);
      if (found !== undefined) put([], found.tags);
    },
    deleteSet: (name) => set({ sets: store.getState().sets.filter((one) => one.name !== name) }),
    say: (notice) => store.setState({ notice }),
  };
}

/** A damaged or foreign entry falls back field by field. */
export function readChoice(text: string | null): Omit<TrendChoice, 'notice'> {
  let kept: Record<string, unknown> = {};
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    if (typeof read === 'object' && read !== null) kept = read as Record<string, unknown>;
  } catch {
    // Not ours, or cut off: the standard below.
  }
  const tags = (list: unknown): string[] => (Array.isArray(list) ? list.filter((tag) => typeof tag === 'string') : []);
  const pens = (Array.isArray(kept['pens']) ? kept['pens'] : []).filter(isPen);
  const isSound = new Set(pens.map(({ number }) => number)).size === pens.length && new Set(pens.map(({ tag }) => tag)).size === pens.length && pens.length <= maxPens;
  const mode = kept['mode'];
  return {
    pens: isSound ? pens : addPens([], pens.map(({ tag }) => tag)).pens,
    selected: typeof kept['selected'] === 'string' ? kept['selected'] : null,
    mode: mode === 'shared' || mode === 'percent' ? mode : 'lanes',
    spanMs: typeof kept['spanMs'] === 'number' && kept['spanMs'] >= 2000 && kept['spanMs'] <= 366 * 86_400_000 ? kept['spanMs'] : 600_000,
    sets: (Array.isArray(kept['sets']) ? kept['sets'] : [])
      .filter((one): one is PenSet => typeof one === 'object' && one !== null && typeof (one as PenSet).name === 'string')
      .map((one) => ({ name: one.name, tags: tags(one.tags) })),
  };
}

function isPen(pen: unknown): pen is PenChoice {
  const { tag, number } = (pen ?? {}) as Partial<PenChoice>;
  return typeof tag === 'string' && typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= maxPens;
}
