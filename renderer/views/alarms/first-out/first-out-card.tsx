import { BadgeCheck, Box, ChartSpline, GitFork, History, Layers, Rewind, Scale, ShieldAlert, Timer, TrendingUp } from 'lucide-react';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { Evidence, FirstOutCandidate, FirstOutGroup } from '#shared/model/first-out.ts';
import { pickedAlarm } from '../../../client/alarm-actions.ts';
import { errorText, linkedLater, memberMessage, rankFlags, rowOfMember, tiedWithFirst } from '../../../client/first-out-words.ts';
import { proposedSeverity } from '../../../client/incident-actions.ts';
import { assetsOf } from '../../../client/incident-here.ts';
import { navigation } from '../../../client/navigation.ts';
import { leadMs } from '../../../client/replay-steps.ts';
import { showIn3d } from '../../../client/scene-orders.ts';
import { showFlood } from '../../../client/shown-flood.ts';
import { useAlarmBook, useClient, useDirectory, useSelectionStore } from '../../../client/use-client.ts';
import { useIncidentOpener } from '../../../client/use-incident-opener.ts';
import { AlarmGlyph } from '../../../widgets/alarm-glyph.tsx';
import { Button } from '../../../widgets/button.tsx';
import { formatClockMs, formatDay } from '../../../widgets/format-time.ts';
import { IncidentOpener } from '../../../widgets/incident/incident-opener.tsx';
import { RankFlag } from '../../../widgets/rank-flag.tsx';
import { dragsTags } from '../../../widgets/tag-drag/tag-drag.ts';
import { Emphasised } from './emphasised.tsx';
import { SuggestedForFlood } from './suggested.tsx';

const shownEvidence = 4;
const shownCandidates = 4;
const evidenceIcons: Readonly<Record<Evidence['kind'], typeof Timer>> = {
  order: Timer,
  topology: GitFork,
  interlock: ShieldAlert,
  history: History,
  precursor: TrendingUp,
  clock: BadgeCheck,
  size: Scale,
};

/** What failed first, how sure we are and why, and who else it may have been. `isFolded`: its consequences are a click away, in the tab of the burst. */
export function FirstOutCard({ group, isFolded }: { readonly group: FirstOutGroup; readonly isFolded: boolean }) {
  const [first, ...others] = group.ranked;
  const flags = rankFlags(group);
  if (first === undefined) return null;
  return (
    <section className="first-out-card" aria-label="First out">
      <First first={first} group={group} isFolded={isFolded} />
      <SuggestedForFlood group={group} isCompact />
      <ol className="first-out-candidates" aria-label="Next candidates">
        {others.slice(0, shownCandidates - 1).map((candidate) => (
          <Candidate key={candidate.alarm} candidate={candidate} flag={flags.get(candidate.alarm) ?? ''} />
        ))}
      </ol>
    </section>
  );
}

