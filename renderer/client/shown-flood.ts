import { createStore } from 'zustand/vanilla';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmBook } from './alarm-book.ts';
import { openFlood } from './first-out-words.ts';

/** The burst this window looks at, by its number; null follows the newest one. */
export const shownFlood = createStore<{ readonly id: number | null }>(() => ({ id: null }));
export const showFlood = (id: number | null): void => shownFlood.setState({ id });

/** The burst to show: the one chosen while it is in sight, else the one before the operator, else the newest. Null when there is none. */
export const floodToShow = (groups: readonly FirstOutGroup[], book: AlarmBook, id: number | null): FirstOutGroup | null =>
  groups.find((group) => group.id === id) ?? openFlood(groups, book) ?? groups[0] ?? null;
