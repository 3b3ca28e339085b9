import { describe, expect, it } from 'vitest';
import { createBrowserAwake } from './keep-awake.ts';

function createPage() {
  let seen: () => void = () => undefined;
  const page = { visibilityState: 'visible' as DocumentVisibilityState, addEventListener: (_type: string, call: () => void) => void (seen = call), removeEventListener: () => void (seen = () => undefined) };
  return {
    page: page as unknown as Parameters<typeof createBrowserAwake>[1],
    show(state: DocumentVisibilityState) {
      page.visibilityState = state;
      seen();
    },
  };
}
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
};

describe('a display of a browser', () => {
  it('is kept on while it is wanted, again after the page was covered, and let go after that', async () => {
    let held = 0;
    let asked = 0;
    const { page, show } = createPage();
    const awake = createBrowserAwake(
      {
        request: () => {
          asked++;
          held++;
          return Promise.resolve({ release: () => Promise.resolve(void held--) });
        },
      },
      page,
    );
    awake.want(true);
    awake.want(true);
    await settle();
    expect([asked, held]).toEqual([1, 1]);
    held = 0; // The browser took it away with the page.
    show('hidden');
    await settle();
    expect(asked).toBe(1);
    show('visible');
    await settle();
    expect([asked, held]).toEqual([2, 1]);
    awake.want(false);
    await settle();
    expect(held).toBe(0);
    show('visible');
    await settle();
    expect(asked).toBe(2);
  });

  it.each([
    [[true, false], 0],
    [[true, false, true], 1],
    [[true, false, true, false], 0],
  ] as const)('ends as it was wanted last, however fast that changed: %j', async (wishes, held) => {
    let locks = 0;
    const { page } = createPage();
    const awake = createBrowserAwake(
      {
        async request() {
          await Promise.resolve();
          locks++;
          const lock = {
            released: false,
            async release() {
              await Promise.resolve();
              if (!lock.released) locks--;
              lock.released = true;
            },
          };
          return lock;
        },
      },
      page,
    );
    // Each wish comes while the browser is still busy with the one before.
    for (const wish of wishes) {
      awake.want(wish);
      await Promise.resolve();
    }
    await settle();
    await settle();
    expect(locks).toBe(held);
    // And while it lets go.
    awake.want(true);
    await settle();
    awake.want(false);
    awake.want(true);
    await settle();
    await settle();
    expect(locks).toBe(1);
  });

  it('sleeps as its owner set it where the browser refuses or has no locks', async () => {
    const { page } = createPage();
    createBrowserAwake(undefined, page).want(true);
    const awake = createBrowserAwake({ request: () => Promise.reject(new Error('NotAllowedError')) }, page);
    awake.want(true);
    awake.want(false);
    await settle();
    awake.close();
  });
});
