import { AudioWaveform } from 'lucide-react';
import { useMemo, useState } from 'react';
import { rateWords } from '#shared/math/spectrum-grid.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import { numberOf } from '#shared/model/number-of.ts';
import { formatClock, formatDay } from '../../../widgets/format-time.ts';
import { hzText, SpectrumPlot } from '../../../widgets/spectrum-plot/spectrum-plot.tsx';
import { penColourVar } from './analysis-pen.ts';
import { type AnalysisSettings, threeDigits, windowWords } from './analysis-settings.ts';
import type { SpectrumAnswer } from './analysis-task.ts';
import type { SectionProps } from './section-props.ts';
import { Figures, PictureMessage, SectionHead } from './section-head.tsx';
import { lineNear, type NamedLine, nameLines } from './spectrum-marks.ts';
import { askSpectrum, type SpectrumPair } from './spectrum-question.ts';
import { useAnswer } from './use-answer.ts';

const marked = 6;
const listed = 8;

/** The spectrum of the selected pen before cursor B, or before the end of the span. */
export function SpectrumSection({ client, runner, pen, span, cursorA, cursorB, settings, isVisible, isFollowing, listedPeaks = listed }: SectionProps & { readonly listedPeaks?: number }) {
  const atMs = cursorB ?? span.toMs;
  const referenceMs = settings.reference.kind === 'none' ? null : settings.reference.kind === 'cursor-a' ? cursorA : atMs - settings.reference.byMs;
  const { window, length, averages, band, speed } = settings;
  const { value: pair, isBusy } = useAnswer<SpectrumPair>(
    isVisible && !pen.isState
      ? {
          subject: `${pen.tag} ${band === null ? '' : 'envelope'}`,
          config: JSON.stringify([window, length, averages, band, speed, settings.reference]),
          moment: `${atMs} ${referenceMs}`,
          isFollowing: isFollowing && cursorB === null,
          ask: (signal) => askSpectrum(client, runner, { tag: pen.tag, atMs, referenceMs, settings }, signal),
        }
      : null,
  );
  const answer = pair?.now ?? null;
  const where = cursorB === null ? 'at the end' : 'at B';
  const detail = answer?.ok === true ? `${where}, ${rateWords(answer.stepMs)}, ${formatNumber(settings.length, 0)}, ${windowWords[window]}${answer.spectrum.averages > 1 ? `, ${answer.spectrum.averages} averages` : ''}` : where;
  return (
    <section className="analysis-section is-spectrum" aria-label="Spectrum">
      <SectionHead icon={AudioWaveform} title={band === null ? 'Spectrum' : 'Envelope'} pen={pen} detail={detail}>
        <Legend pen={pen.number} reference={referenceMs} isB={cursorB !== null} settings={settings} />
      </SectionHead>
      {pen.isState ? (
        <PictureMessage text={`${pen.id} is a state. A spectrum needs a number; choose another pen.`} isBusy={false} />
      ) : pair === null || answer === null ? (
        <PictureMessage text={isBusy ? 'Reading samples' : ''} isBusy={isBusy} />
      ) : answer.ok ? (
        <Spectrum pair={pair} answer={answer} {...{ pen, settings, listedPeaks }} />
      ) : (
        <PictureMessage text={answer.sentence} isBusy={isBusy} />
      )}
    </section>
  );
}

type Made = Extract<SpectrumAnswer, { readonly ok: true }>;

