import { useEffect, useMemo } from 'react';
import { createBrowserAwake, type ScreenLocks } from './keep-awake.ts';

/** Keeps the display on while it is wanted: by Electron's shell, or by the browser where it can. */
export function useKeepAwake(isWanted: boolean): void {
  const shell = window.firstoutShell;
  const awake = useMemo(() => (shell === undefined ? createBrowserAwake((navigator as { readonly wakeLock?: ScreenLocks }).wakeLock, document) : null), [shell]);
  useEffect(() => {
    shell?.order({ t: 'awake', isWanted });
    awake?.want(isWanted);
  }, [shell, awake, isWanted]);
}
