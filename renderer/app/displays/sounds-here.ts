import { createStore } from 'zustand/vanilla';

/** True in the one window that sounds and speaks for all. */
export const soundsHere = createStore<{ readonly isHere: boolean }>(() => ({ isHere: false }));