function Spectrum({ pair, answer, pen, settings, listedPeaks }: { readonly pair: SpectrumPair; readonly answer: Made; readonly pen: SectionProps['pen']; readonly settings: AnalysisSettings; readonly listedPeaks: number }) {
  const [cursorHz, setCursorHz] = useState<number | null>(null);
  const scale = settings.amplitude === 'rms' ? Math.SQRT1_2 : 1;
  const { spectrum } = answer;
  const reference = pair.reference?.ok === true ? pair.reference : null;
  const maxHz = Math.min(settings.maxHz ?? Number.POSITIVE_INFINITY, 500 / answer.stepMs);
  const shaftHz = pair.rpm > 0 ? pair.rpm / 60 : null;
  const trace = useMemo(() => ({ amplitude: spectrum.amplitude.map((value) => value * scale), stepHz: spectrum.stepHz }), [spectrum, scale]);
  const behind = useMemo(() => (reference === null ? null : { amplitude: reference.spectrum.amplitude.map((value) => value * scale), stepHz: reference.spectrum.stepHz }), [reference, scale]);
  const lines = useMemo(() => nameLines(spectrum, answer.peaks.filter(({ hz }) => hz <= maxHz), shaftHz, settings.orders).filter(({ hz }) => hz <= maxHz), [spectrum, answer.peaks, shaftHz, settings.orders, maxHz]);
  const unit = `${pen.unit}${settings.amplitude === 'rms' ? ' RMS' : ''}`;
  const marks = lines.slice(0, marked).map(({ name, hz, amplitude, order }) => ({ name, hz, amplitude: amplitude * scale, text: `${order === null ? '' : `${hzText(hz, 0.1)} Hz, `}${threeDigits(amplitude * scale)} ${pen.unit}`.trim() }));
  return (
    <>
      <SpectrumPlot
        trace={trace}
        reference={behind}
        unit={unit}
        maxHz={maxHz}
        isLog={settings.isLog}
        marks={marks}
        colour={penColourVar(pen.number)}
        cursorHz={cursorHz}
        onCursor={setCursorHz}
        format={threeDigits}
        label={`Spectrum of ${pen.id}, ${numberOf(lines.length, 'line')} ${lines.length === 1 ? 'stands' : 'stand'} out. The table below has them. Arrow keys read it line by line.`}
      />
      <Figures figures={figuresOf({ pair, answer, reference, lines, shaftHz, scale, pen, settings })} />
      {pair.reference?.ok === false ? <p className="analysis-note">Reference: {pair.reference.sentence}</p> : null}
      <Notes answer={answer} />
      {lines.length === 0 ? null : <PeakTable lines={lines.slice(0, listedPeaks)} scale={scale} unit={unit} reference={reference === null ? null : referenceOf(reference, pair.referenceRpm)} stepHz={spectrum.stepHz} picked={cursorHz} onPick={setCursorHz} hasOrders={shaftHz !== null} />}
    </>
  );
}

function figuresOf({ pair, answer, reference, lines, shaftHz, scale, pen, settings }: { readonly pair: SpectrumPair; readonly answer: Made; readonly reference: Made | null; readonly lines: readonly NamedLine[]; readonly shaftHz: number | null; readonly scale: number; readonly pen: SectionProps['pen']; readonly settings: AnalysisSettings }) {
  const [top] = lines;
  const once = shaftHz === null ? null : (lines.find(({ order }) => order === 1) ?? lineNear(answer.spectrum.amplitude, answer.spectrum.stepHz, shaftHz));
  const onceBefore = shaftHz === null || reference === null ? null : referenceOf(reference, pair.referenceRpm)({ hz: shaftHz, order: 1 });
  return [
    { name: 'Overall RMS', value: threeDigits(answer.overallRms), unit: pen.unit, note: reference === null ? 'of the stretch' : `reference ${threeDigits(reference.overallRms)}` },
    { name: 'Greatest line', value: top?.name ?? 'none', note: top === undefined ? 'nothing clear' : `${threeDigits(top.amplitude * scale)} ${pen.unit}` },
    {
      name: '1× amplitude',
      value: once === null ? '----' : threeDigits(once.amplitude * scale),
      unit: once === null ? '' : pen.unit,
      note: shaftHz === null ? (pair.rpm === 0 ? 'standing still' : settings.speed.kind === 'none' ? 'no speed chosen' : 'speed not known') : once === null ? 'does not stand out' : onceBefore === null ? `at ${hzText(once.hz, 0.1)} Hz` : `reference ${threeDigits(onceBefore * scale)}`,
    },
    {
      name: 'Speed',
      value: pair.rpm >= 0 ? formatNumber(pair.rpm, 0) : '----',
      unit: pair.rpm >= 0 ? 'rpm' : '',
      note: settings.speed.kind === 'none' ? 'see settings' : settings.speed.kind === 'typed' ? 'as typed' : pair.rpm >= 0 ? settings.speed.tag : 'not recorded here',
    },
  ];
}

