import type { Incident } from '../model/incident.ts';
import type { IncidentFigures, IncidentReport } from '../model/incident-report.ts';
import type { TimelineEntry } from '../model/incident-timeline.ts';
import { timelineOrder } from './timeline.ts';

const peakMs = 10 * 60_000;

export type ReportFacts = {
  readonly incident: Incident;
  /** In any order. */
  readonly timeline: readonly TimelineEntry[];
  readonly isWhole: boolean;
  readonly madeMs: number;
  readonly chain: { readonly seq: number; readonly head: string };
};

/** The data of a report: figures are counted from the timeline it shows, so that a reader can count them too. */
export function incidentReport({ incident, timeline, isWhole, madeMs, chain }: ReportFacts): IncidentReport {
  const ordered = [...timeline].sort(timelineOrder);
  const raised = ordered.filter(({ source, what }) => source === 'alarm' && what === 'raised');
  const peak = busiest(raised.map(({ timeMs }) => timeMs));
  const moments: IncidentReport['moments'] = [
    ...(incident.precursorMs === null ? [] : [{ timeMs: incident.precursorMs, what: 'precursor' as const }]),
    { timeMs: incident.startMs, what: 'start' },
    ...(peak === null ? [] : [{ timeMs: peak.fromMs, what: 'peak' as const }]),
    { timeMs: incident.openedMs, what: 'opened' },
    ...(incident.closed === null ? [] : [{ timeMs: incident.closed.atMs, what: 'closed' as const }]),
  ];
  return {
    incident,
    madeMs,
    chain,
    figures: figuresOf(incident, ordered, raised, peak?.count ?? 0),
    timeline: ordered,
    isWhole,
    openActions: incident.tasks.filter(({ state }) => state === 'open' || state === 'carried-over'),
    moments: moments.sort((a, b) => a.timeMs - b.timeMs),
  };
}

function figuresOf(incident: Incident, ordered: readonly TimelineEntry[], raised: readonly TimelineEntry[], mostIn10Min: number): IncidentFigures {
  const { startMs, openedMs, closed, updates, missedUpdates } = incident;
  const firstUpdate = ordered.find(({ source, what }) => source === 'incident' && what === 'update');
  const waits = ackWaits(ordered);
  return {
    toOpenMs: openedMs - startMs,
    toFirstUpdateMs: firstUpdate === undefined ? null : firstUpdate.timeMs - startMs,
    toCloseMs: closed === null ? null : closed.atMs - startMs,
    downtimeMin: closed?.downtimeMin ?? null,
    updates,
    missedUpdates,
    alarms: raised.length,
    mostIn10Min,
    differentAlarms: new Set(raised.map(({ alarm }) => alarm)).size,
    acknowledgements: ordered.filter(({ source, what }) => source === 'alarm' && what === 'acknowledged').length,
    medianAckMs: median(waits),
    writes: ordered.filter(({ source, what }) => source === 'action' && what === 'tag.write').length,
    // Pictures of moments are made of what happened; nobody noted anything by them.
    notes: ordered.filter(({ group, what }) => group === 'notes' && what !== 'picture').length,
    precursors: ordered.filter(({ isPrecursor }) => isPrecursor).length,
  };
}

/** From each raise to the acknowledgement next after it; a raise nobody acknowledged has none. */
function ackWaits(ordered: readonly TimelineEntry[]): readonly number[] {
  const open = new Map<string, number>();
  const waits: number[] = [];
  for (const { source, what, alarm, timeMs } of ordered) {
    if (source !== 'alarm' || alarm === null) continue;
    const since = open.get(alarm);
    // An alarm that comes again before it was acknowledged has waited since it first came.
    if (what === 'raised' && since === undefined) open.set(alarm, timeMs);
    if (what !== 'acknowledged' || since === undefined) continue;
    waits.push(timeMs - since);
    open.delete(alarm);
  }
  return waits;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The ten minutes, from one alarm on, with the most alarms; the earliest of equals. Times ascend. */
function busiest(times: readonly number[]): { readonly fromMs: number; readonly count: number } | null {
  let best: { fromMs: number; count: number } | null = null;
  for (let from = 0, to = 0; from < times.length; from++) {
    const fromMs = times[from] as number;
    while (to < times.length && (times[to] as number) < fromMs + peakMs) to++;
    if (best === null || to - from > best.count) best = { fromMs, count: to - from };
  }
  return best;
}