function First({ first, group, isFolded }: { readonly first: FirstOutCandidate; readonly group: FirstOutGroup; readonly isFolded: boolean }) {
  const client = useClient();
  const directory = useDirectory();
  const row = useAlarmBook((book) => book.byAlarm.get(first.alarm)) ?? null;
  const pick = usePick();
  const definition = directory?.alarm(first.alarm);
  const tied = tiedWithFirst(group);
  const error = errorText(first.uncertaintyMs);
  const later = useMemo(() => linkedLater(group), [group]);
  const opener = useIncidentOpener({ origin: { kind: 'first-out', group: group.id }, severity: proposedSeverity(definition?.priority ?? 4), asset: first.asset, assets: useMemo(() => assetsOf(group, directory), [group, directory]) });
  return (
    <>
      <button type="button" className="first-out-head" title="Selects it" onClick={() => pick(first)} {...dragsTags(first.tag === null ? [] : [first.tag])}>
        <RankFlag flag="1ST" size={25} />
        <span className="mono first-out-tag">{first.tag ?? first.alarm}</span>
        <AlarmGlyph priority={definition?.priority ?? 4} state={row?.standing.state ?? 'normal'} size={30} />
        <span className="num first-out-time" title={`${formatDay(first.timeMs)}, field time${error === '' ? '' : `, ${error}`}`}>
          {formatClockMs(first.timeMs)}
        </span>
      </button>
      <p className="first-out-message">{memberMessage(first.alarm, directory)}</p>
      <div className="first-out-score">
        <span className="tx-3">First-out score</span>
        <ScoreBar score={first.score} />
        <b className="num">{first.score.toFixed(2)}</b>
      </div>
      <ul className="first-out-evidence" aria-label="Why">
        {tied.length === 0 ? null : (
          <EvidenceLine icon={<Scale size={15} strokeWidth={1.75} aria-hidden="true" />}>
            <b>The clocks cannot tell</b> it from {tied.map((alarm) => directory?.alarm(alarm)?.tag ?? alarm).join(', ')}
            {error === '' ? '' : ` (${error})`}
          </EvidenceLine>
        )}
        {first.why.slice(0, shownEvidence - (tied.length === 0 ? 0 : 1)).map(({ kind, text }) => {
          const Icon = evidenceIcons[kind];
          return (
            <EvidenceLine key={text} icon={<Icon size={15} strokeWidth={1.75} aria-hidden="true" />}>
              <Emphasised text={text} />
            </EvidenceLine>
          );
        })}
      </ul>
      <div className="first-out-buttons">
        <IncidentOpener {...opener} />
        <Button icon={<Rewind size={14} strokeWidth={1.75} />} title="Replays from 60 s before the first-out (R)" onClick={() => client.timeline.playFrom(first.timeMs - leadMs)}>
          Replay from 60 s before
        </Button>
        <Button
          icon={<ChartSpline size={14} strokeWidth={1.75} />}
          refusal={first.tag === null ? 'This alarm stands at no tag.' : null}
          title={`Opens the trend with ${first.tag ?? ''}`}
          onClick={() => first.tag !== null && navigation.getState().open('trends', { tags: [first.tag] })}
        >
          Trend
        </Button>
        <Button
          icon={<Box size={14} strokeWidth={1.75} />}
          refusal={first.asset === null ? 'This alarm stands at no asset.' : null}
          title={`Flies to ${first.asset ?? ''} in the 3D view`}
          onClick={() => first.asset !== null && showIn3d(first.asset, true)}
        >
          3D
        </Button>
        {isFolded ? (
          <Button
            look="ghost"
            icon={<Layers size={14} strokeWidth={1.75} />}
            title="Opens the burst with all its alarms in their order"
            onClick={() => {
              showFlood(group.id);
              navigation.getState().open('alarms', { part: 'flood' });
            }}
          >
            {later} later {later === 1 ? 'alarm' : 'alarms'} linked to it
          </Button>
        ) : null}
      </div>
    </>
  );
}

function EvidenceLine({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <li>
      {icon}
      <span>{children}</span>
    </li>
  );
}

function Candidate({ candidate, flag }: { readonly candidate: FirstOutCandidate; readonly flag: string }) {
  const directory = useDirectory();
  const pick = usePick();
  const why = candidate.why.map(({ text }) => text).join('. ');
  return (
    <li>
      <button type="button" className="first-out-candidate" title={why} onClick={() => pick(candidate)} {...dragsTags(candidate.tag === null ? [] : [candidate.tag])}>
        <RankFlag flag={flag} />
        <span className="mono">{candidate.tag ?? candidate.alarm}</span>
        <span className="tx-2 first-out-cut">{memberMessage(candidate.alarm, directory)}</span>
        <ScoreBar score={candidate.score} />
        <span className="num tx-2">{candidate.score.toFixed(2)}</span>
      </button>
    </li>
  );
}

function ScoreBar({ score }: { readonly score: number }) {
  return (
    <span className="first-out-bar" role="img" aria-label={`Score ${score.toFixed(2)} of 1`}>
      <i style={{ width: `${Math.round(score * 100)}%` }} />
    </span>
  );
}

/** Selects an alarm of a burst: inspector and replay are about it from here on. */
export function usePick(): (one: Pick<FirstOutCandidate, 'alarm' | 'seq' | 'timeMs'>) => void {
  const client = useClient();
  const directory = useDirectory();
  const selection = useSelectionStore();
  return useCallback(
    (one) => {
      const { tag, asset } = rowOfMember(one, client.alarms.getState(), directory);
      pickedAlarm.setState({ picked: { alarm: one.alarm, tag, asset, raisedMs: one.timeMs } });
      if (asset !== null) selection.getState().select(tag === null ? { asset } : { asset, tag });
      else if (tag !== null) selection.getState().select({ tag });
    },
    [client, directory, selection],
  );
}
