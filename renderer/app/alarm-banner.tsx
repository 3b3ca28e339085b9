import { CheckCheck, Volume2, VolumeX } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { AlarmState, Priority } from '#shared/model/alarm.ts';
import { rowGuidance } from '../client/alarm-row-guidance.ts';
import { acknowledgeRows, pickedAlarm, setShownAlarms, shownAlarms, shownUnacked } from '../client/alarm-actions.ts';
import { type AlarmRow, isUnacked, priorities, type PriorityCount } from '../client/alarm-book.ts';
import { navigation } from '../client/navigation.ts';
import { preferences } from '../client/preferences.ts';
import { showFlood } from '../client/shown-flood.ts';
import {
  presentAlarms,
  useClient,
  useDirectory,
  useLink,
  usePresentAlarms,
  usePresentFirstOut,
  useSelectionStore,
  useTimeline,
} from '../client/use-client.ts';
import { useAckRefusal } from '../client/use-refusal.ts';
import { AlarmGlyph } from '../widgets/alarm-glyph.tsx';
import { Button } from '../widgets/button.tsx';
import { formatClock, formatClockMs } from '../widgets/format-time.ts';
import { RankFlag } from '../widgets/rank-flag.tsx';
import { StateChip } from '../widgets/state-chip.tsx';
import { dragsTags } from '../widgets/tag-drag/tag-drag.ts';
import { AlarmRate } from './alarm-rate.tsx';
import { type BannerRows, bannerRows } from './banner-rows.ts';
import { BannerRowMenu } from './incident-bar/banner-row-menu.tsx';
import { HiddenCount } from './hidden-count.tsx';
import { horn, silence } from './horn.ts';
import { focusOpenedView } from './panel-focus.ts';
import { useMedia } from './use-media.ts';
import './alarm-banner.css';

const shownWide = 4;
const shownNarrow = 2;
const shownTablet = 1;
const quietRows = 4;
const source = 'banner';

/** Always in sight and always of now, in replay too: counts by priority, the four alarms that matter most, the alarm rate, silence and acknowledge. */
export function AlarmBanner() {
  const told = usePresentAlarms((book) => book.told);
  const unacked = usePresentAlarms((book) => book.unacked);
  const link = useLink();
  const isNarrow = useMedia('(max-width: 1400px)');
  const isTablet = useStore(preferences, (now) => now.density === 'tablet');
  const shownRows = isTablet ? shownTablet : isNarrow ? shownNarrow : shownWide;
  const { rows, first, flood } = useBannerRows(shownRows);
  useEffect(() => {
    setShownAlarms(source, rows);
  });
  useEffect(() => () => setShownAlarms(source, []), []);
  return (
    <section className="alarm-banner" aria-label="Alarms">
      <Counters />
      {rows.length > 0 ? (
        <ol className="alarm-banner-rows">
          {rows.map((row, at) => (
            <BannerRow key={row.standing.alarm} row={row} flood={first.has(row.standing.alarm) ? flood : null} isFirst={at === 0} />
          ))}
        </ol>
      ) : (
        <Quiet rows={told.slice(0, quietRows)} />
      )}
      <p className="visually-hidden" aria-live={rows[0]?.priority === 1 ? 'assertive' : 'polite'}>
        {rows[0] === undefined || unacked === 0
          ? link.state === 'live'
            ? 'No unacknowledged alarms'
            : 'Alarms are not known: no link to the engine'
          : `${first.has(rows[0].standing.alarm) ? 'First out, ' : ''}priority ${rows[0].priority}, ${messageOf(rows[0])}`}
      </p>
      <div className="alarm-banner-end">
        {link.state !== 'live' && unacked > 0 ? <StateChip tone="bad">as of {formatClock(link.sinceMs)}</StateChip> : null}
        <HiddenCount />
        <AlarmRate />
        <Actions />
      </div>
    </section>
  );
}

function useBannerRows(most: number): BannerRows {
  const book = usePresentAlarms((now) => now);
  const groups = usePresentFirstOut((picture) => picture.groups);
  const directory = useDirectory();
  return useMemo(() => bannerRows(book, groups, directory, most), [book, groups, directory, most]);
}

export const messageOf = (row: AlarmRow): string => row.definition?.message ?? `${row.standing.alarm} (no longer in the project)`;

function Counters() {
  const counts = usePresentAlarms((book) => book.counts);
  return (
    <div className="alarm-banner-counts">
      {priorities.map((priority) => (
        <Counter key={priority} priority={priority} count={counts[priority]} />
      ))}
    </div>
  );
}

function Counter({ priority, count }: { readonly priority: Priority; readonly count: PriorityCount }) {
  const state: AlarmState =
    count.unacked > 0 ? (count.active > 0 ? 'active-unacked' : 'returned-unacked') : count.active > 0 ? 'active-acked' : 'normal';
  const isKnown = useDirectory() !== null;
  const words = !isKnown ? 'not known' : count.unacked > 0 ? `${count.unacked} unacked` : count.active > 0 ? 'all acked' : 'none';
  return (
    <button
      type="button"
      className={`alarm-banner-count ${state === 'normal' ? 'is-zero' : ''}`}
      title={`Priority ${priority}: ${count.active} active, ${count.unacked} unacknowledged. Opens the alarm list.`}
      onClick={() => navigation.getState().open('alarms')}
    >
      <AlarmGlyph priority={priority} state={state} size={28} />
      <span>
        <b>
          {isKnown ? count.active : '--'}
          {state === 'normal' ? null : <i> active</i>}
        </b>
        <small>{words}</small>
      </span>
    </button>
  );
}

