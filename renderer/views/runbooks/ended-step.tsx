import { ChartSpline, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { formatValue } from '#shared/model/format-value.ts';
import { qualityKind, qualityWords } from '#shared/model/quality.ts';
import type { CheckReading, EvidenceValue } from '#shared/model/runbook-run.ts';
import { isOver, type ItemState, type RunState, type RunStep, stepStateOf } from '#shared/runbook-run/run-state.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { useClient, useDirectory } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock, formatClockMs } from '#renderer/widgets/format-time.ts';
import { glyphOfCheck, type GlyphKind, StepGlyph } from '#renderer/widgets/runbook-step/step-glyph.tsx';
import { Photos } from './photo-entry.tsx';
import { Prose } from './prose-view.tsx';
import { type ReasonAsked, ReasonDialog } from './reason-dialog.tsx';
import { readable } from './runbook-words.ts';
import { rowWords } from './step-list.tsx';
import { useRunActs } from './use-run-acts.ts';

/** A step that is not worked on now: how it ended and what stood then, or what it will ask. */
export function EndedStep({ state, at, step, checks }: { readonly state: RunState; readonly at: number; readonly step: RunStep; readonly checks: ReadonlyMap<number, CheckReading> | null }) {
  const acts = useRunActs(state);
  const client = useClient();
  const [asked, setAsked] = useState<ReasonAsked | null>(null);
  const kind = stepStateOf(state, at, checks);
  const { ended, plan } = step;
  const items = plan.items.flatMap((item, which) => {
    const line = itemLine(item, step.items[which], step.regressed.includes(which));
    return line === null ? [] : [{ which, ...line }];
  });
  return (
    <article className={`open-step is-${kind}`} data-step={plan.id}>
      <header>
        <div className="open-step-line">
          <StepGlyph state={kind} size={22} />
          <span className="tx-3 num">
            Step {at + 1} of {state.steps.length}, {step.phase}
          </span>
        </div>
        <h2>{plan.title}</h2>
        <p className="tx-2">{ended === null && !step.isPassedBy ? 'Not open yet. This is what it will ask.' : rowWords(step, kind)}</p>
      </header>
      <Prose markdown={plan.before} />
      {plan.items.map((item, which) => (item.kind === 'prose' ? <Prose key={which} markdown={item.markdown} /> : null))}
      <ul className="ended-items">
        {items.map(({ which, words, state: how }) => (
          <li key={which}>
            <StepGlyph state={how} />
            <span>{words}</span>
          </li>
        ))}
      </ul>
      {step.items.map((item, which) => (item.kind === 'photo' ? <Photos key={which} photos={item.photos} /> : null))}
      {ended === null ? null : (
        <>
          {ended.missing.length === 0 ? null : (
            <ul className="way-on-missing" aria-label="Not met when it ended">
              {ended.missing.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
          <Evidence values={ended.evidence.values} />
          <div className="way-on-buttons">
            <Button
              icon={<ChartSpline size={15} strokeWidth={1.75} />}
              refusal={ended.evidence.trend.tags.length === 0 ? 'This step had no tags.' : null}
              title="Opens the trend with the tags of this step and goes to the moment it ended"
              onClick={() => {
                navigation.getState().open('trends', { tags: ended.evidence.trend.tags });
                client.timeline.seek(ended.timeMs);
              }}
            >
              Trend of that moment
            </Button>
            {isOver(state) ? null : (
              <Button
                icon={<RotateCcw size={15} strokeWidth={1.75} />}
                refusal={acts.refusal('reopen', plan.role)}
                onClick={() => setAsked({ title: `Open “${plan.title}” again`, says: 'It and all steps after it are to be done anew. What was recorded stays.', label: 'Reason', does: 'Open again', isRequired: true, done: (reason) => acts.act({ kind: 'reopen', step: plan.id, reason }) })}
              >
                Open again
              </Button>
            )}
          </div>
        </>
      )}
      {asked === null ? null : <ReasonDialog asked={asked} onClose={() => setAsked(null)} />}
    </article>
  );
}

/** The values the step's tags had when it ended, with their quality and time. */
function Evidence({ values }: { readonly values: readonly EvidenceValue[] }) {
  const directory = useDirectory();
  if (values.length === 0) return null;
  return (
    <table className="ended-evidence">
      <caption>Values when it ended</caption>
      <tbody>
        {values.map(({ tag: id, value, text, quality, timeMs }) => {
          const tag = directory?.tagById(id);
          const shown = text ?? (value === null ? '----' : tag === undefined ? String(value) : `${formatValue(tag, value, () => '')} ${tag.unit}`);
          return (
            <tr key={id}>
              <td className="mono">{id}</td>
              <td className="tx-2">{tag?.name ?? ''}</td>
              <td className="num">{shown}</td>
              <td className="tx-3">{qualityKind(quality) === 'good' ? '' : qualityWords(quality)}</td>
              <td className="num tx-3">{timeMs === null ? '' : formatClockMs(timeMs)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

type Line = { readonly words: string; readonly state: GlyphKind };

/** What is left of one thing of a step in a line; null for what nothing is left of. */
function itemLine(item: RunStep['plan']['items'][number], kept: ItemState | undefined, isRegressed: boolean): Line | null {
  if (item.kind === 'check' && kept?.kind === 'check') {
    const name = item.text === '' ? readable(item.expression) : item.text;
    const { decided, reading } = kept;
    if (decided !== null) return { words: `${name}: judged as ${decided.isMet ? 'met' : 'not met'} by ${decided.by}, ${decided.reason}`, state: decided.isMet ? 'passed' : 'failed' };
    return { words: isRegressed ? `${name}: no longer true` : name, state: isRegressed ? 'regressed' : glyphOfCheck[reading?.state ?? 'pending'] };
  }
  if (item.kind === 'reading' && kept?.kind === 'reading') return { words: kept.value === null ? `${item.name}: not entered` : `${item.name}: ${kept.value} ${item.unit} by ${kept.by} ${formatClock(kept.timeMs)}`, state: kept.value === null ? 'pending' : kept.isInside ? 'passed' : 'failed' };
  if (item.kind === 'note' && kept?.kind === 'note') return { words: `${item.text}: ${kept.notes.length === 0 ? 'nothing' : kept.notes.map(({ text, by }) => `${text} (${by})`).join('; ')}`, state: kept.notes.length === 0 ? 'pending' : 'passed' };
  if (item.kind === 'gate' && kept?.kind === 'gate') return { words: `${item.text}: ${kept.reference ?? 'not confirmed'}${kept.reference === null ? '' : ` by ${kept.by}`}`, state: kept.reference === null ? 'pending' : 'passed' };
  if (item.kind === 'sign' && kept?.kind === 'sign') return { words: `${item.text === '' ? 'Sign-off' : item.text}: ${kept.signatures.map(({ user }) => user).join(', ') || 'nobody'}`, state: kept.signatures.length >= item.count ? 'passed' : 'sign-off' };
  if (item.kind === 'photo' && kept?.kind === 'photo') return { words: `${item.text}: ${kept.photos.length} photos`, state: kept.photos.length > 0 ? 'passed' : 'pending' };
  if (item.kind === 'action' && kept?.kind === 'action') return { words: `${item.text === '' ? item.tag : item.text}: ${kept.ended?.sentence ?? (kept.begun === null ? 'not written' : 'under way')}`, state: kept.ended === null ? 'pending' : kept.ended.outcome === 'confirmed' || kept.ended.outcome === 'dry' ? 'passed' : 'failed' };
  return null;
}
