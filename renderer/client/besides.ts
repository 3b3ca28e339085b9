import { createStore } from 'zustand/vanilla';
import type { ViewId } from './navigation.ts';
import type { ViewParams } from './view-props.ts';

export type BesidePanel = { readonly view: ViewId; readonly params: ViewParams };

/** Panels that are to stand beside the one in front, in the workspace that is shown: the first to its right, the others below that. `count` rises with every order. */
export const besides = createStore<{ readonly panels: readonly BesidePanel[]; readonly count: number }>(() => ({ panels: [], count: 0 }));

/** Opens panels beside the one in front without leaving its workspace. */
export const openBeside = (panels: readonly BesidePanel[]): void => besides.setState(({ count }) => ({ panels, count: count + 1 }));
