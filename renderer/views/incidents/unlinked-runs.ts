import type { Incident } from '#shared/model/incident.ts';
import type { RunSummary } from '#shared/model/runbook-run.ts';

type Subject = Pick<Incident, 'id' | 'origin' | 'links' | 'assets' | 'startMs' | 'openedMs' | 'precursorMs' | 'closed'>;

/**
 * Runs that are about what an incident is about and belong to none: begun for its alarm, or for one of its assets or something
 * below (`isWithin`), of no incident by their first record and linked to none of `open`, and not over when it began nor begun when it
 * was closed. Oldest first. Mostly somebody took the runbook before anybody thought of an incident.
 */
export function unlinkedRuns(runs: readonly RunSummary[], { id, origin, links, assets, startMs, openedMs, precursorMs, closed }: Subject, open: readonly Pick<Incident, 'id' | 'links'>[], isWithin: (asset: string, ancestor: string) => boolean): readonly RunSummary[] {
  const alarms = new Set<string>([...('alarm' in origin ? [origin.alarm] : []), ...links.flatMap((link) => (link.kind === 'alarm' ? [link.alarm] : []))]);
  const linked = new Set<string>([...links, ...open.filter((one) => one.id !== id).flatMap((one) => one.links)].flatMap((link) => (link.kind === 'run' ? [link.run] : [])));
  const beganMs = Math.min(startMs, openedMs, precursorMs ?? Number.POSITIVE_INFINITY);
  return runs
    .filter(({ run, incident, dry, begunMs, endedMs }) => dry === undefined && incident === null && !linked.has(run) && (endedMs === null || endedMs >= beganMs) && (closed === null || begunMs <= closed.atMs))
    .filter(({ alarm, asset }) => (alarm !== null && alarms.has(alarm)) || (asset !== null && assets.some((one) => isWithin(asset, one))))
    .toSorted((a, b) => a.begunMs - b.begunMs);
}
