import { useState } from 'react';
import type { RunbookItemOf } from '#shared/model/runbook.ts';
import type { CheckReading } from '#shared/model/runbook-run.ts';
import { useNow } from '#renderer/client/use-now.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock } from '#renderer/widgets/format-time.ts';
import { HoldSegments } from '#renderer/widgets/runbook-step/hold-segments.tsx';
import { glyphOfCheck, type GlyphKind, glyphWords, StepGlyph } from '#renderer/widgets/runbook-step/step-glyph.tsx';
import { StateChip } from '#renderer/widgets/state-chip.tsx';
import { LiveReading } from './live-reading.tsx';
import { type ReasonAsked, ReasonDialog } from './reason-dialog.tsx';
import { readable, tagsOfExpression } from './runbook-words.ts';
import type { ItemProps } from './item-props.ts';
import { useRunActs } from './use-run-acts.ts';

/** A check as the engine judges it; where the data cannot say, a person may, with a reason. */
export function CheckItem({ state, step, item, at, reading: live }: ItemProps<RunbookItemOf<'check'>> & { readonly reading: CheckReading | null }) {
  const acts = useRunActs(state);
  const [asked, setAsked] = useState<ReasonAsked | null>(null);
  const kept = step.items[at];
  if (kept?.kind !== 'check') return null;
  const reading = live ?? kept.reading;
  const standing = reading?.state ?? 'pending';
  const canDecide = standing === 'unknown' || standing === 'pending';
  const { decided } = kept;
  const isDecided = canDecide && decided !== null;
  const glyph: GlyphKind = isDecided ? (decided.isMet ? 'passed' : 'failed') : glyphOfCheck[standing];
  const judge = (isMet: boolean): void =>
    setAsked({
      title: isMet ? 'It is met' : 'It is not met',
      says: `The data cannot say it${reading === null || reading.why === '' ? '' : ` (${reading.why})`}. Your name and how you know it stay in the record.`,
      label: 'How you know it',
      does: isMet ? 'It is met' : 'It is not met',
      isRequired: true,
      done: (reason) => acts.act({ kind: 'decide', step: step.plan.id, item: at, isMet, reason }),
    });
  return (
    <div className={`step-item is-check is-${glyph}`} data-check={at} data-state={isDecided ? `decided-${glyph}` : standing}>
      <StepGlyph state={glyph} size={20} />
      <span className="step-item-words">
        <b>{item.text === '' ? readable(item.expression) : item.text}</b>
        <span className="tx-3">
          {isDecided ? `Judged as ${decided.isMet ? 'met' : 'not met'} by ${decided.by} ${formatClock(decided.timeMs)}: ${decided.reason}` : checkWords(standing, reading)}
          {reading?.isForced === true ? ' ' : ''}
          {reading?.isForced === true ? <StateChip tone="bad">FORCED</StateChip> : null}
        </span>
        {item.forMs > 0 && (standing === 'holding' || standing === 'fail' || standing === 'pending') && !isDecided ? <Held sinceMs={standing === 'holding' ? (reading?.sinceMs ?? Number.NaN) : Number.NaN} forMs={item.forMs} /> : null}
        {canDecide ? (
          <span className="step-item-buttons">
            <Button refusal={acts.refusal('decide', step.plan.role)} onClick={() => judge(true)}>
              It is met
            </Button>
            <Button refusal={acts.refusal('decide', step.plan.role)} onClick={() => judge(false)}>
              It is not met
            </Button>
          </span>
        ) : null}
      </span>
      <span className="step-item-values">
        {tagsOfExpression(item.expression)
          .slice(0, 4)
          .map((tag) => (
            <span key={tag}>
              <span className="mono tx-3">{tag}</span> <LiveReading tag={tag} />
            </span>
          ))}
      </span>
      {asked === null ? null : <ReasonDialog asked={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

function Held({ sinceMs, forMs }: { readonly sinceMs: number; readonly forMs: number }) {
  const nowMs = useNow(500);
  return <HoldSegments doneMs={Number.isFinite(sinceMs) ? nowMs - sinceMs : 0} forMs={forMs} />;
}

function checkWords(standing: CheckReading['state'], reading: CheckReading | null): string {
  const word = glyphWords[glyphOfCheck[standing]];
  if (reading === null) return word;
  return `${standing === 'fail' ? 'not met' : word} since ${formatClock(reading.sinceMs)}${reading.why === '' ? '' : `, ${reading.why}`}`;
}
