import { Check, Pencil } from 'lucide-react';
import type { RunbookItemOf } from '#shared/model/runbook.ts';
import { askRunWrite } from '#renderer/client/run-write.ts';
import { useDirectory } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock } from '#renderer/widgets/format-time.ts';
import { type GlyphKind, StepGlyph } from '#renderer/widgets/runbook-step/step-glyph.tsx';
import { LiveReading } from './live-reading.tsx';
import type { ItemProps } from './item-props.ts';
import { useRunActs } from './use-run-acts.ts';

const outcomeWords = { confirmed: 'confirmed', unconfirmed: 'not confirmed', 'in-doubt': 'in doubt', refused: 'refused', dry: 'ticked', unknown: 'not known, the engine ended meanwhile' } as const;

/** A write of the step: opened in the write dialog with all its checks, held to be written. */
export function ActionItem({ state, step, item, at }: ItemProps<RunbookItemOf<'action'>>) {
  const acts = useRunActs(state);
  const tag = useDirectory()?.tagById(item.tag);
  const kept = step.items[at];
  if (kept?.kind !== 'action') return null;
  const { begun, ended } = kept;
  const glyph: GlyphKind = begun === null ? (item.isOptional ? 'skipped' : 'pending') : ended === null ? 'checking' : ended.outcome === 'confirmed' || ended.outcome === 'dry' ? 'passed' : 'failed';
  const value = typeof item.value === 'number' ? (tag?.states?.[String(item.value)] ?? `${item.value} ${tag?.unit ?? ''}`.trim()) : item.value;
  const words =
    begun === null
      ? `${item.isOptional ? 'only if it is needed: ' : ''}${state.dry === null ? 'writes' : 'would write'} ${value} to ${item.tag}`
      : ended === null
        ? `under way since ${formatClock(begun.timeMs)}, by ${begun.by}`
        : `${outcomeWords[ended.outcome]} ${formatClock(ended.timeMs)}, by ${begun.by}. ${ended.sentence}`;
  return (
    <div className="step-item is-action" data-entry="action" data-state={glyph}>
      <StepGlyph state={glyph} size={20} {...(begun === null ? { label: 'not written' } : {})} />
      <span className="step-item-words">
        <b>{item.text === '' ? `${item.tag}: ${value}` : item.text}</b>
        <span className="tx-3">{words}</span>
        <span className="step-item-buttons">
          {state.dry === null ? (
            <Button
              icon={<Pencil size={14} strokeWidth={1.75} />}
              refusal={acts.refusal('write', step.plan.role) ?? (begun !== null && ended === null ? 'A write is under way.' : tag === undefined ? `${item.tag} is no tag of this project.` : null)}
              onClick={() => askRunWrite({ run: state.run, step: step.plan.id, item: at, seenSeq: state.seq, tag: item.tag, value: item.value })}
            >
              Write {value}
            </Button>
          ) : (
            <Button icon={<Check size={14} strokeWidth={1.75} />} refusal={acts.refusal('try', step.plan.role) ?? (acts.isBusy('try', step.plan.id, at) ? 'It is being sent.' : null)} onClick={() => acts.act({ kind: 'try', step: step.plan.id, item: at })}>
              Tick: would write {item.tag} = {value}
            </Button>
          )}
        </span>
      </span>
      <span className="step-item-values">
        <span>
          <span className="mono tx-3">{item.tag}</span> <LiveReading tag={item.tag} />
        </span>
      </span>
    </div>
  );
}
