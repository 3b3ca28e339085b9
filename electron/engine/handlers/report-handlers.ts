import { refused } from '#shared/model/fault.ts';
import type { IncidentReport } from '#shared/model/incident-report.ts';
import type { Session } from '#shared/rpc/wire.ts';
import { JobFailed } from '../exchange/exchange-folder.ts';
import { handoverPaper } from '../reports/handover-paper.ts';
import { incidentPaper } from '../reports/incident-paper.ts';
import { keyTags } from '../reports/key-tags.ts';
import { makePlots } from '../reports/make-plots.ts';
import type { Paper } from '../reports/paper.ts';
import { reportPictures } from '../reports/report-pictures.ts';
import { runbookPaper } from '../reports/runbook-paper.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { incidentHandlers, unread } from './incident-handlers.ts';

type Names = 'report.incident' | 'report.runbooks' | 'report.handover';

/** As many handovers are looked through for one that is named. */
const mostHandovers = 1000;

/** Papers: brought together here, set on pages by a thread of their job. */
export function reportHandlers(parts: EngineParts): HandlersOf<Names> {
  const { clock, exchange, runbookLibrary } = parts;
  const { 'incident.report': reportOf } = incidentHandlers(parts);
  const plantName = (): string => parts.plant().project.file.name;
  return {
    'report.incident': async ({ incident: id, format }, session) => {
      let title: string;
      try {
        const incident = await parts.incidents.service.get(id);
        if (incident === null) return refused('not-found', `There is no incident ${id}.`);
        title = incident.title;
      } catch (error) {
        return unread(error);
      }
      return exchange.startPaper({
        title: `Report of ${id} ${title}`,
        name: `${id} ${title}`,
        format,
        user: session.user,
        async make(signal) {
          const answer = await reportOf({ incident: id }, session, { signal });
          if (!answer.ok) throw new JobFailed(answer.fault.message);
          return bringTogether(parts, answer.value.report, session, signal);
        },
      });
    },
    'report.runbooks': ({ runbooks: asked, format }, { user }) => {
      const ids = asked === 'emergency' ? runbookLibrary.list().flatMap(({ id, emergency }) => (emergency ? [id] : [])) : [...new Set(asked)];
      const missing = ids.find((id) => runbookLibrary.get(id) === null);
      if (missing !== undefined) return refused('not-found', `There is no runbook ${missing} in this project.`);
      if (ids.length === 0) return refused('not-found', 'No runbook of this project belongs to the emergency set.', 'A runbook belongs to it by emergency: true in its head.');
      const runbooks = ids.flatMap((id) => runbookLibrary.get(id) ?? []);
      const title = asked === 'emergency' ? 'Emergency runbooks' : runbooks.length === 1 ? `${runbooks[0]?.runbook.id} ${runbooks[0]?.runbook.title}` : 'Runbooks';
      const madeMs = clock.nowMs();
      const paper = runbookPaper({ plant: plantName(), by: user, madeMs, title, runbooks });
      return exchange.startPaper({ title, name: `${title} ${new Date(madeMs).toISOString().slice(0, 10)}`, format, user, make: async () => paper });
    },
    'report.handover': async ({ handover: id, format }, { user }) => {
      const { handovers } = parts.incidents;
      try {
        const handover = id === undefined ? handovers.newest() : ((await handovers.list(mostHandovers)).find((one) => one.id === id) ?? null);
        if (handover === null) return refused('not-found', id === undefined ? 'No handover was written yet.' : `There is no handover ${id}.`);
        const paper = handoverPaper({ handover, plant: plantName(), by: user, madeMs: clock.nowMs() });
        return exchange.startPaper({ title: paper.title, name: paper.title, format, user, make: async () => paper });
      } catch (error) {
        return unread(error);
      }
    },
  };
}

/** The report with trends from history and the attached pictures. */
async function bringTogether(parts: EngineParts, report: IncidentReport, { user }: Session, signal: AbortSignal): Promise<Paper> {
  const { project, alarms } = parts.plant();
  const { incidents, records } = parts;
  const { incident, timeline } = report;
  const { isAssetInside } = incidents.scopeOf(incident, false);
  const tagOf = (id: string) => project.tags[project.directory.get(id)?.index ?? -1] ?? null;
  const alarmsOf = (tag: string) => alarms.definitions.filter((alarm) => alarm.tag === tag);
  const firstTag = 'alarm' in incident.origin ? (incidents.alarmOf(incident.origin.alarm)?.tag ?? null) : null;
  // Without assets everything is inside, which is nothing in particular.
  const assetTags = incident.assets.length === 0 ? [] : project.tags.filter(({ asset }) => isAssetInside(asset));
  const judged = new Set<string>(alarms.definitions.map(({ tag }) => tag));
  const tags = keyTags({ timeline, firstTag, assetTags, hasAlarm: (tag) => judged.has(tag), tagOf });
  return incidentPaper({
    plant: project.file.name,
    report,
    by: user,
    assetName: (asset) => project.assets.find(({ id }) => id === asset)?.name ?? '',
    plots: await makePlots({ report, tags, alarmsOf, indexOf: (tag) => project.directory.get(tag)?.index, history: parts.historian(), signal }),
    pictures: await reportPictures(timeline, (hash) => records.attachment(hash), signal),
  });
}
