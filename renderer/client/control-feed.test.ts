import { describe, expect, it } from 'vitest';
import type { ControlState } from '#shared/model/control.ts';
import type { Rpc } from './connection.ts';
import { createControlFeed } from './control-feed.ts';

const off: ControlState = { authority: 'off', areas: [], marks: [] };

/** A line on which the test sends what the engine would. */
function setUp() {
  const timers: (() => void)[] = [];
  const opened: { readonly name: string; readonly onItem: (item: ControlState) => void; readonly onEnded: (fault: { readonly code: string; readonly message: string }) => void }[] = [];
  const feed = createControlFeed({
    after: (_ms, call) => {
      timers.push(call);
      return () => undefined;
    },
  });
  const rpc = {
    open: (name: string, _params: unknown, events: { onItem: (item: ControlState) => void; onEnded: (fault: { code: string; message: string }) => void }) => {
      opened.push({ name, ...events });
      return { close: () => undefined };
    },
  } as unknown as Rpc;
  return { feed, rpc, opened, elapse: () => timers.splice(0).forEach((call) => call()) };
}

describe('control of the plant, as the console knows it', () => {
  it('is followed as long as there is a line, and not known without one', () => {
    const { feed, rpc, opened } = setUp();
    expect(feed.store.getState()).toBeNull();
    feed.attach(rpc);
    expect(opened.map(({ name }) => name)).toEqual(['control.state']);
    opened[0]?.onItem(off);
    expect(feed.store.getState()).toBe(off);
    feed.detach();
    expect(feed.store.getState()).toBeNull();
    feed.attach(rpc);
    expect(opened).toHaveLength(2);
  });
  it('is asked for again where the engine ended it, and not where the line did', () => {
    const { feed, rpc, opened, elapse } = setUp();
    feed.attach(rpc);
    opened[0]?.onEnded({ code: 'internal', message: '' });
    elapse();
    expect(opened).toHaveLength(2);
    opened[1]?.onEnded({ code: 'disconnected', message: '' });
    elapse();
    expect(opened).toHaveLength(2);
    feed.detach();
    opened[1]?.onEnded({ code: 'internal', message: '' });
    elapse();
    expect(opened).toHaveLength(2);
  });
});
