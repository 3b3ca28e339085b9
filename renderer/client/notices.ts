import { createStore } from 'zustand/vanilla';

export type Notice = { readonly id: number; readonly tone: 'done' | 'failed'; readonly sentence: string };

/** Notices at the lower right: results of actions, never alarms. Failures stay until closed, the rest is taken away by the shell. */
export const notices = createStore<{ readonly list: readonly Notice[] }>(() => ({ list: [] }));

const shownAtMost = 3;
let lastId = 0;

/** Shows one sentence; older ones beyond three go, failures last. */
export function notify(sentence: string, tone: Notice['tone'] = 'done'): void {
  const notice: Notice = { id: ++lastId, tone, sentence };
  notices.setState(({ list }) => {
    const all = [...list, notice];
    while (all.length > shownAtMost) all.splice(Math.max(0, all.findIndex((one) => one.tone === 'done')), 1);
    return { list: all };
  });
}

export function closeNotice(id: number): void {
  notices.setState(({ list }) => ({ list: list.filter((notice) => notice.id !== id) }));
}

/** A fault as one text for a notice: the sentence and what to do. */
export const faultText = (fault: { readonly message: string; readonly tip?: string }): string =>
  fault.tip === undefined ? fault.message : `${fault.message} ${fault.tip}`;
