import type { Incident } from '#shared/model/incident.ts';

const leadMs = 5 * 60_000;

/** What a recording of an incident takes: from five minutes before what began it, or its earliest precursor, to a minute after its close, or `nowMs` while it is open. */
export function incidentSpan({ startMs, openedMs, precursorMs, closed }: Pick<Incident, 'startMs' | 'openedMs' | 'precursorMs' | 'closed'>, nowMs: number): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = Math.floor(Math.min(startMs, openedMs, precursorMs ?? Number.POSITIVE_INFINITY) - leadMs);
  return { fromMs, toMs: Math.max(fromMs + 1, Math.ceil(closed === null ? nowMs : Math.min(nowMs, closed.atMs + 60_000))) };
}
