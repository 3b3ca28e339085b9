import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Connector } from '../client/connection.ts';
import { type ConsoleClient, createConsoleClient } from '../client/console-client.ts';
import { loadPreferences } from '../client/preferences.ts';
import { browserTimers } from '../client/timers.ts';
import { ClientContext, createServices } from '../client/use-client.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Shell } from './shell.tsx';
import '../theme/base.css';

/** Draws the console into `root` with lines from this connector. */
export function startConsole(root: HTMLElement, connector: Connector): ConsoleClient {
  loadPreferences(localStorage);
  const client = createConsoleClient(connector, browserTimers);
  const services = createServices(client);
  createRoot(root).render(
    <StrictMode>
      <ClientContext value={services}>
        <ErrorBoundary what="The console">
          <Shell />
        </ErrorBoundary>
      </ClientContext>
    </StrictMode>,
  );
  return client;
}
