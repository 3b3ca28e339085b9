import { describe, expect, it } from 'vitest';
import { followDragOut, isOutside } from './drag-out.ts';

type Api = Parameters<typeof followDragOut>[0];

/** A window of 1000 by 800 on the second display, with these tabs. */
function stage(...ids: readonly string[]) {
  const open: string[] = [...ids];
  let begin: (id: string) => void = () => undefined;
  const page = Object.assign(new EventTarget(), { screenX: 1920, screenY: 0, outerWidth: 1000, outerHeight: 800 });
  const panelOf = (id: string) => ({ id, params: { view: 'process', params: { screen: id } }, api: { close: () => void open.splice(open.indexOf(id), 1) } });
  const api = {
    onWillDragPanel(call: (event: { panel: { id: string } }) => void) {
      begin = (id) => call({ panel: { id } });
      return { dispose: () => void (begin = () => undefined) };
    },
    getPanel: (id: string) => (open.includes(id) ? panelOf(id) : undefined),
    get panels() {
      return open.map(panelOf);
    },
  };
  const opened: (string | undefined)[] = [];
  const stop = followDragOut(api as unknown as Api, page as unknown as Parameters<typeof followDragOut>[1], ({ params }) => void opened.push(params.screen));
  return {
    open,
    opened,
    stop,
    drag(id: string, x: number, y: number, dropEffect = 'none') {
      begin(id);
      page.dispatchEvent(Object.assign(new Event('dragend'), { screenX: x, screenY: y, dataTransfer: { dropEffect } }));
    },
  };
}

describe('a tab that is dragged out of its window', () => {
  it('opens there and leaves the dock; within the window it stays', () => {
    const one = stage('u100', 'u200');
    one.drag('u100', 2500, 400);
    expect([one.open, one.opened]).toEqual([['u100', 'u200'], []]);
    one.drag('u100', 300, 400);
    expect([one.open, one.opened]).toEqual([['u200'], ['u100']]);
  });
  it('stays as well as opens where it is the last of its dock', () => {
    const one = stage('u100');
    one.drag('u100', 300, 400);
    expect([one.open, one.opened]).toEqual([['u100'], ['u100']]);
  });
  it('is left to who took it, and nothing comes of a drag that was given up or of one that was no tab', () => {
    const one = stage('u100', 'u200');
    one.drag('u100', 300, 400, 'move');
    one.drag('u100', 0, 0);
    one.drag('gone', 300, 400);
    expect(one.opened).toEqual([]);
    one.stop();
    one.drag('u100', 300, 400);
    expect(one.opened).toEqual([]);
  });
  it.each([
    [1919, 10, true],
    [1920, 0, false],
    [2919, 799, false],
    [2920, 10, true],
    [2000, 800, true],
    [2000, -1, true],
    [0, 0, false],
  ])('%d, %d is outside: %s', (x, y, expected) => {
    expect(isOutside({ screenX: 1920, screenY: 0, outerWidth: 1000, outerHeight: 800 }, x, y)).toBe(expected);
  });
});
