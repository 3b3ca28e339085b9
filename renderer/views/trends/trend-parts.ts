import type { StoreApi } from 'zustand/vanilla';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import type { TrendChoiceStore } from './trend-choice.ts';
import type { TrendCursors } from './trend-cursors.ts';
import type { EarlierRun } from './trend-earlier.ts';
import type { TrendPointer } from './trend-pointer.ts';
import type { TrendSession } from './trend-session.ts';

/** What the parts of one trend share. */
export type TrendParts = {
  readonly choice: TrendChoiceStore;
  readonly session: TrendSession;
  readonly earlier: EarlierRun;
  readonly cursors: StoreApi<TrendCursors>;
  readonly directory: DirectoryIndex;
  readonly pointer: TrendPointer;
  readonly isVisible: boolean;
};
