import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Connector } from '../client/connection.ts';
import { type ConsoleClient, createConsoleClient } from '../client/console-client.ts';
import { followReplayLinks } from '../client/open-replay-link.ts';
import { loadPreferences } from '../client/preferences.ts';
import { browserTimers } from '../client/timers.ts';
import { ClientContext } from '../client/use-client.ts';
import { PeersContext } from './displays/arrange.ts';
import { joinWindows } from './displays/join-windows.ts';
import { followShell } from './displays/windows.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { offerPictures } from './moment-pictures.ts';
import { Shell } from './shell.tsx';
import '../theme/base.css';

/** Draws the console into `root` with lines from this connector. */
export function startConsole(root: HTMLElement, connector: Connector): ConsoleClient {
  loadPreferences(localStorage);
  const client = createConsoleClient(connector, browserTimers);
  if (window.firstoutShell !== undefined) followShell(window.firstoutShell);
  const { services, peers } = joinWindows(client);
  offerPictures(services.client);
  if (window.firstoutShell !== undefined) followReplayLinks(services.client, window.firstoutShell);
  createRoot(root).render(
    <StrictMode>
      <ClientContext value={services}>
        <PeersContext value={peers}>
          <ErrorBoundary what="The console">
            <Shell />
          </ErrorBoundary>
        </PeersContext>
      </ClientContext>
    </StrictMode>,
  );
  return services.client;
}
