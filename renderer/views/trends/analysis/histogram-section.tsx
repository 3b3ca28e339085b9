import { ChartColumn } from 'lucide-react';
import { useMemo, useState } from 'react';
import { isLimitAlarm } from '#shared/model/alarm.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import type { ConsoleClient } from '../../../client/console-client.ts';
import { formatClock, formatSpan } from '../../../widgets/format-time.ts';
import { type HistogramMark, HistogramPlot } from '../../../widgets/histogram-plot/histogram-plot.tsx';
import { limitText } from '../../../widgets/limit-text.ts';
import { type AnalysisPen, penColourVar } from './analysis-pen.ts';
import { histogramPercentiles, type HistogramTaskAnswer } from './analysis-task.ts';
import { Figures, PictureMessage, SectionHead } from './section-head.tsx';
import type { SectionProps } from './section-props.ts';
import { useAnswer } from './use-answer.ts';

const bins = 40;
const mostSamples = 500_000;

type Read = { readonly answer: HistogramTaskAnswer; /** Where the samples end when there were too many; null when all were read. */ readonly cutMs: number | null; readonly fromMs: number; readonly toMs: number };

/** How long the selected pen stood where, from A to B or over the visible span, by the time its value was good. */
export function HistogramSection({ client, runner, pen, span, cursorA, cursorB, isVisible, isFollowing }: SectionProps) {
  const isBetween = cursorA !== null && cursorB !== null && cursorA !== cursorB;
  const fromMs = isBetween ? Math.min(cursorA, cursorB) : span.fromMs;
  const toMs = isBetween ? Math.max(cursorA, cursorB) : span.toMs;
  const ask = async (signal: AbortSignal): Promise<Read | null> => {
    const read = await client.call('history.raw', { tag: pen.tag, span: { fromMs, toMs }, limit: mostSamples }, { signal });
    if (signal.aborted) return null;
    if (!read.ok) return { answer: { ok: false, sentence: read.fault.message }, cutMs: null, fromMs, toMs };
    const { truncated, ...rows } = read.value;
    const cutMs = truncated ? (rows.timeMs.at(-1) ?? fromMs) : null;
    const answer = await runner.run({ kind: 'histogram', rows: { timeMs: rows.timeMs, value: rows.value, quality: rows.quality }, fromMs, toMs: cutMs ?? toMs, bins }, signal);
    return answer === null ? null : { answer, cutMs, fromMs, toMs };
  };
  const { value, isBusy } = useAnswer(isVisible ? { subject: pen.tag, config: '', moment: `${fromMs} ${toMs}`, isFollowing: isFollowing && !isBetween, ask } : null);
  return (
    <section className="analysis-section is-histogram" aria-label="Histogram">
      <SectionHead icon={ChartColumn} title="Histogram" pen={pen} detail={isBetween ? `A to B, ${formatSpan(toMs - fromMs)}` : `the visible ${formatSpan(toMs - fromMs)}`} />
      {value === null ? (
        <PictureMessage text={isBusy ? 'Reading samples' : ''} isBusy={isBusy} />
      ) : !value.answer.ok ? (
        <PictureMessage text={value.answer.sentence} isBusy={isBusy} />
      ) : (
        <Histogram client={client} pen={pen} histogram={value.answer.histogram} cutMs={value.cutMs} />
      )}
    </section>
  );
}

function Histogram({ client, pen, histogram, cutMs }: { readonly client: ConsoleClient; readonly pen: AnalysisPen; readonly histogram: Extract<HistogramTaskAnswer, { readonly ok: true }>['histogram']; readonly cutMs: number | null }) {
  const [picked, setPicked] = useState(-1);
  const { mean, deviation, percentiles, goodMs, badMs, min, max } = histogram;
  const limits = useMemo(() => limitsOf(client, pen.tag), [client, pen.tag]);
  const marks = useMemo((): readonly HistogramMark[] => [{ kind: 'figure', value: mean, name: 'mean' }, ...limits], [mean, limits]);
  const decimals = Math.min(6, pen.decimals + 1);
  const show = (value: number): string => formatNumber(value, decimals);
  const total = goodMs + badMs;
  return (
    <>
      <HistogramPlot
        from={histogram.from}
        width={histogram.width}
        share={histogram.share}
        unit={pen.unit}
        colour={penColourVar(pen.number)}
        band={deviation > 0 ? [mean - deviation, mean + deviation] : null}
        marks={marks}
        format={show}
        picked={picked}
        onPick={setPicked}
        label={`Histogram of ${pen.id}: mean ${show(mean)}, half of the time below ${show(percentiles[2] ?? Number.NaN)} ${pen.unit}. Left and right read it bin by bin.`}
      />
      <Figures
        figures={[
          { name: 'Mean', value: show(mean), unit: pen.unit, note: 'by time' },
          { name: 'Deviation σ', value: show(deviation), unit: pen.unit, note: 'shaded band' },
          { name: 'Good', value: `${formatNumber((goodMs / total) * 100, badMs > 0 ? 2 : 0)}`, unit: '%', note: badMs > 0 ? `${formatSpan(badMs)} bad` : `of ${formatSpan(total)}` },
          { name: 'Samples', value: formatNumber(histogram.samples, 0), note: 'as recorded' },
        ]}
      />
      {cutMs === null ? null : <p className="analysis-note">The span holds more than {formatNumber(mostSamples, 0)} samples; this is of those up to {formatClock(cutMs)}.</p>}
      <div className="analysis-scroll">
        <table className="analysis-table num">
          <caption className="visually-hidden">Values and the share of time below them</caption>
          <thead>
            <tr>
              <th>Share of time</th>
              <th className="is-number">below {pen.unit}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>Lowest</td>
              <td className="is-number">{show(min)}</td>
            </tr>
            {histogramPercentiles.map((share, at) => (
              <tr key={share}>
                <td>{share * 100} %</td>
                <td className="is-number">{show(percentiles[at] ?? Number.NaN)}</td>
              </tr>
            ))}
            <tr>
              <td>Highest</td>
              <td className="is-number">{show(max)}</td>
            </tr>
            {limits.map(({ name, value }) => (
              <tr key={`${name} ${value}`}>
                <td>Limit: {name}</td>
                <td className="is-number">{show(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function limitsOf(client: ConsoleClient, tag: string): readonly HistogramMark[] {
  const directory = client.directory.getState();
  if (directory === null) return [];
  const index = directory.indexOf(tag);
  return directory.alarmsOfTag(index).flatMap((alarm) => (isLimitAlarm(alarm) ? [{ kind: 'limit' as const, value: alarm.limit, name: limitText(alarm, directory.tag(index)) }] : []));
}
