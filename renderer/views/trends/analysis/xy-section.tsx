import { ScatterChart } from 'lucide-react';
import { useState } from 'react';
import { formatNumber } from '#shared/model/format-value.ts';
import { formatClockMs, formatSpan } from '../../../widgets/format-time.ts';
import { XyPlot } from '../../../widgets/xy-plot/xy-plot.tsx';
import type { AnalysisPen } from './analysis-pen.ts';
import { setAnalysis, threeDigits } from './analysis-settings.ts';
import type { PairAnswer } from './analysis-task.ts';
import { Figures, PictureMessage, SectionHead } from './section-head.tsx';
import type { SectionProps } from './section-props.ts';
import { useAnswer } from './use-answer.ts';

const points = 2000;
/** Lags tried, as a share of the span: a quarter to each side. */
const lagShare = 0.25;

/** The selected pen over another one, at the same times, and how they go together. */
export function XySection({ client, runner, pen, pens, span, cursorA, cursorB, settings, isVisible, isFollowing, themeKey }: SectionProps) {
  const xPen = pens.find(({ tag }) => tag === settings.xTag && tag !== pen.tag) ?? pens.find(({ tag }) => tag !== pen.tag) ?? null;
  const { fromMs, toMs } = span;
  const stepMs = (toMs - fromMs) / points;
  const { between } = settings;
  const ask = async (signal: AbortSignal): Promise<PairAnswer | null> => {
    const read = async (one: AnalysisPen): Promise<Float64Array<ArrayBuffer> | string> => {
      const atMs = Float64Array.from({ length: points }, (_, n) => fromMs + (n + 1) * stepMs);
      const got = await client.call('history.interpolated', { tag: one.tag, atMs, method: one.isState ? 'hold' : between }, { signal });
      return got.ok ? goodOnly(got.value) : got.fault.message;
    };
    if (xPen === null) return null;
    const [x, y] = await Promise.all([read(xPen), read(pen)]);
    if (signal.aborted) return null;
    if (typeof x === 'string' || typeof y === 'string') return { ok: false, sentence: typeof x === 'string' ? x : (y as string) };
    return runner.run({ kind: 'pair', x, y, mostLag: Math.round(points * lagShare) }, signal);
  };
  const { value: answer, isBusy } = useAnswer(isVisible && xPen !== null ? { subject: `${xPen.tag} ${pen.tag}`, config: between, moment: `${fromMs} ${toMs}`, isFollowing, ask } : null);
  const [picked, setPicked] = useState(-1);
  const brush = brushOf(cursorA, cursorB, fromMs, stepMs);
  return (
    <section className="analysis-section is-xy" aria-label="XY plot">
      <SectionHead icon={ScatterChart} title="XY" pen={pen} detail={xPen === null ? '' : `over ${xPen.id}, ${formatSpan(toMs - fromMs)}${brush === null ? '' : ', A to B brushed'}`}>
        <label className="analysis-inline">
          <span className="tx-3">x</span>
          <select aria-label="Pen of the x axis" value={xPen?.tag ?? ''} onChange={(event) => setAnalysis({ xTag: event.target.value })}>
            {pens.filter(({ tag }) => tag !== pen.tag).map(({ tag, id, number }) => (
              <option key={tag} value={tag}>
                {number} {id}
              </option>
            ))}
          </select>
        </label>
      </SectionHead>
      {xPen === null ? (
        <PictureMessage text="An XY plot needs a second pen. Add one to the trend." isBusy={false} />
      ) : answer === null ? (
        <PictureMessage text={isBusy ? 'Reading values' : ''} isBusy={isBusy} />
      ) : !answer.ok ? (
        <PictureMessage text={answer.sentence} isBusy={isBusy} />
      ) : (
        <>
          <XyPlot
            x={answer.x}
            y={answer.y}
            xName={axisName(xPen)}
            yName={axisName(pen)}
            brush={brush}
            line={Number.isNaN(answer.correlation.r) ? null : answer.correlation}
            picked={picked}
            onPick={setPicked}
            themeKey={themeKey}
            label={`${pen.id} over ${xPen.id}: correlation ${correlationText(answer.correlation.r)}. Arrow keys walk along time.`}
          />
          <Figures
            figures={[
              { name: 'Correlation', value: correlationText(answer.correlation.r), note: `${formatNumber(answer.correlation.pairs, 0)} pairs` },
              lagFigure(answer.correlation, stepMs),
              { name: 'Slope', value: threeDigits(answer.correlation.slope), note: `${pen.unit || '1'} per ${xPen.unit || '1'}` },
              pointFigure({ picked, answer, fromMs, stepMs, pen, xPen }),
            ]}
          />
          <p className="analysis-note">The oldest points are dim, the newest strongest.</p>
        </>
      )}
    </section>
  );
}

function goodOnly({ value, quality }: { readonly value: Float64Array; readonly quality: Uint32Array }): Float64Array<ArrayBuffer> {
  return Float64Array.from(value, (one, at) => ((quality[at] ?? 0) >>> 31 === 1 ? Number.NaN : one));
}

const axisName = ({ id, unit }: AnalysisPen): string => (unit === '' ? id : `${id}, ${unit}`);
const correlationText = (r: number): string => formatNumber(r, 2);
const lagText = (ms: number): string => (ms === 0 ? 'without delay' : `y ${Math.abs(ms) < 1000 ? `${Math.round(Math.abs(ms))} ms` : formatSpan(Math.abs(ms))} ${ms > 0 ? 'later' : 'earlier'}`);

/** A lag is told only where it explains clearly more than none. */
function lagFigure({ r, lagR, lagSteps }: { readonly r: number; readonly lagR: number; readonly lagSteps: number }, stepMs: number) {
  const isClear = Math.abs(lagR) > 0.3 && (lagSteps === 0 || Math.abs(lagR) > (Math.abs(r) || 0) + 0.02);
  return isClear ? { name: 'Best at a lag', value: correlationText(lagR), note: lagText(lagSteps * stepMs) } : { name: 'Best at a lag', value: '----', note: 'no lag is clear' };
}

/** Points from cursor A to B, first included, last not; null unless both are set apart. */
export function brushOf(a: number | null, b: number | null, fromMs: number, stepMs: number): readonly [number, number] | null {
  if (a === null || b === null || a === b) return null;
  const at = (ms: number): number => Math.min(points, Math.max(0, Math.ceil((ms - fromMs) / stepMs - 1 - 1e-9)));
  return [at(Math.min(a, b)), at(Math.max(a, b))];
}

function pointFigure({ picked, answer, fromMs, stepMs, pen, xPen }: { readonly picked: number; readonly answer: { readonly x: Float64Array; readonly y: Float64Array }; readonly fromMs: number; readonly stepMs: number; readonly pen: AnalysisPen; readonly xPen: AnalysisPen }) {
  if (picked < 0 || picked >= answer.x.length) return { name: 'Point', value: '----', note: 'at the pointer' };
  const show = (one: AnalysisPen, value: number | undefined): string => formatNumber(value ?? Number.NaN, one.decimals);
  return { name: formatClockMs(fromMs + (picked + 1) * stepMs).slice(0, 10), value: show(pen, answer.y[picked]), unit: pen.unit, note: `x ${show(xPen, answer.x[picked])} ${xPen.unit}` };
}
