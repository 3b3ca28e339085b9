import { useSyncExternalStore } from 'react';

/** Whether this window is the one somebody works in; behind others a picture may be drawn less often. */
export function useInFront(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('focus', changed);
      window.addEventListener('blur', changed);
      return () => {
        window.removeEventListener('focus', changed);
        window.removeEventListener('blur', changed);
      };
    },
    () => document.hasFocus(),
  );
}
