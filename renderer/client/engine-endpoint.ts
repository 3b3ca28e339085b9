import type { LeaveQuestion, WindowOrder, WindowPicture } from '#shared/model/window-order.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import type { Connector } from './connection.ts';
import { createWorkerLines, type LineTarget } from './worker-channel.ts';

/** What the preload script of the Electron window exposes; absent in a browser. */
export type FirstoutShell = LineShell & WindowShell;

export type WindowShell = {
  /** Called with what displays and windows there are, at the start and after each change. */
  readonly onWindows: (receive: (picture: WindowPicture) => void) => void;
  /** Called when this window shall be closed and must ask first; answered by the orders `asking` and `leave`. */
  readonly onLeaving: (receive: (question: LeaveQuestion) => void) => void;
  /** Called with each link that was opened on this machine; asks for one that came before. */
  readonly onLink: (receive: (link: string) => void) => void;
  readonly order: (order: WindowOrder) => void;
};

export type LineShell = {
  /** Called with each new line and asks for the first. A port itself comes by `message` event, since no bridge carries ports. */
  readonly onEngine: (call: (line: { readonly kind: 'socket'; readonly url: string; readonly token: string } | { readonly kind: 'port'; readonly token: string }) => void) => void;
  /** Asks for a new line, after the one before ended. Tokens are good for one line each. */
  readonly askEngine: () => void;
  readonly window: { readonly minimise: () => void; readonly toggleMaximise: () => void; readonly close: () => void };
  readonly platform: string;
};

type Offer = { readonly target: LineTarget; readonly token: string };

declare global {
  interface Window {
    readonly firstoutShell?: FirstoutShell;
  }
}

const tokenKey = 'firstout.token';

/** Lines to the engine of this window: through the preload script in Electron, to the serving host in a browser. */
export function createConnector(worker: Worker): Connector {
  const openLine = createWorkerLines(worker);
  const shell = window.firstoutShell;
  if (shell === undefined) return { open: () => ({ channel: openLine(browserTarget()), token: browserToken() }), onRenewed: whenHashChanges };

  return createShellConnector(shell, openLine);
}

/** Each line and its token are used once; when they are spent a new one is asked for and comes through `onRenewed`. */
export function createShellConnector(shell: LineShell, openLine: (target: LineTarget) => Channel): Connector {
  let offer: Offer | null = null;
  let renewed: () => void = () => undefined;
  const take = (next: Offer): void => {
    offer = next;
    renewed();
  };
  window.addEventListener('message', (event) => {
    const data = event.data as { readonly t?: unknown; readonly token?: unknown } | null;
    const port = event.ports[0];
    if (event.source !== window || data?.t !== 'firstout.engine' || typeof data.token !== 'string' || port === undefined) return;
    take({ target: { kind: 'port', port }, token: data.token });
  });
  shell.onEngine((line) => {
    if (line.kind === 'socket') take({ target: { kind: 'socket', url: line.url }, token: line.token });
  });
  let isAsked = true;
  return {
    open() {
      const now = offer;
      offer = null;
      if (now !== null) {
        isAsked = false;
        return { channel: openLine(now.target), token: now.token };
      }
      if (!isAsked) shell.askEngine();
      isAsked = true;
      return null;
    },
    onRenewed(call) {
      renewed = call;
    },
  };
}

const browserTarget = (): LineTarget => ({
  kind: 'socket',
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/engine`,
});

/** The token of the address, moved to the tab's own storage so that it stays out of history and screenshots. */
function browserToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    sessionStorage.setItem(tokenKey, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(tokenKey) ?? '';
}

/** Someone pasted a new access link into the open tab. */
function whenHashChanges(renewed: () => void): void {
  window.addEventListener('hashchange', () => {
    if (location.hash.includes('token=')) renewed();
  });
}
