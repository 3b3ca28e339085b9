import { describe, expect, it } from 'vitest';
import type { LoadNow } from '#shared/model/alarm-load.ts';
import type { Rpc } from './connection.ts';
import { createLoadFeed } from './load-feed.ts';

type Opened = {
  readonly name: string;
  onItem(item: LoadNow): void;
  onEnded(fault: { code: string; message: string }): void;
  isClosed: boolean;
};

/** A line that remembers which streams were opened on it. */
function line() {
  const opened: Opened[] = [];
  const rpc = {
    open(name: string, _params: unknown, listeners: Pick<Opened, 'onItem' | 'onEnded'>) {
      const stream: Opened = { name, ...listeners, isClosed: false };
      opened.push(stream);
      return { close: () => void (stream.isClosed = true) };
    },
  };
  return { opened, rpc: rpc as unknown as Rpc };
}
const now: LoadNow = { last10: 3, floodSinceMs: null, isWhole: true, windows: [] };

describe('the running alarm load', () => {
  it('is asked for while somebody looks, and once for all who do', () => {
    const { opened, rpc } = line();
    const feed = createLoadFeed({ after: () => () => undefined });
    feed.attach(rpc);
    expect(opened).toHaveLength(0);
    const [first, second] = [feed.watch(), feed.watch()];
    expect(opened.map(({ name }) => name)).toEqual(['alarms.loadNow']);
    opened[0]?.onItem(now);
    expect(feed.store.getState()).toBe(now);
    first();
    first();
    expect(opened[0]?.isClosed).toBe(false);
    second();
    expect(opened[0]?.isClosed).toBe(true);
    expect(feed.store.getState()).toBeNull();
  });

  it('is not known while the line is down, and comes back with it', () => {
    const [before, after] = [line(), line()];
    const feed = createLoadFeed({ after: () => () => undefined });
    feed.attach(before.rpc);
    feed.watch();
    before.opened[0]?.onItem(now);
    feed.detach();
    expect(feed.store.getState()).toBeNull();
    feed.attach(after.rpc);
    expect(after.opened).toHaveLength(1);
  });

  it('is asked for again when the engine ended it', () => {
    const { opened, rpc } = line();
    const later: (() => void)[] = [];
    const feed = createLoadFeed({ after: (_ms, call) => (later.push(call), () => undefined) });
    feed.attach(rpc);
    feed.watch();
    opened[0]?.onEnded({ code: 'internal', message: '' });
    later[0]?.();
    expect(opened).toHaveLength(2);
  });
});
