import { createStore } from 'zustand/vanilla';

/** `all`: everything; `panel`: only what can be added to the workspace as a tab. */
export type PaletteMode = 'all' | 'panel';

export const palette = createStore<{ readonly mode: PaletteMode | null; readonly isHelpOpen: boolean }>(() => ({ mode: null, isHelpOpen: false }));

export const openPalette = (mode: PaletteMode): void => palette.setState({ mode });
export const closePalette = (): void => palette.setState({ mode: null });
export const showHelp = (isHelpOpen: boolean): void => palette.setState({ isHelpOpen });
