import { type RefObject, useEffect } from 'react';

/** Gives the focus back to the button that opened a popup beside it, before the popup goes. */
export function focusOpener(popup: HTMLElement | null): void {
  popup?.parentElement?.querySelector<HTMLElement>(':scope > button')?.focus();
}

/** Calls when a press lands outside the element, or Escape is pressed inside it or on its button; then the focus goes back to its button. */
export function useAway(ref: RefObject<HTMLElement | null>, onAway: () => void): void {
  useEffect(() => {
    const press = (event: PointerEvent): void => {
      // The button that opened it closes it as well; its own click does that.
      if (!(ref.current?.parentElement ?? ref.current)?.contains(event.target as Node)) onAway();
    };
    const key = (event: KeyboardEvent): void => {
      // The button beside the popup still has the focus where nothing in the popup took it.
      const button = ref.current?.parentElement?.querySelector(':scope > button') ?? null;
      if (event.key !== 'Escape' || !(ref.current?.contains(event.target as Node) || event.target === button)) return;
      event.stopPropagation();
      focusOpener(ref.current);
      onAway();
    };
    document.addEventListener('pointerdown', press);
    document.addEventListener('keydown', key, true);
    return () => {
      document.removeEventListener('pointerdown', press);
      document.removeEventListener('keydown', key, true);
    };
  }, [ref, onAway]);
}
