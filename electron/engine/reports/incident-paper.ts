import { pictureMsOf } from '#shared/incident/moments.ts';
import type { IncidentReport } from '#shared/model/incident-report.ts';
import type { TimelineEntry } from '#shared/model/incident-timeline.ts';
import { replayLinkText } from '#shared/model/replay-link.ts';
import type { Paper, PaperPart } from './paper.ts';
import { textPart } from './paper.ts';
import { durationWords, paperTime, uncertaintyWords } from './paper-words.ts';
import type { Plot } from './plot.ts';

/** A picture or paper of the timeline with its bytes; `body` null where it can't be shown: `why`. */
export type ReportPicture = { readonly entry: TimelineEntry; readonly name: string; readonly hash: string; readonly type: string; readonly body: Uint8Array | null; readonly why: string };

export type IncidentPaperFacts = {
  readonly plant: string;
  readonly report: IncidentReport;
  readonly by: string;
  /** Names of assets by their ids. */
  assetName(asset: string): string;
  readonly plots: readonly { readonly title: string; readonly note: string; readonly plots: readonly Plot[] }[];
  readonly pictures: readonly ReportPicture[];
};

const severityWords = { 1: 'SEV 1 (the worst)', 2: 'SEV 2', 3: 'SEV 3', 4: 'SEV 4 (the least)' } as const;
const stageWords = { protect: 'Protect people and plant', restore: 'Restore', restart: 'Restart', review: 'Review' } as const;
const momentWords = { precursor: 'First precursor', start: 'Start', peak: 'Most alarms from', opened: 'Opened', closed: 'Closed' } as const;

/** A report of an incident, for those who were not there: what is told is what the records say. */
export function incidentPaper(facts: IncidentPaperFacts): Paper {
  const { report, plant, by } = facts;
  const { incident, madeMs, chain } = report;
  return {
    title: `${incident.id} ${incident.title}`,
    subject: `Incident report, ${plant}`,
    author: by,
    madeMs,
    sections: [
      {
        head: `${incident.id}  ${incident.title}`,
        foot: `${plant}  ·  made ${paperTime(madeMs, 'minute')} UTC by ${by}  ·  record ${chain.seq}\n${chain.head}`,
        parts: [...titleParts(facts), ...summaryParts(facts), ...momentParts(facts), ...timelineParts(report), ...figureParts(report), ...facts.plots.flatMap(plotParts), ...pictureParts(facts.pictures.filter(({ entry }) => entry.picture === undefined)), ...taskParts(report), ...replayParts(facts)],
      },
    ],
  };
}

/** More assets than this stand in running text: a list as long as a page would push the rest off it. */
const mostLines = 15;

function titleParts({ report: { incident, madeMs, chain, isWhole }, plant, by, assetName }: IncidentPaperFacts): readonly PaperPart[] {
  const { closed } = incident;
  return [
    { kind: 'title', kicker: `Incident report  ·  ${plant}`, title: `${incident.id}  ${incident.title}` },
    { kind: 'rule' },
    {
      kind: 'facts',
      rows: [
        ['Severity', severityWords[incident.severity]],
        ['State', closed === null ? `Open, stage: ${stageWords[incident.stage]}. This is a report of an incident that goes on.` : `Closed ${paperTime(closed.atMs, 'second')} by ${closed.by}`],
        ['Began', `${paperTime(incident.startMs, 'ms')}${uncertaintyWords(incident.uncertaintyMs)}`],
        ['Opened', `${paperTime(incident.openedMs, 'second')} by ${incident.openedBy}`],
        ['Began with', originWords(incident.origin)],
        ['Commander', incident.commander ?? 'Nobody was named'],
        ...(incident.roles.length === 0 ? [] : [['Roles', incident.roles.map(({ role, person }) => `${role}: ${person}`).join('\n')] as const]),
        ['Affected', incident.assets.length === 0 ? 'No asset was named' : incident.assets.map((asset) => `${asset}  ${assetName(asset)}`).join(incident.assets.length > mostLines ? '; ' : '\n')],
        ['Report', `Made ${paperTime(madeMs, 'second')} by ${by}. All times are UTC.`],
        ['Chain of records', `Newest record ${chain.seq}\n${chain.head}`],
      ],
    },
    textPart('The hash above covers every record up to this one. With npm run records -- verify --head it tells later whether a record was changed or the end was cut off.', { isSoft: true }),
    ...(isWhole ? [] : [textPart('There was more on the timeline than a report looks at: the oldest of it is missing here.', { isStrong: true })]),
  ];
}

function originWords(origin: IncidentReport['incident']['origin']): string {
  if (origin.kind === 'alarm') return `Alarm ${origin.alarm}`;
  if (origin.kind === 'first-out') return `Alarm ${origin.alarm}, first out of its group (card ${origin.group})`;
  return origin.kind === 'asset' ? `Asset ${origin.asset}` : `Report by ${origin.by}`;
}

