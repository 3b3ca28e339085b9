/** What of the browser is used to keep the screen on; a page of an insecure address has none of it. */
export type ScreenLocks = { request(kind: 'screen'): Promise<ScreenLock> };
/** `released`: the browser, or we, ended it. */
type ScreenLock = { release(): Promise<void>; readonly released?: boolean };

/** Keeps the display on while it is wanted. */
export type Awake = { want(isWanted: boolean): void; close(): void };

/**
 * In a browser by its screen wake lock, which it takes away whenever the page is covered: asked for again when the page is
 * seen. Where there is none, or the browser refuses (a tablet at its last percent), the display sleeps as its owner set it.
 */
export function createBrowserAwake(locks: ScreenLocks | undefined, page: Pick<Document, 'addEventListener' | 'removeEventListener' | 'visibilityState'>): Awake {
  let isWanted = false;
  let held: ScreenLock | null = null;
  let isAsking = false;
  /** What is wanted changed while the browser was asked: the answer is of before. */
  let isAgain = false;
  const look = async (): Promise<void> => {
    if (locks === undefined) return;
    if (isAsking) {
      isAgain = true;
      return;
    }
    isAsking = true;
    if (!isWanted) {
      await held?.release().catch(() => undefined);
      held = null;
    } else if (page.visibilityState === 'visible' && (held === null || held.released !== false)) {
      // The one before ended when the page was covered.
      held = await locks.request('screen').catch(() => null);
    }
    isAsking = false;
    if (!isAgain) return;
    isAgain = false;
    void look();
  };
  const seen = (): void => {
    if (isWanted) void look();
  };
  page.addEventListener('visibilitychange', seen);
  return {
    want(next) {
      if (next === isWanted) return;
      isWanted = next;
      void look();
    },
    close() {
      page.removeEventListener('visibilitychange', seen);
      isWanted = false;
      void look();
    },
  };
}
