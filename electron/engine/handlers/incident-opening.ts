import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { IncidentOpening, IncidentLink, Severity } from '#shared/model/incident.ts';
import { type Role, roleCovers } from '#shared/rpc/define.ts';
import type { EngineParts } from './engine-parts.ts';

export type OpeningAsked = {
  readonly origin: { readonly kind: 'alarm'; readonly alarm: string } | { readonly kind: 'first-out'; readonly group: number } | { readonly kind: 'asset'; readonly asset: AssetId } | { readonly kind: 'report'; readonly by: string };
  readonly severity: Severity;
  readonly title?: string | undefined;
  readonly commander?: string | undefined;
  readonly assets: readonly AssetId[];
  readonly links: readonly IncidentLink[];
  readonly everyMin: number | null;
};
type Begun = Pick<IncidentOpening, 'origin' | 'startMs' | 'uncertaintyMs'> & { readonly title: string; readonly asset: AssetId | null; readonly links: readonly IncidentLink[] };

/** Opens in one gesture: what began it says when, where and what, unless the person does. */
export async function openingOf(parts: EngineParts, asked: OpeningAsked, { user, role }: { readonly user: string; readonly role: Role }): Promise<Result<IncidentOpening, 'not-found'>> {
  const { project } = parts.plant();
  const unknown = asked.assets.find((asset) => !project.assets.some(({ id }) => id === asset));
  if (unknown !== undefined) return refused('not-found', `There is no asset ${unknown}, so no incident was opened.`);
  const begun = await begunBy(parts, asked.origin);
  if (!begun.ok) return begun;
  const { origin, startMs, uncertaintyMs, title, asset, links } = begun.value;
  return ok({
    kind: 'opened',
    title: (asked.title ?? title).slice(0, 200),
    severity: asked.severity,
    origin,
    // Who may lead leads what they opened, until they say otherwise.
    commander: asked.commander ?? (roleCovers(role, 'lead') ? user : null),
    assets: [...new Set([...asked.assets, ...(asset === null ? [] : [asset])])].slice(0, 50),
    links: [...links, ...asked.links].slice(0, 50),
    startMs,
    uncertaintyMs,
    everyMin: asked.everyMin,
  });
}

async function begunBy(parts: EngineParts, origin: OpeningAsked['origin']): Promise<Result<Begun, 'not-found'>> {
  const nowMs = parts.clock.nowMs();
  switch (origin.kind) {
    case 'alarm':
      return byAlarm(parts, origin.alarm);
    case 'first-out': {
      const group = parts.firstOut.current().groups.find(({ id }) => id === origin.group);
      const first = group?.ranked[0];
      if (group === undefined || first === undefined) return refused('not-found', `There is no first-out card ${origin.group} any more, so no incident was opened.`, 'Open it from the alarm, or from the asset.');
      const title = parts.incidents.alarmOf(first.alarm)?.message ?? first.alarm;
      return ok({ origin: { kind: 'first-out', group: group.id, alarm: first.alarm }, startMs: first.timeMs, uncertaintyMs: first.uncertaintyMs, title, asset: first.asset, links: [{ kind: 'first-out', group: group.id }] });
    }
    case 'asset': {
      const asset = parts.plant().project.assets.find(({ id }) => id === origin.asset);
      if (asset === undefined) return refused('not-found', `There is no asset ${origin.asset}, so no incident was opened.`);
      return ok({ origin, startMs: nowMs, uncertaintyMs: null, title: asset.name, asset: asset.id, links: [] });
    }
    case 'report':
      return ok({ origin, startMs: nowMs, uncertaintyMs: null, title: `Reported by ${origin.by}`, asset: null, links: [] });
  }
}

async function byAlarm({ plant, store, incidents }: EngineParts, alarm: string): Promise<Result<Begun, 'not-found'>> {
  const definition = incidents.alarmOf(alarm);
  if (definition === null) return refused('not-found', `There is no alarm ${alarm}, so no incident was opened.`);
  const asset = incidents.assetOfAlarm(definition) as AssetId | null;
  const rest = { title: definition.message, asset, links: [] };
  const standing = plant().alarms.standingOf(definition.id);
  if (standing !== null && standing.raisedMs > 0) return ok({ origin: { kind: 'alarm', alarm: definition.id, seq: standing.seq }, startMs: standing.raisedMs, uncertaintyMs: standing.uncertaintyMs ?? null, ...rest });
  // It may be over when somebody gets to it.
  const { events } = await store.journal.search({ beforeSeq: null, limit: 1, span: null, alarms: [alarm], exceptAlarms: null, kinds: ['raised'], user: null, text: null }).catch(() => ({ events: [] }));
  const last = events[0];
  if (last === undefined) return refused('not-found', `${alarm} has not been raised, so no incident was opened from it.`, 'Open it from the asset.');
  return ok({ origin: { kind: 'alarm', alarm: definition.id, seq: last.seq }, startMs: last.timeMs, uncertaintyMs: last.uncertaintyMs ?? null, ...rest });
}
