import type { ScreenContext } from './screen-context.ts';

/** Calls when the link to the engine is lost or back, within a second: for what shows no tag of its own and would stay as it was. */
export function watchLink({ live, addFollower }: Pick<ScreenContext, 'live' | 'addFollower'>, call: () => void): void {
  let isLost = live.isLinkLost;
  const look = (): void => {
    if (live.isLinkLost === isLost) return;
    isLost = live.isLinkLost;
    call();
  };
  addFollower({ tick: look, momentChanged: look, dispose: () => undefined });
}