/** `flood`: the burst whose first-out it is; null for another alarm. */
function BannerRow({ row, flood, isFirst }: { readonly row: AlarmRow; readonly flood: number | null; readonly isFirst: boolean }) {
  const selection = useSelectionStore();
  const directory = useDirectory();
  const { standing, priority } = row;
  const pick = (): void => {
    pickedAlarm.setState({ picked: { alarm: standing.alarm, tag: row.tag, asset: row.asset, raisedMs: standing.raisedMs } });
    selection.getState().select(pickOf(row));
  };
  const openList = (): void => {
    if (flood === null) return navigation.getState().open('alarms');
    showFlood(flood);
    navigation.getState().open('alarms', { part: 'flood' });
  };
  return (
    <li>
      <BannerRowMenu row={row} group={flood}>
        <button
          type="button"
          className={`alarm-banner-row p${priority} ${isUnacked(standing.state) ? 'is-unacked' : ''}`}
          title={rowGuidance(row, directory).action ?? messageOf(row)}
          {...dragsTags(row.tag === null ? [] : [row.tag])}
          data-first-focus={isFirst || undefined}
          onClick={pick}
          onDoubleClick={openList}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.metaKey) return;
            event.preventDefault();
            pick();
            openList();
            focusOpenedView();
          }}
        >
          <AlarmGlyph priority={priority} state={standing.state} size={22} />
          {flood === null ? null : <RankFlag flag="1ST" size={17} />}
          <span className="mono alarm-banner-tag">{row.tag ?? standing.alarm}</span>
          <span className="alarm-banner-message">{messageOf(row)}</span>
          <span className="alarm-banner-time num">{formatClockMs(standing.raisedMs)}</span>
        </button>
      </BannerRowMenu>
    </li>
  );
}

export function pickOf(row: AlarmRow) {
  if (row.asset !== null) return row.tag === null ? { asset: row.asset } : { asset: row.asset, tag: row.tag };
  return row.tag === null ? null : { tag: row.tag };
}

function Quiet({ rows }: { readonly rows: readonly AlarmRow[] }) {
  const selection = useSelectionStore();
  const { state, sinceMs } = useLink();
  const isKnown = useDirectory() !== null;
  const lastMs = usePresentAlarms((book) => book.recent.findLast(({ kind }) => kind === 'raised')?.timeMs ?? null);
  return (
    <div className="alarm-banner-quiet">
      <b>
        {state === 'live' && isKnown
          ? 'No unacknowledged alarms'
          : isKnown
            ? `No unacknowledged alarms up to ${formatClock(sinceMs)}; what came since is not known`
            : 'Alarms are not known yet: no link to the engine'}
      </b>
      {lastMs === null ? null : <span className="tx-3 num">Last alarm {formatClock(lastMs)}</span>}
      {rows.map((row) => (
        <button
          key={row.standing.alarm}
          type="button"
          title={messageOf(row)}
          {...dragsTags(row.tag === null ? [] : [row.tag])}
          onClick={() => selection.getState().select(pickOf(row))}
        >
          <AlarmGlyph priority={row.priority} state={row.standing.state} size={22} />
          <span className="mono">{row.tag ?? row.standing.alarm}</span>
          <span className="tx-3 alarm-banner-message">{messageOf(row)}</span>
        </button>
      ))}
    </div>
  );
}

function Actions() {
  const client = useClient();
  const mayNot = useAckRefusal();
  const isRecording = useTimeline((now) => now.recording !== null);
  const { sounding, isAllowed } = useStore(horn);
  const isHornOn = useStore(preferences, (now) => now.isHornOn);
  const shown = useStore(shownAlarms, ({ bySource }) => shownUnacked(bySource).length);
  const silent = sounding === null ? 'Nothing sounds.' : null;
  const refusal = shown === 0 ? 'No unacknowledged alarm is on the screen.' : mayNot;
  const sound = !isHornOn ? 'Sound off' : sounding !== null && !isAllowed ? 'Click for sound' : 'Silence';
  return (
    <div className="alarm-banner-actions">
      <Button
        icon={isHornOn ? <Volume2 size={14} strokeWidth={1.75} /> : <VolumeX size={14} strokeWidth={1.75} />}
        refusal={isHornOn ? silent : 'The alarm sound of this console is switched off in Setup.'}
        title="Stops the horn until a new alarm comes. Acknowledges nothing."
        onClick={() => isAllowed && silence(presentAlarms(client, isRecording).getState())}
      >
        {sound}
        <kbd className="kbd">F8</kbd>
      </Button>
      {shown > 0 ? (
        <Button
          icon={<CheckCheck size={14} strokeWidth={1.75} />}
          refusal={refusal}
          title={shown === 1 ? 'Acknowledges the one unacknowledged alarm that is on the screen, and no other.' : `Acknowledges the ${shown} unacknowledged alarms that are on the screen, and no others.`}
          onClick={() => void acknowledgeShown(client)}
        >
          Ack shown
          <kbd className="kbd">F9</kbd>
        </Button>
      ) : null}
    </div>
  );
}

/** Acknowledges what stands on the screen, and nothing else. */
export async function acknowledgeShown(client: ReturnType<typeof useClient>): Promise<void> {
  await acknowledgeRows(client, shownUnacked(shownAlarms.getState().bySource));
}