function summaryParts({ report: { incident, figures, moments } }: IncidentPaperFacts): readonly PaperPart[] {
  const { closed } = incident;
  const heading: PaperPart = { kind: 'heading', level: 1, text: 'Summary' };
  const keyMoments: PaperPart = { kind: 'facts', rows: moments.map(({ timeMs, what }) => [momentWords[what], `${paperTime(timeMs, 'second')}  (${offsetWords(timeMs - incident.startMs)})`]) };
  if (closed === null) return [heading, textPart('The incident is open: cause, actions and downtime are not known yet.'), keyMoments];
  return [
    heading,
    { kind: 'heading', level: 2, text: 'Cause' },
    textPart(closed.cause),
    { kind: 'heading', level: 2, text: 'Actions' },
    ...(closed.actions.length === 0 ? [textPart('None were named.')] : closed.actions.map((action, at): PaperPart => ({ kind: 'text', runs: [{ text: action }], indent: 1, mark: `${at + 1}.` }))),
    { kind: 'heading', level: 2, text: 'Downtime and key moments' },
    { kind: 'facts', rows: [['Downtime', closed.downtimeMin === null ? 'Not known' : durationWords(closed.downtimeMin * 60_000)], ['From start to close', figures.toCloseMs === null ? 'Not closed' : durationWords(figures.toCloseMs)]] },
    keyMoments,
  ];
}

const offsetWords = (ms: number): string => (ms === 0 ? 'start' : `${ms < 0 ? '−' : '+'}${durationWords(Math.abs(ms))}`);

/** Of the height of a page: process graphic and 3D of one moment stand on one. */
const twoOnAPage = 0.37;

/** How consoles showed the plant at the key moments, as they kept it. */
function momentParts({ report: { incident, moments }, pictures, assetName }: IncidentPaperFacts): readonly PaperPart[] {
  const heading: PaperPart = { kind: 'heading', level: 1, text: 'Key moments' };
  const shown = pictures.filter(({ entry }) => entry.picture !== undefined);
  if (shown.length === 0) return [heading, textPart('Process graphics and 3D of these moments are not shown: no console has taken pictures of them. A console does so when it opens the incident or makes the report.', { isSoft: true })];
  const times = [...new Set(shown.map(({ entry }) => entry.timeMs))].sort((a, b) => a - b);
  return [
    heading,
    textPart('Process graphics and 3D with the values that were recorded, one second after each moment, so that what came with it is seen. Drawn by a console as in replay, and kept with the records under their hash.', { isSoft: true }),
    ...times.flatMap((timeMs): PaperPart[] => {
      const of = moments.filter((moment) => pictureMsOf(moment.timeMs) === timeMs);
      const names = of.map(({ what }) => momentWords[what]);
      const momentMs = of[0]?.timeMs ?? timeMs;
      return [
        { kind: 'heading', level: 2, text: `${names.length === 0 ? 'Marked' : names.join(', ')}: ${paperTime(momentMs, 'second')} (${offsetWords(momentMs - incident.startMs)})` },
        ...shown.filter(({ entry }) => entry.timeMs === timeMs).map((picture) => shownPart(picture, assetName)),
      ];
    }),
  ];
}

function shownPart({ entry, hash, type, body, why }: ReportPicture, assetName: IncidentPaperFacts['assetName']): PaperPart {
  const of = entry.asset === null ? '' : ` ${entry.asset} ${assetName(entry.asset)}.`;
  const caption = `${paperTime(entry.timeMs, 'second')}  ${entry.text}, user ${entry.user ?? 'unknown'}.${of}\nSHA-256 ${hash}`;
  return body !== null && (type === 'image/jpeg' || type === 'image/png') ? { kind: 'picture', type, body, caption, mostHigh: twoOnAPage } : textPart(`${caption}\n${why}`, { isSoft: true });
}

function timelineParts({ timeline: all, isWhole }: IncidentReport): readonly PaperPart[] {
  // Pictures of moments stand above, and are nothing that happened.
  const timeline = all.filter(({ picture }) => picture === undefined);
  return [
    { kind: 'heading', level: 1, text: 'Timeline' },
    textPart(`${timeline.length === 1 ? '1 entry' : `${timeline.length} entries`} by source time, oldest first. ± is how exact the time is; where nothing stands, nobody knows, as for times people told.${isWhole ? '' : ' The oldest are missing.'}`, { isSoft: true }),
    {
      kind: 'table',
      columns: [
        { title: 'Time (UTC)', share: 29 },
        { title: 'From start', share: 14, align: 'right' },
        { title: 'What happened', share: 60 },
        { title: 'Who', share: 16 },
      ],
      rows: timeline.map((entry, at) => [
        `${isNewDay(timeline, at) ? `${paperTime(entry.timeMs, 'day')}\n` : ''}${paperTime(entry.timeMs, 'ms').slice(11)}${uncertaintyWords(entry.uncertaintyMs)}`,
        offsetWords(entry.offsetMs),
        `${entry.isPrecursor ? 'Precursor: ' : ''}${entry.source === 'alarm' && entry.alarm !== null ? `${entry.alarm}  ` : ''}${entry.text}${entry.writtenMs === null ? '' : `\nWritten down ${paperTime(entry.writtenMs, 'second')}`}${entry.attachments.map(({ name, hash }) => `\nAttached: ${name} (${hash.slice(0, 12)})`).join('')}`,
        entry.user ?? '',
      ]),
    },
  ];
}

