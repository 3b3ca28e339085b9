import type { Incident, IncidentId } from '#shared/model/incident.ts';
import type { IncidentService } from './incident-service.ts';

type Began = Pick<Incident, 'id' | 'startMs' | 'openedMs' | 'precursorMs'>;

/** Before what began it, where what led there stands, ms. */
export const leadMs = 120_000;

/** The first thing known of an incident, UTC epoch ms: what began it, its opening, or its earliest precursor. */
export const beganMs = ({ startMs, openedMs, precursorMs }: Omit<Began, 'id'>): number => Math.min(startMs, openedMs, precursorMs ?? Number.POSITIVE_INFINITY);

/** Closed ones that are looked through, the newest. */
const mostLooked = 200;

/**
 * When the incident before this one was closed, where that was within its lead and it touched the same assets (`touches`); null
 * where there was none. What came up to then was of that one, and is told there. One that was opened again is not over.
 */
export async function closeBefore({ list, get }: Pick<IncidentService, 'list' | 'get'>, incident: Began, touches: (other: Incident) => boolean): Promise<number | null> {
  const toMs = beganMs(incident);
  const candidates = list({ state: 'closed', beforeNumber: null, limit: mostLooked }).flatMap(({ id, closedMs }): { readonly id: IncidentId; readonly closedMs: number }[] =>
    closedMs === null || id === incident.id || closedMs > toMs || closedMs < toMs - leadMs ? [] : [{ id, closedMs }],
  );
  for (const { id, closedMs } of candidates.sort((a, b) => b.closedMs - a.closedMs)) {
    const other = await get(id);
    if (other !== null && touches(other)) return closedMs;
  }
  return null;
}
