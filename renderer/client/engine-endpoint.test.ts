import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Channel } from '#shared/rpc/channel.ts';
import { createShellConnector, type FirstoutShell } from './engine-endpoint.ts';
import type { LineTarget } from './worker-channel.ts';

const channel: Channel = { send: () => undefined, onMessage: () => undefined, onClose: () => undefined, close: () => undefined };

function setUp() {
  const page = new EventTarget();
  vi.stubGlobal('window', page);
  let give: Parameters<FirstoutShell['onEngine']>[0] = () => undefined;
  const askEngine = vi.fn<() => void>();
  const opened: LineTarget[] = [];
  const renewed = vi.fn<() => void>();
  const connector = createShellConnector(
    { onEngine: (call) => void (give = call), askEngine, window: { minimise: () => undefined, toggleMaximise: () => undefined, close: () => undefined }, platform: 'linux' },
    (target) => {
      opened.push(target);
      return channel;
    },
  );
  connector.onRenewed(renewed);
  const post = (data: unknown, ports: readonly object[], source: object = page): void =>
    void page.dispatchEvent(Object.assign(new Event('message'), { data, ports, source }));
  return { connector, give: (...line: Parameters<typeof give>) => give(...line), askEngine, opened, renewed, post };
}

afterEach(() => void vi.unstubAllGlobals());

describe('the lines of an Electron window', () => {
  it('waits for the first line, which the bridge asks for by itself', () => {
    const { connector, askEngine } = setUp();
    expect(connector.open()).toBeNull();
    expect(askEngine).not.toHaveBeenCalled();
  });

  it('uses each line and its token once, and asks once for the next', () => {
    const { connector, give, askEngine, opened, renewed } = setUp();
    give({ kind: 'socket', url: 'ws://127.0.0.1:1/engine', token: 'one' });
    expect(renewed).toHaveBeenCalledTimes(1);
    expect(connector.open()).toEqual({ channel, token: 'one' });
    expect(opened).toEqual([{ kind: 'socket', url: 'ws://127.0.0.1:1/engine' }]);
    expect(connector.open()).toBeNull();
    expect(connector.open()).toBeNull();
    expect(askEngine).toHaveBeenCalledTimes(1);
    give({ kind: 'socket', url: 'ws://127.0.0.1:2/engine', token: 'two' });
    expect(connector.open()?.token).toBe('two');
  });

  it('takes a port that was posted to the page, and nothing posted from elsewhere or without a port', () => {
    const { connector, opened, post } = setUp();
    const port = {};
    post({ t: 'firstout.engine', token: 'evil' }, [port], {});
    post({ t: 'firstout.engine', token: 'empty' }, []);
    post({ t: 'other', token: 'other' }, [port]);
    expect(connector.open()).toBeNull();
    post({ t: 'firstout.engine', token: 'good' }, [port]);
    expect(connector.open()?.token).toBe('good');
    expect(opened).toEqual([{ kind: 'port', port }]);
  });
});
