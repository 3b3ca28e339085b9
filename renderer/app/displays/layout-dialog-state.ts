import { createStore } from 'zustand/vanilla';

/** Whether the dialog that saves the arrangement is open. */
export const layoutDialog = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));
export const openLayoutDialog = (): void => layoutDialog.setState({ isOpen: true });
export const closeLayoutDialog = (): void => layoutDialog.setState({ isOpen: false });