/** The day is told where it begins. */
const isNewDay = (timeline: readonly TimelineEntry[], at: number): boolean => at === 0 || paperTime(timeline[at - 1]?.timeMs ?? 0, 'day') !== paperTime(timeline[at]?.timeMs ?? 0, 'day');

function figureParts({ figures: f }: IncidentReport): readonly PaperPart[] {
  const span = (ms: number | null): string => (ms === null ? 'Never' : durationWords(ms));
  return [
    { kind: 'heading', level: 1, text: 'Figures' },
    textPart('Counted from the timeline above.', { isSoft: true }),
    {
      kind: 'table',
      columns: [
        { title: 'Figure', share: 70 },
        { title: 'Value', share: 30, align: 'right' },
      ],
      rows: [
        ['Alarms raised', String(f.alarms)],
        ['Different alarms', String(f.differentAlarms)],
        ['Most alarms in any 10 min (EEMUA 191: more than 10 are a flood)', String(f.mostIn10Min)],
        ['Acknowledgements', String(f.acknowledgements)],
        ['Median time from an alarm to its acknowledgement', span(f.medianAckMs)],
        ['From start to opening', span(f.toOpenMs)],
        ['From start to the first status update', span(f.toFirstUpdateMs)],
        ['Status updates given / missed', `${f.updates} / ${f.missedUpdates}`],
        ['Writes to the plant', String(f.writes)],
        ['Notes and readings', String(f.notes)],
        ['Precursors found', String(f.precursors)],
      ],
    },
  ];
}

function plotParts({ title, note, plots }: IncidentPaperFacts['plots'][number]): readonly PaperPart[] {
  if (plots.length === 0) return [];
  return [{ kind: 'heading', level: 1, text: title }, textPart(note, { isSoft: true }), ...plots.map((plot): PaperPart => ({ kind: 'plot', plot }))];
}

function pictureParts(pictures: readonly ReportPicture[]): readonly PaperPart[] {
  if (pictures.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: 'Pictures and papers' },
    ...pictures.map(({ entry, name, hash, type, body, why }): PaperPart => {
      const caption = `${paperTime(entry.timeMs, 'second')}  ${entry.text}\n${name}, SHA-256 ${hash}`;
      if (body !== null && (type === 'image/jpeg' || type === 'image/png')) return { kind: 'picture', type, body, caption };
      return textPart(`${caption}\n${why}`, { isSoft: true });
    }),
  ];
}

const taskWords = { open: 'Open', done: 'Done', dropped: 'Dropped', 'carried-over': 'Goes on' } as const;

function taskParts({ incident: { tasks }, openActions }: IncidentReport): readonly PaperPart[] {
  const table = (some: typeof tasks): PaperPart => ({
    kind: 'table',
    columns: [
      { title: 'Task', share: 9, isStrong: true },
      { title: 'What', share: 42 },
      { title: 'Who', share: 14 },
      { title: 'Due (UTC)', share: 16 },
      { title: 'State', share: 22 },
    ],
    rows: some.map(({ id, text, to, dueMs, state, endedMs, endedBy, result }) => [
      id,
      text,
      to,
      dueMs === null ? '' : paperTime(dueMs, 'minute'),
      `${taskWords[state]}${endedMs === null ? '' : ` ${paperTime(endedMs, 'minute')}`}${endedBy === null ? '' : ` by ${endedBy}`}${result === '' ? '' : `\n${result}`}`,
    ]),
  });
  return [
    { kind: 'heading', level: 1, text: 'Open actions' },
    openActions.length === 0 ? textPart('None.') : table(openActions),
    { kind: 'heading', level: 1, text: 'All tasks' },
    tasks.length === 0 ? textPart('No tasks were given.') : table(tasks),
  ];
}

function replayParts({ plant, report: { incident, moments } }: IncidentPaperFacts): readonly PaperPart[] {
  return [
    { kind: 'heading', level: 1, text: 'Replay' },
    textPart(`On a console of this plant, or of a recording of it: paste one of these into the search (Ctrl K), or click it where this console is installed for such links. Every view then shows the plant as it was, with the board of ${incident.id}. By hand: go in the time bar to the time.`),
    ...moments.flatMap(({ what, timeMs }): readonly PaperPart[] => {
      const link = replayLinkText({ plant, atMs: timeMs, incident: incident.id });
      // In a line of its own: broken by a page it could not be copied.
      return [textPart(`${momentWords[what]}, ${paperTime(timeMs, 'second')}`), { kind: 'text', isSoft: true, runs: [{ text: link, link }] }];
    }),
  ];
}
