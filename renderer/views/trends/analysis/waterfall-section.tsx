import { Waves } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { formatNumber } from '#shared/model/format-value.ts';
import { formatSpan } from '../../../widgets/format-time.ts';
import { scaleOf } from '../../../widgets/waterfall-plot/waterfall-image.ts';
import { type WaterfallOrder, WaterfallPlot } from '../../../widgets/waterfall-plot/waterfall-plot.tsx';
import { rulesOf, speedsAt } from './analysis-pen.ts';
import { orderText, threeDigits } from './analysis-settings.ts';
import { PictureMessage, SectionHead } from './section-head.tsx';
import type { SectionProps } from './section-props.ts';
import { useAnswer } from './use-answer.ts';
import { createWaterfallSession } from './waterfall-session.ts';

const speedPoints = 120;

/** Spectra of the selected pen over the visible span, with the cursors of the trend. */
export function WaterfallSection({ client, runner, pen, span, cursorA, cursorB, onCursor, settings, isVisible, isFollowing, themeKey }: SectionProps) {
  const session = useMemo(() => createWaterfallSession(client.call, runner), [client, runner]);
  useEffect(() => () => session.close(), [session]);
  const { plan, problem, version, missing } = useStore(session.state);
  const { window, length, maxHz, orders, speed } = settings;
  const { fromMs, toMs } = span;
  useEffect(() => {
    if (!isVisible || pen.isState) return;
    const { declaredMs, between, lateMs } = rulesOf(client, pen.tag, toMs);
    session.want({ tag: pen.tag, fromMs, toMs, window, length, maxHz, declaredMs, between, knownToMs: lateMs > 0 ? client.nowMs() - lateMs : Number.POSITIVE_INFINITY });
  }, [session, client, pen, fromMs, toMs, window, length, maxHz, isVisible]);
  const lines = useOrders({ client, span, isVisible, isFollowing, speed, orders });
  const zeroMs = cursorB ?? cursorA ?? toMs;
  const zero = cursorB !== null ? 'B' : cursorA !== null ? 'A' : 'the end';
  // The scale is looked at anew with every row that comes.
  const scale = useMemo(() => (plan === null || version === 0 ? null : scaleOf(plan.rows, Math.floor(fromMs / plan.rows.stepMs), Math.ceil(toMs / plan.rows.stepMs))), [plan, version, fromMs, toMs]);
  const detail = plan === null ? `time from ${zero}` : `time from ${zero}, ${formatNumber(plan.length, 0)} points`;
  return (
    <section className="analysis-section is-waterfall" aria-label="Waterfall">
      <SectionHead icon={Waves} title="Waterfall" pen={null} detail={detail}>
        {scale === null ? null : (
          <span className="analysis-ramp num" title="Peak amplitude, logarithmic">
            {Number(scale.low.toPrecision(2))} <i /> {Number(scale.high.toPrecision(2))} {pen.unit}
          </span>
        )}
      </SectionHead>
      {pen.isState ? (
        <PictureMessage text={`${pen.id} is a state. A waterfall needs a number; choose another pen.`} isBusy={false} />
      ) : problem !== null ? (
        <PictureMessage text={problem} isBusy={false} />
      ) : plan === null || scale === null ? (
        <PictureMessage text={plan !== null && missing === 0 ? noRowWords(plan) : 'Reading samples'} isBusy={plan === null || missing > 0} />
      ) : (
        <WaterfallPlot
          rows={plan.rows}
          version={version}
          scale={scale}
          fromMs={fromMs}
          toMs={toMs}
          maxHz={plan.maxHz}
          zeroMs={zeroMs}
          cursors={{ A: cursorA, B: cursorB }}
          orders={lines}
          unit={pen.unit}
          format={threeDigits}
          onCursor={onCursor}
          themeKey={themeKey}
          label={`Waterfall of ${pen.id}. Tab reaches the cursors; Shift A and Shift B set them at the pointer.`}
        />
      )}
    </section>
  );
}

/** Why a span that is read has no row, and what helps. */
const noRowWords = ({ length, stepMs }: { readonly length: number; readonly stepMs: number }): string =>
  `A row takes ${formatSpan(length * stepMs)} of good samples without a gap, which are nowhere in this span. Fewer points take less.`;

function useOrders({ client, span, isVisible, isFollowing, speed, orders }: Pick<SectionProps, 'client' | 'span' | 'isVisible' | 'isFollowing'> & Pick<SectionProps['settings'], 'speed' | 'orders'>): readonly WaterfallOrder[] {
  const { fromMs, toMs } = span;
  const ask = async (signal: AbortSignal): Promise<{ readonly atMs: readonly number[]; readonly rpm: readonly number[] } | null> => {
    const atMs = Array.from({ length: speedPoints + 1 }, (_, n) => fromMs + ((toMs - fromMs) * n) / speedPoints);
    const rpm = await speedsAt(client.call, speed, atMs, signal);
    return signal.aborted ? null : { atMs, rpm };
  };
  const { value } = useAnswer(isVisible && speed.kind !== 'none' ? { subject: JSON.stringify(speed), config: '', moment: `${fromMs} ${toMs}`, isFollowing, ask } : null);
  return useMemo(() => (value === null ? [] : orders.map((order) => ({ name: orderText(order), atMs: value.atMs, hz: value.rpm.map((rpm) => (rpm / 60) * order) }))), [value, orders]);
}
