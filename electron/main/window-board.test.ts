import { describe, expect, it } from 'vitest';
import type { ArrangedWindow, Arrangement, LeaveQuestion, WindowContent, WindowPicture } from '#shared/model/window-order.ts';
import type { PlacedWindow, Rect, ShownDisplay } from './place-windows.ts';
import { createWindowBoard, type KeptBoard } from './window-board.ts';

const desk: ShownDisplay = { id: 1, label: 'Desk', bounds: { x: 0, y: 0, width: 1920, height: 1080 }, workArea: { x: 0, y: 0, width: 1920, height: 1040 }, isPrimary: true };
const wall: ShownDisplay = { id: 2, label: 'Wall', bounds: { x: 1920, y: 0, width: 3840, height: 2160 }, workArea: { x: 1920, y: 0, width: 3840, height: 2160 }, isPrimary: false };

type FakeWindow = { name: string; content: WindowContent; placed: PlacedWindow; isKiosk: boolean; picture: WindowPicture | null; questions: LeaveQuestion[]; isOpen: boolean; loads: number; reloads: number; bounds: Rect; isMaximised: boolean };

/** Windows that are only noted, and a clock that is turned by hand. */
function createRig(first: readonly ShownDisplay[] = [desk, wall], kept: KeptBoard | null = null) {
  let displays = first;
  let nowMs = 0;
  let timers: { atMs: number; call: () => void }[] = [];
  const windows: FakeWindow[] = [];
  let words = 0;
  const state = { kept, quits: 0, isAwake: false, said: [] as string[] };
  const board = createWindowBoard({
    displays: () => displays,
    open({ name, content }, placed, isKiosk) {
      const window: FakeWindow = { name, content, placed, isKiosk, picture: null, questions: [], isOpen: true, loads: 1, reloads: 0, bounds: placed.bounds, isMaximised: placed.mode === 'maximised' };
      windows.push(window);
      return {
        place(to, kiosk) {
          Object.assign(window, { placed: to, isKiosk: kiosk, bounds: to.bounds, isMaximised: to.mode === 'maximised' });
          // As the system tells it.
          board.moved(window.picture?.self ?? name);
        },
        load: (_name, next) => Object.assign(window, { content: next, loads: window.loads + 1 }),
        tell: (picture) => void (window.picture = picture),
        reload: () => void window.reloads++,
        ask: (question) => void window.questions.push(question),
        focus: () => undefined,
        close() {
          if (!window.isOpen) return;
          window.isOpen = false;
          board.closed(window.picture?.self ?? name);
        },
        state: () => ({ bounds: window.bounds, isMaximised: window.isMaximised }),
      };
    },
    after(ms, call) {
      const timer = { atMs: nowMs + ms, call };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
    keep: (next) => void (state.kept = next),
    keepAwake: (isWanted) => void (state.isAwake = isWanted),
    quit: () => void state.quits++,
    say: (sentence) => void state.said.push(sentence),
    newWord: () => String(++words),
  });
  board.start(kept);
  const pass = (ms: number): void => {
    nowMs += ms;
    for (let due = timers.filter(({ atMs }) => atMs <= nowMs); due.length > 0; due = timers.filter(({ atMs }) => atMs <= nowMs)) {
      timers = timers.filter((timer) => !due.includes(timer));
      for (const { call } of due) call();
    }
  };
  return {
    ...board,
    state,
    pass,
    open: () => windows.filter(({ isOpen }) => isOpen),
    window(name: string): FakeWindow {
      const found = windows.findLast((one) => one.isOpen && (one.picture?.self ?? one.name) === name);
      if (found === undefined) throw new Error(`there is no window ${name}`);
      return found;
    },
    plug(next: readonly ShownDisplay[]) {
      displays = next;
      board.displaysChanged();
      pass(300);
    },
    drag(name: string, bounds: Rect) {
      const found = windows.find((one) => one.isOpen && one.picture?.self === name);
      if (found === undefined) throw new Error(`there is no window ${name}`);
      Object.assign(found, { bounds, isMaximised: false });
      board.moved(name);
      pass(400);
    },
  };
}

const arranged = (name: string, number: number, more: Partial<ArrangedWindow> = {}): ArrangedWindow => ({ name, content: { kind: 'console' }, display: { number }, place: 'maximised', kiosk: false, ...more });
const arrangement: Arrangement = { layout: { id: 'day', version: 'v1' }, windows: [arranged('desk', 1), arranged('wall', 2, { content: { kind: 'wall', layout: 'day' }, place: 'full-screen', kiosk: true })] };

describe('the windows of a console', () => {
  it('begin with one of 1920 by 1080 in the middle of the primary display, and are told so', () => {
    const rig = createRig([{ ...desk, bounds: { ...desk.bounds, width: 2560, height: 1440 }, workArea: { x: 0, y: 0, width: 2560, height: 1400 } }]);
    expect(rig.open().map(({ placed }) => [placed.mode, placed.bounds])).toEqual([['free', { x: 320, y: 160, width: 1920, height: 1080 }]]);
    expect(rig.window('console').picture).toMatchObject({ self: 'console', display: 1, isFresh: true, canGoBack: false, layout: null });
  });

  it('open on the display that was asked for, and are there again after a restart', () => {
    const rig = createRig();
    rig.order('console', { t: 'open', content: { kind: 'view', view: 'alarms' }, display: 2 });
    expect(rig.window('alarms-1').placed).toMatchObject({ mode: 'maximised', display: { id: 2 } });
    rig.order('console', { t: 'open', content: { kind: 'view', view: 'alarms' } });
    expect(rig.window('alarms-2').placed).toMatchObject({ mode: 'free', display: { id: 1 } });
    rig.end();
    const again = createRig([desk, wall], rig.state.kept);
    expect(again.open().map(({ picture, placed }) => [picture?.self, placed.display.id, placed.mode])).toEqual([['console', 1, 'free'], ['alarms-1', 2, 'maximised'], ['alarms-2', 1, 'free']]);
    expect(again.window('console').picture?.isFresh).toBe(false);
  });

  it('come to the display that is left and return, whatever the system did with them meanwhile', () => {
    const rig = createRig();
    rig.order('console', { t: 'open', content: { kind: 'view', view: 'alarms' }, display: 2 });
    rig.pass(5000);
    rig.plug([desk]);
    expect(rig.window('alarms-1')).toMatchObject({ placed: { display: { id: 1 }, isHome: false } });
    expect(rig.window('console').picture?.windows.map(({ isHome }) => isHome)).toEqual([true, false]);
    // The system puts it somewhere by itself: nobody's choice.
    rig.drag('alarms-1', { x: 5, y: 5, width: 700, height: 500 });
    rig.pass(5000);
    rig.plug([desk, wall]);
    expect(rig.window('alarms-1').placed).toMatchObject({ display: { id: 2 }, mode: 'maximised', isHome: true });
    expect(rig.state.kept?.current.windows[1]).toMatchObject({ display: { number: 2, label: 'Wall' }, place: 'maximised' });
  });

  it('belong where they were put by hand', () => {
    const rig = createRig();
    rig.order('console', { t: 'open', content: { kind: 'view', view: 'alarms' }, display: 2 });
    rig.pass(5000);
    rig.drag('alarms-1', { x: 100, y: 40, width: 800, height: 600 });
    expect(rig.state.kept?.current.windows[1]).toMatchObject({ display: { number: 1, label: 'Desk' }, place: [100, 40, 800, 600] });
    rig.order('alarms-1', { t: 'move', display: 2 });
    expect(rig.window('alarms-1').placed).toMatchObject({ display: { id: 2 }, bounds: { x: 2020, y: 40, width: 800, height: 600 } });
  });

  it('take an arrangement: the one that asks stays, what it does not name closes, and one gesture leads back', () => {
    const rig = createRig();
    rig.order('console', { t: 'open', content: { kind: 'view', view: 'alarms' } });
    const asker = rig.window('console');
    rig.order('console', { t: 'arrange', arrangement });
    expect(rig.open().map(({ picture }) => picture?.self)).toEqual(['desk', 'wall']);
    expect(rig.window('desk')).toBe(asker);
    expect(asker).toMatchObject({ isOpen: true, loads: 1, placed: { mode: 'maximised' }, picture: { layout: { id: 'day' }, canGoBack: true } });
    expect(rig.window('wall')).toMatchObject({ isKiosk: true, placed: { mode: 'full-screen', display: { id: 2 } } });
    expect(rig.state.isAwake).toBe(true);
    rig.order('desk', { t: 'back' });
    expect(rig.open().map(({ picture }) => picture?.self)).toEqual(['console', 'alarms-1']);
    expect(rig.window('console')).toBe(asker);
    expect(rig.state.isAwake).toBe(false);
    rig.order('console', { t: 'back' });
    expect(rig.open().map(({ picture }) => picture?.self)).toEqual(['desk', 'wall']);
  });

  it('are at most twelve', () => {
    const rig = createRig();
    for (let count = 0; count < 14; count++) rig.order('console', { t: 'open', content: { kind: 'view', view: 'alarms' } });
    expect(rig.open()).toHaveLength(12);
    expect(rig.state.said).toContain('There are 12 windows already; close one first.');
  });

  it('bring a console back when only views were left', () => {
    const rig = createRig([desk], { current: { layout: null, windows: [arranged('alarms', 1, { content: { kind: 'view', view: 'alarms' } })] }, before: null });
    expect(rig.open().map(({ picture }) => picture?.self)).toEqual(['alarms', 'console']);
  });

  it('keep the display on while a page asks for it', () => {
    const rig = createRig();
    rig.order('console', { t: 'awake', isWanted: true });
    expect(rig.state.isAwake).toBe(true);
    rig.order('console', { t: 'awake', isWanted: false });
    expect(rig.state.isAwake).toBe(false);
  });
});

describe('closing a window', () => {
  it('needs no answer for a view or for a console alone', () => {
    const rig = createRig();
    expect(rig.mayClose('console')).toBe(true);
    rig.order('console', { t: 'open', content: { kind: 'view', view: 'alarms' } });
    expect(rig.mayClose('alarms-1')).toBe(true);
  });

  it('is asked about where other windows belong to the console, and then takes one or all', () => {
    const rig = createRig();
    rig.order('console', { t: 'open', content: { kind: 'view', view: 'alarms' } });
    rig.order('console', { t: 'open', content: { kind: 'view', view: 'trends' } });
    expect(rig.mayClose('console')).toBe(false);
    expect(rig.window('console').questions).toEqual([{ reason: 'others', others: 2, refusal: null }]);
    rig.order('console', { t: 'asking' });
    rig.pass(60_000);
    expect(rig.open()).toHaveLength(3);
    rig.order('console', { t: 'leave', scope: 'window' });
    expect(rig.open().map(({ name }) => name)).toEqual(['alarms-1', 'trends-2']);
    rig.order('alarms-1', { t: 'leave', scope: 'all' });
    expect(rig.state.quits).toBe(1);
  });

  it('of a kiosk waits for its guard, and closes all the same when its page does not answer', () => {
    const rig = createRig();
    rig.order('console', { t: 'arrange', arrangement });
    rig.signedIn('wall', 'lead');
    expect(rig.mayClose('wall')).toBe(false);
    expect(rig.mayClose('wall')).toBe(false);
    expect(rig.window('wall').questions).toEqual([{ reason: 'kiosk', refusal: null }]);
    rig.pass(3000);
    expect(rig.open().map(({ picture }) => picture?.self)).toEqual(['desk']);
  });

  it.each(['view', 'operate', null] as const)('of a kiosk in the role %s is refused whatever its page says', (role) => {
    const rig = createRig();
    rig.order('console', { t: 'arrange', arrangement });
    rig.order('desk', { t: 'arrange', arrangement });
    if (role !== null) rig.signedIn('wall', role);
    const names = (): readonly (string | undefined)[] => rig.open().map(({ picture }) => picture?.self);
    expect(rig.mayClose('wall')).toBe(false);
    const refusal = role === null ? /it is not known who is here until the engine answers/ : new RegExp(`needs the role lead; this console has ${role}`);
    expect(rig.window('wall').questions).toEqual([{ reason: 'kiosk', refusal: expect.stringMatching(refusal) as string }]);
    // A page that was tampered with asks all the same, and one that hangs is no way out either.
    rig.order('wall', { t: 'asking' });
    rig.order('wall', { t: 'leave', scope: 'window' });
    rig.order('wall', { t: 'leave', scope: 'all' });
    rig.order('wall', { t: 'back' });
    rig.order('wall', { t: 'arrange', arrangement: { layout: null, windows: [arranged('console', 1)] } });
    expect(names()).toEqual(['desk', 'wall']);
    expect(rig.mayClose('wall')).toBe(false);
    rig.pass(3000);
    expect(names()).toEqual(['desk', 'wall']);
    expect(rig.window('wall').reloads).toBe(1);
    expect(rig.state).toMatchObject({ quits: 0 });
    expect(rig.state.said.every((sentence) => refusal.test(sentence))).toBe(true);
    expect(rig.state.said).toHaveLength(5);
    // Somebody of that role is there now.
    rig.signedIn('wall', 'lead');
    rig.order('wall', { t: 'leave', scope: 'window' });
    expect(names()).toEqual(['desk']);
  });

  it('of all windows is refused to who may not end the kiosk among them', () => {
    const rig = createRig();
    rig.order('console', { t: 'arrange', arrangement });
    rig.signedIn('desk', 'operate');
    expect(rig.mayClose('desk')).toBe(false);
    expect(rig.window('desk').questions).toEqual([{ reason: 'others', others: 1, refusal: expect.stringContaining('needs the role lead') as string }]);
    rig.order('desk', { t: 'leave', scope: 'all' });
    expect(rig.state.quits).toBe(0);
    rig.order('desk', { t: 'leave', scope: 'window' });
    expect(rig.open().map(({ picture }) => picture?.self)).toEqual(['wall']);
  });

  it('is never asked about when the product ends, and nothing of the arrangement is lost', () => {
    const rig = createRig();
    rig.order('console', { t: 'arrange', arrangement });
    rig.end();
    expect(rig.mayClose('wall')).toBe(true);
    for (const { picture } of rig.open()) rig.closed(picture?.self ?? '');
    expect(rig.state.kept?.current.windows.map(({ name }) => name)).toEqual(['desk', 'wall']);
  });

  it('of the last one leaves it for the next start', () => {
    const rig = createRig();
    rig.closed('console');
    expect(rig.state.kept?.current.windows.map(({ name }) => name)).toEqual(['console']);
  });
});
