import { type KeyboardEvent, memo, useCallback, useMemo, useRef, useState } from 'react';
import type { AlarmState, Priority } from '#shared/model/alarm.ts';
import type { BurstMember, FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { numberOf } from '#shared/model/number-of.ts';
import { errorText, memberMessage, type RankFlag as Flag, rankFlags, sinceText } from '../../../client/first-out-words.ts';
import { preferences } from '../../../client/preferences.ts';
import { useDirectory } from '../../../client/use-client.ts';
import { useSlowBook } from '../../../client/use-slow-book.ts';
import { alarmGlyphLabel, alarmGlyphMarkup } from '../../../widgets/alarm-glyph-markup.ts';
import { formatClockMs } from '../../../widgets/format-time.ts';
import { useSize } from '../../../widgets/plot-axes/use-size.ts';
import { usePick } from './first-out-card.tsx';
import { layOutSequence, type SequenceEdge, type SequenceLayout, type SequenceMark } from './sequence-layout.ts';

const glyphPx = 26;
const labelWidth = 112;
const rightPx = 26;
const axisHeight = 24;

/** What came after what, at field time: one lane per asset. Arrow keys step through it in the order of time, Enter selects. */
export function SequenceChart({ group }: { readonly group: FirstOutGroup }) {
  const directory = useDirectory();
  const book = useSlowBook();
  const plot = useRef<HTMLDivElement>(null);
  const { width } = useSize(plot);
  const pick = usePick();
  const [at, setAt] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const plotWidth = Math.max(120, width - labelWidth - rightPx);
  const lanePx = preferences.getState().density === 'tablet' ? 44 : 32;

  const layout = useMemo(
    () =>
      layOutSequence(
        group,
        (alarm) => {
          const definition = directory?.alarm(alarm);
          const asset = definition === undefined ? null : (directory?.assetOfAlarm(definition) ?? null);
          return asset === null ? { key: `alarm ${alarm}`, name: definition?.tag ?? alarm } : { key: asset, name: directory?.asset(asset)?.name ?? asset };
        },
        plotWidth,
      ),
    [group, directory, plotWidth],
  );
  const flags = useMemo(() => rankFlags(group), [group]);
  const height = layout.lanes.length * lanePx;
  const x = (fraction: number): number => xOf(fraction, plotWidth);
  const marks = useMemo(() => layout.marks.toSorted((a, b) => a.at - b.at), [layout]);
  const stateOf = (mark: SequenceMark) => {
    const [first] = mark.members;
    const row = first === undefined ? undefined : book.byAlarm.get(first.alarm);
    return { priority: (first === undefined ? undefined : directory?.alarm(first.alarm)?.priority) ?? row?.priority ?? 4, state: row?.standing.state ?? ('active-acked' as const) };
  };
  const zeroMs = group.ranked[0]?.timeMs ?? group.startMs;
  const message = useCallback((alarm: AlarmId): string => memberMessage(alarm, directory), [directory]);
  // A state that changes draws one mark anew, not all of them.
  const drawn = useMemo(
    () =>
      layout.marks.map((mark) => ({
        mark,
        x: xOf(mark.at, plotWidth),
        y: yOf(mark.lane, lanePx),
        flag: mark.members.map(({ alarm }) => flags.get(alarm)).find((one) => one !== undefined) ?? null,
        hasRoom: mark.members[0]?.alarm === group.ranked[0]?.alarm || (mark.nextAt - mark.at) * plotWidth > 60,
        title: mark.members.map((member) => `${sinceText(member.timeMs - zeroMs)} ${errorText(member.uncertaintyMs)}  ${message(member.alarm)}`).join('\n'),
      })),
    [layout, plotWidth, lanePx, flags, group, zeroMs, message],
  );
  const step = (event: KeyboardEvent): void => {
    const to = event.key === 'ArrowRight' ? (at ?? -1) + 1 : event.key === 'ArrowLeft' ? (at ?? 1) - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? marks.length - 1 : null;
    const mark = to === null ? undefined : marks[Math.max(0, Math.min(marks.length - 1, to))];
    if (mark !== undefined) {
      setAt(marks.indexOf(mark));
      const top = mark.lane * lanePx;
      const box = scroller.current;
      if (box !== null && (top < box.scrollTop || top + lanePx > box.scrollTop + box.clientHeight)) box.scrollTop = Math.max(0, top - lanePx);
    } else if (event.key === 'Enter' && at !== null && marks[at]?.members[0] !== undefined) pick(marks[at].members[0]);
    else return;
    event.preventDefault();
  };
  const focused = at === null ? undefined : marks[at];

  return (
    <section className="sequence" aria-label="Sequence of events">
      <header className="sequence-head">
        <b>Sequence of events</b>
        <span className="tx-3">{group.alarmCount === group.members.length ? numberOf(group.alarmCount, 'alarm') : `${group.members.length} of ${numberOf(group.alarmCount, 'alarm')}`}<span className="is-wide">, field time stamps</span></span>
        <Legend />
      </header>
      <div ref={plot} className="sequence-plot">
        {layout.scale.compressed.map(({ from, to }) =>
          (to - from) * plotWidth < 90 ? null : (
            <span key={from} className="sequence-note" style={{ left: x(from) + 4 }}>
              compressed scale
            </span>
          ),
        )}
        <div
          ref={scroller}
          className="sequence-scroller"
          tabIndex={0}
          aria-label={`Sequence of events; arrow keys step through it, Enter selects. ${focused === undefined ? '' : describe(focused, zeroMs, directory?.alarm.bind(directory) ?? (() => undefined))}`}
          onKeyDown={step}
          onBlur={() => setAt(null)}
        >
          <svg width={Math.max(width, 1)} height={height} role="presentation">
            {layout.scale.compressed.map(({ from, to }) => (
              <rect key={from} className="sequence-compressed" x={x(from)} y={0} width={Math.max(0, x(to) - x(from)) + (to === 1 ? rightPx : 0)} height={height} />
            ))}
            <Grid layout={layout} x={x} height={height} lanePx={lanePx} width={width} />
            <Edges layout={layout} plotWidth={plotWidth} lanePx={lanePx} />
            {drawn.map((one) => (
              <Mark key={one.mark.members[0]?.alarm} {...one} {...stateOf(one.mark)} isFocused={one.mark === focused} onPick={pick} />
            ))}
            <Labels layout={layout} plotWidth={plotWidth} lanePx={lanePx} message={message} first={group.ranked[0]?.alarm} flags={flags} />
          </svg>
        </div>
        <Axis layout={layout} x={x} width={width} zeroMs={zeroMs} />
      </div>
    </section>
  );
}

function Legend() {
  return (
    <span className="sequence-legend" aria-hidden="true">
      {(['main', 'model', 'time'] as const).map((kind) => (
        <span key={kind}>
          <svg width="26" height="8">
            <path className={`sequence-edge is-${kind}`} d="M0 4h26" />
          </svg>
          {kind === 'main' ? 'main path' : kind === 'model' ? 'cause model' : 'time only'}
        </span>
      ))}
    </span>
  );
}

type Place = { readonly x: (fraction: number) => number };

function Grid({ layout, x, height, lanePx, width }: Place & { readonly layout: SequenceLayout; readonly height: number; readonly lanePx: number; readonly width: number }) {
  return (
    <>
      {layout.lanes.map(({ key, name }, lane) => (
        <g key={key}>
          <path className="sequence-line" d={`M${labelWidth - 8} ${(lane + 1) * lanePx - 0.5}H${width}`} />
          <text className="sequence-lane" x={4} y={lane * lanePx + lanePx / 2 + 4}>
            <title>{`${name} (${key})`}</title>
            {cut(key.startsWith('alarm ') ? name : key, 14)}
          </text>
        </g>
      ))}
      {layout.scale.ticks.map(({ ms, at }) => (
        <path key={ms} className={ms === 0 ? 'sequence-zero' : 'sequence-line'} d={`M${x(at)} 0V${height}`} />
      ))}
    </>
  );
}

function Axis({ layout, x, width, zeroMs }: Place & { readonly layout: SequenceLayout; readonly width: number; readonly zeroMs: number }) {
  const { bracket, scale } = layout;
  return (
    <svg className="sequence-axis" width={Math.max(width, 1)} height={axisHeight + (bracket === null ? 0 : 16)} role="presentation">
      {scale.ticks.map(({ ms, at, text }) => (
        <text key={ms} x={x(at)} y={15 + (bracket === null ? 0 : 16)} textAnchor={at > 0.97 ? 'end' : 'middle'} className={ms === 0 ? 'is-zero' : ''}>
          {ms === 0 ? formatClockMs(zeroMs) : text}
        </text>
      ))}
      {bracket === null ? null : (
        <g className="sequence-bracket">
          <path d={`M${x(bracket.from)} 1v6H${Math.max(x(bracket.to), x(bracket.from) + 8)}v-6`} />
          <text x={x(bracket.from) + 4} y={18}>
            {`order not known, clocks ${errorText(bracket.errorMs)}`}
          </text>
        </g>
      )}
    </svg>
  );
}

const xOf = (fraction: number, plotWidth: number): number => labelWidth + fraction * plotWidth;
const yOf = (lane: number, lanePx: number): number => lane * lanePx + lanePx / 2;

const Edges = memo(function Edges({ layout, plotWidth, lanePx }: { readonly layout: SequenceLayout; readonly plotWidth: number; readonly lanePx: number }) {
  return (
    <>
      {layout.edges.map((edge) => (
        <path key={`${edge.from.lane} ${edge.from.at} ${edge.to.lane} ${edge.to.at}`} className={`sequence-edge is-${edge.kind}`} d={pathOf(edge, plotWidth, lanePx)} />
      ))}
    </>
  );
});

type MarkProps = {
  readonly mark: SequenceMark;
  readonly x: number;
  readonly y: number;
  readonly priority: Priority;
  readonly state: AlarmState;
  readonly flag: Flag | null;
  /** Whether a flag beside it would lie over nothing. */
  readonly hasRoom: boolean;
  readonly title: string;
  readonly isFocused: boolean;
  readonly onPick: (member: BurstMember) => void;
};

const Mark = memo(function Mark({ mark, x, y, priority, state, flag, hasRoom, title, isFocused, onPick }: MarkProps) {
  const scale = glyphPx / 29;
  const [first] = mark.members;
  return (
    <g className="sequence-mark" onClick={() => first !== undefined && onPick(first)}>
      <title>{title}</title>
      {isFocused ? <circle className="sequence-focus" cx={x} cy={y} r={glyphPx / 2 + 4} /> : null}
      <circle className="sequence-hit" cx={x} cy={y} r={13} />
      <g transform={`translate(${x - 10 * scale} ${y - 10 * scale}) scale(${scale})`} role="img" aria-label={alarmGlyphLabel(priority, state)} dangerouslySetInnerHTML={{ __html: alarmGlyphMarkup(priority, state) }} />
      {flag === null || !hasRoom ? null : <SvgFlag flag={flag} x={x + 17} y={y} />}
      {(flag !== null && hasRoom) || mark.members.length === 1 ? null : (
        <text className="sequence-count" x={x + 14} y={y - 6}>
          {mark.members.length}
        </text>
      )}
    </g>
  );
});

function SvgFlag({ flag, x, y }: { readonly flag: Flag; readonly x: number; readonly y: number }) {
  return (
    <g className={`sequence-flag ${flag === '1ST' ? 'is-first' : ''}`} transform={`translate(${x} ${y - 8})`}>
      <path d="M0 0h33l-5 8 5 8H0z" />
      <text x={13.5} y={11.6}>
        {flag}
      </text>
    </g>
  );
}

type LabelProps = {
  readonly layout: SequenceLayout;
  readonly plotWidth: number;
  readonly lanePx: number;
  readonly message: (alarm: AlarmId) => string;
  readonly first: AlarmId | undefined;
  readonly flags: ReadonlyMap<AlarmId, Flag>;
};

/** Words beside marks that stand alone far enough: first of all at the first-out. */
const Labels = memo(function Labels({ layout, plotWidth, lanePx, message, first, flags }: LabelProps) {
  const leastPx = 130;
  const crossed = new Set(layout.edges.filter(({ from, to }) => from.lane === to.lane).map(({ from }) => from));
  return (
    <>
      {layout.marks.map((mark) => {
        const [member] = mark.members;
        if (member === undefined || mark.members.length > 1) return null;
        const isFirst = member.alarm === first;
        const offset = isFirst || flags.has(member.alarm) ? 56 : 20;
        const room = (mark.nextAt - mark.at) * plotWidth - offset - 24;
        // Names of consequences are in the list: only the first of a lane speaks, and only where no line runs through its words.
        if (!mark.isFirstOfLane || crossed.has(mark) || room < leastPx) return null;
        return (
          <text key={member.alarm} className={`sequence-label ${isFirst ? 'is-first' : ''}`} x={xOf(mark.at, plotWidth) + offset} y={yOf(mark.lane, lanePx) + 4}>
            {cut(message(member.alarm), Math.floor(room / 6.4))}
          </text>
        );
      })}
    </>
  );
});

function pathOf({ from, to }: SequenceEdge, plotWidth: number, lanePx: number): string {
  const [x0, y0, x1, y1] = [xOf(from.at, plotWidth), yOf(from.lane, lanePx), xOf(to.at, plotWidth), yOf(to.lane, lanePx)];
  const out = glyphPx / 2 + 1;
  if (y0 === y1) return `M${x0 + out} ${y0}H${Math.max(x0 + out, x1 - out)}`;
  const down = y1 > y0 ? 1 : -1;
  // Out of the mark towards the other lane, then level into the other mark; near ones bend at once.
  if (x1 - x0 < 3 * out) return `M${x0} ${y0 + down * out}C${x0} ${(y0 + y1) / 2} ${x1} ${(y0 + y1) / 2} ${x1} ${y1 - down * out}`;
  return `M${x0} ${y0 + down * out}C${x0} ${y1} ${x0 + (x1 - x0) * 0.2} ${y1} ${x1 - out} ${y1}`;
}

function describe(mark: SequenceMark, zeroMs: number, alarm: (id: AlarmId) => { readonly message: string } | undefined): string {
  return mark.members.map((member) => `${sinceText(member.timeMs - zeroMs)}, ${alarm(member.alarm)?.message ?? member.alarm}`).join('; ');
}

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`);
