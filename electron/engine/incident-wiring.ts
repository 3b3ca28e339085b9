import { draftHandover } from '#shared/incident/draft-handover.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { formatValue } from '#shared/model/format-value.ts';
import type { HandoverDraft } from '#shared/model/handover.ts';
import type { Incident } from '#shared/model/incident.ts';
import { Q } from '#shared/model/quality.ts';
import { createHandovers, type HandoverService } from './incidents/handover-service.ts';
import { closeBefore } from './incidents/incident-before.ts';
import { createIncidents, type IncidentService } from './incidents/incident-service.ts';
import type { TimelineScope } from './incidents/timeline-query.ts';
import type { Plant } from './plant.ts';
import type { Ports } from './ports.ts';
import type { Records } from './records/records.ts';
import type { RunbookService } from './runbooks/run-service.ts';
import type { Store } from './store/store.ts';
import type { TextTable } from './tags/text-table.ts';

export type IncidentParts = {
  readonly service: IncidentService;
  readonly handovers: HandoverService;
  /** What an incident touches: its assets and those below; everything where it has none. */
  scopeOf(incident: Pick<Incident, 'assets' | 'links' | 'origin'>, isWholePlant: boolean): TimelineScope;
  /** When the incident before this one on the same assets was closed, where that was within its lead; null else. */
  closeBefore(incident: Incident): Promise<number | null>;
  /** Every alarm there is, those that devices brought along too. */
  alarmOf(alarm: string): AlarmDefinition | null;
  assetOfAlarm(alarm: AlarmDefinition): string | null;
  close(): Promise<void>;
};

type Options = {
  readonly ports: Ports;
  readonly store: Store;
  readonly records: Records;
  readonly texts: TextTable;
  readonly plant: () => Plant;
  readonly runbooks: RunbookService;
  readonly isStill: boolean;
};

const mostNotes = 2000;

/** Incidents and handovers over the plant of the moment, which a reload replaces. */
export async function wireIncidents({ ports: { clock, log }, store, records, texts, plant, runbooks, isStill }: Options): Promise<IncidentParts> {
  let known: { readonly plant: Plant; readonly byId: ReadonlyMap<string, AlarmDefinition> } | null = null;
  const alarmOf = (alarm: string): AlarmDefinition | null => {
    const now = plant();
    if (known?.plant !== now) known = { plant: now, byId: new Map(now.project.alarms.map((one) => [one.id, one])) };
    // What the project does not have, a device may have brought along.
    return known.byId.get(alarm) ?? now.alarms.currentOf(alarm as AlarmDefinition['id'])?.definition ?? null;
  };
  const assetOfTag = (tag: string): string | null => {
    const { project } = plant();
    return project.tags[project.directory.get(tag)?.index ?? -1]?.asset ?? null;
  };
  const assetOfAlarm = (alarm: AlarmDefinition): string | null => alarm.asset ?? assetOfTag(alarm.tag);
  const service = await createIncidents({ records, clock, log, isStill });

  /** Tags whose value stands as somebody set it at the device: a mark of quality that comes with each value. */
  const forcedTags = () => {
    const { project, table } = plant();
    const forced: { tag: string; name: string; value: string; sinceMs: null }[] = [];
    for (let at = 0; at < table.size; at++) {
      const code = ((table.quality[at] ?? 0) & 0xffff0000) >>> 0;
      const tag = project.tags[at];
      if (tag === undefined || (code !== Q.goodLocalOverride && code !== Q.uncertainTransducerInManual)) continue;
      const value = table.value[at] ?? Number.NaN;
      forced.push({ tag: tag.id, name: tag.name, value: `${formatValue(tag, value, (index) => texts.text(index))} ${tag.unit}`.trim(), sinceMs: null });
    }
    return forced;
  };
  const openActions = async (): Promise<readonly Incident[]> => {
    const found: Incident[] = [];
    for (const { id } of service.list({ state: 'closed', beforeNumber: null, limit: mostClosedLooked })) {
      const incident = await service.get(id);
      if (incident?.tasks.some(({ state }) => state === 'carried-over') === true) found.push(incident);
    }
    return found;
  };
  const draft = async (sinceMs: number | null): Promise<HandoverDraft> => {
    const nowMs = clock.nowMs();
    return draftHandover({
      nowMs,
      sinceMs,
      incidents: service.open(),
      openActions: await openActions(),
      runs: runbooks.summaries().filter(({ status, dry }) => dry === undefined && (status === 'running' || status === 'paused')).map(({ run, runbook, number, title, step, status, begunMs, responsible, locks }) => ({ run, runbook, number, title, step: step?.title ?? '', state: status, begunMs, by: responsible.user, locks })),
      standings: plant().alarms.standings(),
      messageOf: (alarm) => alarmOf(alarm)?.message ?? alarm,
      forced: forcedTags(),
      // A note on a time long past may be written today: what counts is when it was written.
      notes: await store.notes.in({ fromMs: Math.min(sinceMs ?? nowMs - firstSpanMs, nowMs - firstSpanMs), toMs: nowMs, limit: mostNotes }),
    });
  };
  const handovers = await createHandovers({ records, log, draft });

  const scope: IncidentParts['scopeOf'] = (incident, isWholePlant) => scopeOf(plant, { alarmOf, assetOfTag, assetOfAlarm }, incident, isWholePlant);
  /** One without assets is of the whole plant. */
  const isBelow = (some: Incident, all: Incident): boolean => {
    const { isAssetInside } = scope(all, false);
    return all.assets.length === 0 || some.assets.some(isAssetInside);
  };

  return {
    service,
    handovers,
    scopeOf: scope,
    closeBefore: (incident) => closeBefore(service, incident, (other) => isBelow(other, incident) || isBelow(incident, other)),
    alarmOf,
    assetOfAlarm,
    async close() {
      await service.close();
      await handovers.close();
    },
  };
}