/** Amplitude in the reference run: of the same order at its own speed where that is known, else at the same frequency. */
function referenceOf({ spectrum: { amplitude, stepHz } }: Made, rpm: number): (line: Pick<NamedLine, 'hz' | 'order'>) => number {
  return ({ hz, order }) => {
    const there = order !== null && rpm > 0 ? (order * rpm) / 60 : hz;
    return lineNear(amplitude, stepHz, there)?.amplitude ?? amplitude[Math.round(there / stepHz)] ?? Number.NaN;
  };
}

/** What the reader must know of how the samples came. */
function Notes({ answer }: { readonly answer: Made }) {
  const notes = [
    answer.how === 'resampled' ? 'Samples came unevenly and were resampled: high frequencies read too low.' : null,
    answer.heldShare > 0.3 ? `In ${Math.round(answer.heldShare * 100)} % of the stretch the recorded value did not change.` : null,
    answer.spectrum.leftOut > 0 ? `${answer.spectrum.leftOut} of ${answer.spectrum.leftOut + answer.spectrum.averages} stretches were left out: bad values.` : null,
  ].filter((note) => note !== null);
  return notes.length === 0 ? null : <p className="analysis-note">{notes.join(' ')}</p>;
}

function Legend({ pen, reference, isB, settings }: { readonly pen: number; readonly reference: number | null; readonly isB: boolean; readonly settings: AnalysisSettings }) {
  if (settings.reference.kind === 'none') return null;
  const words = settings.reference.kind === 'cursor-a' ? (reference === null ? 'A not set' : 'A') : reference === null ? '' : settings.reference.byMs >= 86_400_000 ? formatDay(reference) : formatClock(reference).slice(0, 5);
  return (
    <span className="analysis-legend num">
      <i style={{ background: penColourVar(pen) }} />
      {isB ? 'B' : 'End'}
      <i className="is-reference" />
      {words}
    </span>
  );
}

function PeakTable({ lines, scale, unit, reference, stepHz, picked, onPick, hasOrders }: { readonly lines: readonly NamedLine[]; readonly scale: number; readonly unit: string; readonly reference: ((line: Pick<NamedLine, 'hz' | 'order'>) => number) | null; readonly stepHz: number; readonly picked: number | null; readonly onPick: (hz: number) => void; readonly hasOrders: boolean }) {
  return (
    <div className="analysis-scroll">
      <table className="analysis-table num">
        <caption className="visually-hidden">Lines that stand out, the greatest first</caption>
        <thead>
          <tr>
            <th>{hasOrders ? 'Order' : 'Line'}</th>
            <th className="is-number">Hz</th>
            <th className="is-number">{unit === '' ? 'Amplitude' : unit}</th>
            {reference === null ? null : <th className="is-number">Reference</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => {
            const hz = Math.round(line.hz / stepHz) * stepHz;
            return (
              <tr key={line.hz} className={picked !== null && Math.abs(picked - hz) < stepHz / 2 ? 'is-picked' : ''}>
                <td>
                  <button type="button" onClick={() => onPick(hz)}>
                    {hasOrders ? line.name : at + 1}
                  </button>
                </td>
                <td className="is-number">{hzText(line.hz, stepHz / 10)}</td>
                <td className="is-number">{threeDigits(line.amplitude * scale)}</td>
                {reference === null ? null : <td className="is-number">{threeDigits(reference(line) * scale)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
