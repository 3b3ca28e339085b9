import type { Incident } from '#shared/model/incident.ts';

/** What a runbook was opened for, as far as an incident can be found by it. */
type Origin = { readonly incident: string | null; readonly alarm: string | null; readonly asset: string | null };

/**
 * The open incident a run begun for this belongs to: the one it names, else the newest one that began with its alarm or is
 * linked to it, else the newest one that affects its asset; null where none does. `open` oldest first.
 */
export function incidentOfOrigin({ incident, alarm, asset }: Origin, open: readonly Pick<Incident, 'id' | 'origin' | 'links' | 'assets'>[]): string | null {
  if (incident !== null) return incident;
  const isOfAlarm = ({ origin, links }: Pick<Incident, 'origin' | 'links'>): boolean => ('alarm' in origin && origin.alarm === alarm) || links.some((link) => link.kind === 'alarm' && link.alarm === alarm);
  const found = (alarm === null ? undefined : open.findLast(isOfAlarm)) ?? (asset === null ? undefined : open.findLast(({ assets }) => assets.some((one) => one === asset)));
  return found?.id ?? null;
}
