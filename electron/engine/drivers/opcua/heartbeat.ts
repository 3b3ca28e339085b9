import { Q, type Quality } from '#shared/model/quality.ts';
import type { DriverContext } from '../driver.ts';
import type { HealthBook } from '../health.ts';
import type { LiveSession } from './live-session.ts';
import type { OpcuaOptions } from './options.ts';
import type { Publisher } from './publisher.ts';

export type Heartbeat = { stop(): void };

const serverStates = ['running', 'failed', 'no configuration', 'suspended', 'shutdown', 'test', 'communication fault', 'unknown'];

/**
 * Watches one session from above the library. Once per keep-alive time it reads the server's clock and state, which
 * proves the link and gives its round trip; four times as often it looks for silence. A subscription silent for twice
 * its keep-alive time, or a reading unanswered for so long, ends the session through `lose`, whatever the library and
 * the socket believe. Gives nothing up when it was this process that stood still.
 */
export function createHeartbeat(
  context: DriverContext,
  options: OpcuaOptions,
  health: HealthBook,
  live: LiveSession,
  publisher: Publisher,
  lose: (problem: string, quality: Quality, keep: boolean) => void,
): Heartbeat {
  const { clock } = context;
  const { library, session } = live;
  const lookMs = options.keepAliveMs / 4;
  const nodesToRead = [library.VariableIds.Server_ServerStatus_CurrentTime, library.VariableIds.Server_ServerStatus_State].map((id) => ({
    nodeId: library.makeNodeId(id),
    attributeId: library.AttributeIds.Value,
  }));
  let askedMs = Number.NaN;
  let lastLookMs = clock.monotonicMs();
  let lastAskMs = Number.NEGATIVE_INFINITY;
  let isStopped = false;

  const silent = (): void => {
    stop();
    lose(`${options.endpoint} has been silent for ${2 * options.keepAliveMs} ms: check network and server.`, Q.badTimeout, true);
  };
  const ask = (): void => {
    askedMs = lastAskMs = clock.monotonicMs();
    health.requested();
    session.read(nodesToRead).then(
      ([time, state]) => {
        if (isStopped) return;
        const tripMs = clock.monotonicMs() - askedMs;
        askedMs = Number.NaN;
        health.answered(tripMs);
        const serverTime: unknown = time?.value?.value;
        if (serverTime instanceof Date) {
          const aheadMs = serverTime.getTime() - (clock.nowMs() - tripMs / 2);
          // It gives its time in whole milliseconds.
          health.clock(aheadMs, tripMs / 2 + 1);
          health.detail('server clock ahead of ours, s', (Math.round(aheadMs / 100) / 10 + 0).toFixed(1));
        }
        const number: unknown = state?.value?.value;
        health.detail('server state', typeof number === 'number' ? (serverStates[number] ?? `state ${number}`) : null);
      },
      (error: unknown) => {
        if (isStopped) return;
        health.failed();
        const message = error instanceof Error ? error.message : String(error);
        if (/BadSessionIdInvalid|BadSessionClosed|BadSessionNotActivated/.test(message)) {
          stop();
          lose(`${options.endpoint} no longer knows our session.`, Q.badNotConnected, false);
        }
        // Anything else leaves `askedMs` standing: the next look finds the silence, or the socket reports its end.
      },
    );
  };
  const look = (): void => {
    const now = clock.monotonicMs();
    const wasAsleep = now - lastLookMs > options.keepAliveMs;
    lastLookMs = now;
    if (wasAsleep) {
      // This process stood still: what arrived meanwhile is still unread, so nothing can be said about the server.
      publisher.excuse(now);
      if (!Number.isNaN(askedMs)) askedMs = now;
      return;
    }
    if (now - askedMs > 2 * options.keepAliveMs || publisher.isSilent(now)) return silent();
    if (Number.isNaN(askedMs) && now - lastAskMs >= options.keepAliveMs) ask();
  };
  const cancel = clock.every(lookMs, look);
  const stop = (): void => {
    isStopped = true;
    cancel();
  };
  ask();
  return { stop };
}
