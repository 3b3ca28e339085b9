import { createStore } from 'zustand/vanilla';

/** What stands over the workspace in a frame of its own: the faceplate of one asset, or a screen that another opened with parameters. */
export type FloatContent =
  | { readonly kind: 'faceplate'; readonly asset: string }
  | { readonly kind: 'screen'; readonly screen: string; readonly values: Readonly<Record<string, string>> };
export type Float = { readonly id: string; readonly content: FloatContent };

export type Floats = {
  /** From the back to the front. */
  readonly list: readonly Float[];
  /** Rises with every `open`, so that the frame asked for takes the focus even when it stood there already. */
  readonly visit: number;
  /** Opens a frame, or brings the one with the same content to the front. Beyond the most, the one at the back goes. */
  readonly open: (content: FloatContent) => void;
  readonly raise: (id: string) => void;
  readonly close: (id: string) => void;
};

/** More would hide the plant behind its own faceplates. */
export const mostFloats = 6;

export const floatId = (content: FloatContent): string =>
  content.kind === 'faceplate'
    ? `faceplate:${content.asset}`
    : `screen:${content.screen}:${Object.entries(content.values)
        .map((pair) => pair.join('='))
        .sort()
        .join('&')}`;

export const createFloats = () =>
  createStore<Floats>((set) => ({
    list: [],
    visit: 0,
    open: (content) =>
      set(({ list, visit }) => {
        const id = floatId(content);
        const others = list.filter((one) => one.id !== id);
        return { list: [...others.slice(Math.max(0, others.length + 1 - mostFloats)), { id, content }], visit: visit + 1 };
      }),
    raise: (id) =>
      set(({ list }) => {
        const one = list.find((float) => float.id === id);
        return one === undefined || list.at(-1) === one ? {} : { list: [...list.filter((float) => float !== one), one] };
      }),
    close: (id) => set(({ list }) => ({ list: list.filter((one) => one.id !== id) })),
  }));

/** The frames of this window. */
export const floats = createFloats();
