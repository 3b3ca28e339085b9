import { SlidersHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { formatNumber } from '#shared/model/format-value.ts';
import { useClient } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import type { PenDraw } from '../../widgets/trend-chart/trend-frame.ts';
import type { PenChoice } from './trend-choice.ts';
import type { TrendParts } from './trend-parts.ts';
import { standardDraw } from './trend-pens.ts';
import { useAway } from './use-away.ts';
import { useSpanStatistics } from './use-span-statistics.ts';

type Props = { readonly pen: PenChoice } & Pick<TrendParts, 'choice' | 'session' | 'directory'>;

/** How one pen is drawn, and the statistics of what is seen of it. */
export function PenSettings(props: Props) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <span className="trends-search-place">
      <button
        ref={button}
        type="button"
        className="trends-icon"
        aria-label={`Settings of the pen ${props.pen.tag}`}
        aria-expanded={isOpen}
        title="Axis, lane, line and statistics"
        onClick={(event) => {
          event.stopPropagation();
          setOpen((before) => !before);
        }}
      >
        <SlidersHorizontal size={14} strokeWidth={1.75} />
      </button>
      {isOpen ? <Settings {...props} anchor={button.current} onClose={() => setOpen(false)} /> : null}
    </span>
  );
}

const draws: readonly { readonly id: PenDraw; readonly label: string }[] = [
  { id: 'line', label: 'Line' },
  { id: 'step', label: 'Step' },
  { id: 'points', label: 'Points' },
];

function Settings({ pen, choice, session, directory, anchor, onClose }: Props & { readonly anchor: HTMLElement | null; readonly onClose: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  useAway(ref, onClose);
  // The table scrolls and would cut it off: it stands over the page, above its button.
  const box = anchor?.getBoundingClientRect();
  const place = box === undefined ? {} : { right: Math.max(8, innerWidth - box.right), bottom: Math.max(8, innerHeight - box.top + 4) };
  const tag = directory.tagById(pen.tag);
  const isState = tag?.type === 'bool' || tag?.type === 'enum';
  const [low, setLow] = useState(pen.axis === undefined ? '' : String(pen.axis[0]));
  const [high, setHigh] = useState(pen.axis === undefined ? '' : String(pen.axis[1]));
  const ends = [low, high].map((text) => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'))));
  const isSound = (ends[0] as number) < (ends[1] as number);
  const fix = (): void => {
    if (isSound) choice.setLook(pen.tag, { axis: ends as [number, number] });
  };
  const draw = pen.draw ?? standardDraw(tag?.type ?? 'float', tag?.use ?? 'measurement');
  return (
    <div ref={ref} className="trends-pop trends-settings" style={place} role="dialog" aria-label={`Pen ${pen.tag}`} onClick={(event) => event.stopPropagation()}>
      <b className="mono">{pen.tag}</b>
      <div className="trends-setting">
        <span>Line</span>
        <Segmented label="Line" segments={draws} value={draw} onChange={(next) => choice.setLook(pen.tag, { draw: next })} />
      </div>
      <label className="trends-setting">
        <span>Lane</span>
        <select className="trends-select" value={pen.lane ?? ''} onChange={(event) => choice.setLook(pen.tag, { lane: event.target.value === '' ? undefined : Number(event.target.value) })}>
          <option value="">By itself</option>
          {Array.from({ length: 12 }, (_, at) => (
            <option key={at} value={at + 1}>
              {at + 1}
            </option>
          ))}
        </select>
      </label>
      {isState ? null : (
        <>
          <div className="trends-setting" onKeyDown={(event) => event.key === 'Enter' && event.target instanceof HTMLInputElement && fix()}>
            <span>Axis</span>
            <input className="trends-number-input num" inputMode="decimal" value={low} placeholder="auto" aria-label="Lower end of the axis" onChange={(event) => setLow(event.target.value)} />
            <span>to</span>
            <input className="trends-number-input num" inputMode="decimal" value={high} placeholder="auto" aria-label="Upper end of the axis" onChange={(event) => setHigh(event.target.value)} />
            <Button refusal={isSound ? null : 'Two numbers, the lower first.'} onClick={fix}>
              Fix
            </Button>
            <Button
              refusal={pen.axis === undefined ? 'The axis fits what is seen.' : null}
              onClick={() => {
                setLow('');
                setHigh('');
                choice.setLook(pen.tag, { axis: undefined });
              }}
            >
              Auto
            </Button>
          </div>
          <label className="trends-setting">
            <span>Logarithmic</span>
            <input type="checkbox" checked={pen.log === true} onChange={(event) => choice.setLook(pen.tag, { log: event.target.checked ? true : undefined })} />
          </label>
        </>
      )}
      <Statistics pen={pen} session={session} decimals={tag?.type === 'int' ? 1 : (tag?.decimals ?? 2)} unit={tag?.unit ?? ''} />
    </div>
  );
}

/** Of every recorded sample of the visible span. */
function Statistics({ pen, session, decimals, unit }: { readonly pen: PenChoice; readonly decimals: number; readonly unit: string } & Pick<TrendParts, 'session'>) {
  const client = useClient();
  const found = useSpanStatistics(client, session, pen.tag);
  if (found.kind === 'loading') return <p className="trends-statistics-note">Reading the samples of the visible span</p>;
  if (found.kind === 'failed') return <p className="trends-statistics-note">{found.sentence}</p>;
  const { mean, deviation, minimum, maximum, count, percentGood } = found.statistics;
  const number = (value: number): string => (Number.isNaN(value) ? '----' : `${formatNumber(value, decimals)}${unit === '' ? '' : ` ${unit}`}`);
  return (
    <dl className="trends-statistics num">
      <dt>Mean by time</dt>
      <dd>{number(mean)}</dd>
      <dt>Standard deviation</dt>
      <dd>{number(deviation)}</dd>
      <dt>Least, greatest</dt>
      <dd>
        {number(minimum)}, {number(maximum)}
      </dd>
      <dt>Samples</dt>
      <dd>{formatNumber(count, 0)}</dd>
      <dt>Time with good values</dt>
      <dd>{Number.isNaN(percentGood) ? '----' : `${formatNumber(percentGood, 1)} %`}</dd>
    </dl>
  );
}