/** Open actions of incidents closed longer ago are not looked for. */
const mostClosedLooked = 200;
/** What the first handover, or one after a long pause, looks back to. */
const firstSpanMs = 24 * 3_600_000;

type Lookups = Pick<IncidentParts, 'alarmOf' | 'assetOfAlarm'> & { assetOfTag(tag: string): string | null };

function scopeOf(plant: () => Plant, { alarmOf, assetOfTag, assetOfAlarm }: Lookups, { assets, links, origin }: Pick<Incident, 'assets' | 'links' | 'origin'>, isWholePlant: boolean): TimelineScope {
  const { project, alarms } = plant();
  const factsOf: TimelineScope['factsOf'] = (alarm) => {
    const definition = alarmOf(alarm);
    return definition === null ? null : { message: definition.message, tag: definition.tag, asset: (assetOfAlarm(definition) as Incident['assets'][number] | null) ?? null };
  };
  if (isWholePlant || assets.length === 0) return { alarms: null, factsOf, isTagInside: () => true, isAssetInside: () => true };
  const parentOf = new Map<string, string | undefined>(project.assets.map(({ id, parent }) => [id, parent]));
  const wanted = new Set<string>(assets);
  const isAssetInside = (asset: string): boolean => {
    const way = new Set<string>();
    for (let here: string | undefined = asset; here !== undefined && !way.has(here); here = parentOf.get(here)) {
      if (wanted.has(here)) return true;
      way.add(here);
    }
    return false;
  };
  const inside = alarms.definitions.filter((one) => isAssetInside(assetOfAlarm(one) ?? '')).map(({ id }) => id as string);
  const named = links.flatMap((link) => (link.kind === 'alarm' ? [link.alarm as string] : []));
  return { alarms: new Set([...inside, ...named, ...('alarm' in origin ? [origin.alarm as string] : [])]), factsOf, isTagInside: (tag) => isAssetInside(assetOfTag(tag) ?? ''), isAssetInside };
}
