import { Lock } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { RunbookItemOf } from '#shared/model/runbook.ts';
import { useLink } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock } from '#renderer/widgets/format-time.ts';
import { type GlyphKind, StepGlyph } from '#renderer/widgets/runbook-step/step-glyph.tsx';
import { Photos, PhotoEntry } from './photo-entry.tsx';
import { limitWords, roleWord, typedNumber } from './runbook-words.ts';
import type { ItemProps } from './item-props.ts';
import { useRunActs } from './use-run-acts.ts';

function Entry({ kind, state, title, words, children }: { readonly kind: string; readonly state: GlyphKind; readonly title: ReactNode; readonly words: string; readonly children?: ReactNode }) {
  return (
    <div className={`step-item is-${kind}`} data-entry={kind} data-state={state}>
      <StepGlyph state={state} size={20} />
      <span className="step-item-words">
        <b>{title}</b>
        {words === '' ? null : <span className="tx-3">{words}</span>}
        {children}
      </span>
    </div>
  );
}

/** A number read on the spot. One outside its limits is kept as it was read, and the step does not pass with it. */
export function ReadingItem({ state, step, item, at }: ItemProps<RunbookItemOf<'reading'>>) {
  const acts = useRunActs(state);
  const [typed, setTyped] = useState('');
  const kept = step.items[at];
  if (kept?.kind !== 'reading') return null;
  const limits = limitWords(item);
  const value = typedNumber(typed);
  const refusal = acts.refusal('reading') ?? (acts.isBusy('reading', step.plan.id, at) ? 'It is being sent.' : value === null ? 'Type a number.' : null);
  const enter = (): void => {
    if (refusal !== null || value === null) return;
    acts.act({ kind: 'reading', step: step.plan.id, item: at, value });
    setTyped('');
  };
  const words = kept.value === null ? (limits === '' ? 'not entered' : `allowed: ${limits}`) : `${kept.value} ${item.unit} by ${kept.by} ${formatClock(kept.timeMs)}${kept.isInside ? '' : `, outside its limits (${limits}): the step is not met`}`;
  return (
    <Entry kind="reading" state={kept.value === null ? 'pending' : kept.isInside ? 'passed' : 'failed'} title={item.name} words={words}>
      <span className="entry-line">
        <input aria-label={item.name} inputMode="decimal" className="num is-number" value={typed} onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && enter()} />
        <span className="tx-3">{item.unit}</span>
        <Button refusal={refusal} onClick={enter}>
          {kept.value === null ? 'Enter' : 'Enter again'}
        </Button>
      </span>
    </Entry>
  );
}

export function NoteItem({ state, step, item, at }: ItemProps<RunbookItemOf<'note'>>) {
  const acts = useRunActs(state);
  const [typed, setTyped] = useState('');
  const kept = step.items[at];
  if (kept?.kind !== 'note') return null;
  const refusal = acts.refusal('note') ?? (typed.trim() === '' ? 'Write something first.' : null);
  const add = (): void => {
    if (refusal !== null) return;
    acts.act({ kind: 'note', step: step.plan.id, item: at, text: typed.trim() });
    setTyped('');
  };
  return (
    <Entry kind="note" state={kept.notes.length > 0 ? 'passed' : 'pending'} title={item.text} words={item.isRequired ? 'required' : 'if there is something to say'}>
      <ul className="entry-notes">
        {kept.notes.map((note) => (
          <li key={`${note.timeMs} ${note.by}`}>
            <span className="num tx-3">
              {formatClock(note.timeMs)} {note.by}
            </span>{' '}
            {note.text}
          </li>
        ))}
      </ul>
      <span className="entry-line">
        <textarea aria-label={item.text} rows={2} maxLength={4000} value={typed} onChange={(event) => setTyped(event.target.value)} />
        <Button refusal={refusal} onClick={add}>
          Add note
        </Button>
      </span>
    </Entry>
  );
}

export function PhotoItem({ state, step, item, at }: ItemProps<RunbookItemOf<'photo'>>) {
  const acts = useRunActs(state);
  const kept = step.items[at];
  if (kept?.kind !== 'photo') return null;
  return (
    <Entry kind="photo" state={kept.photos.length > 0 ? 'passed' : 'pending'} title={item.text} words={item.isRequired ? 'a photo is required' : 'a photo, if it helps'}>
      <Photos photos={kept.photos} />
      <span className="step-item-buttons">
        <PhotoEntry label="Take photo" refusal={acts.refusal('photo')} onPhoto={(picture) => acts.photo({ step: step.plan.id, item: at, caption: '', picture })} />
      </span>
    </Entry>
  );
}

/** Signatures of different people; one login signs once. */
export function SignItem({ state, step, item, at }: ItemProps<RunbookItemOf<'sign'>>) {
  const acts = useRunActs(state);
  const user = useLink().session?.user ?? '';
  const kept = step.items[at];
  if (kept?.kind !== 'sign') return null;
  const left = item.count - kept.signatures.length;
  const mine = kept.signatures.some((one) => one.user === user);
  const who = `${item.count === 1 ? 'one' : item.count} of role ${roleWord[item.role]} or above`;
  return (
    <Entry
      kind="sign"
      state={left <= 0 ? 'passed' : 'sign-off'}
      title={item.text === '' ? 'Sign-off' : item.text}
      words={kept.signatures.length === 0 ? who : `${kept.signatures.map((one) => `${one.user} ${formatClock(one.timeMs)}${one.isDry === true ? ' (dry run, one person for all)' : ''}`).join(', ')}; ${left <= 0 ? 'complete' : `${left} more of ${who}`}`}
    >
      <span className="step-item-buttons">
        <Button
          refusal={left <= 0 ? 'It is signed.' : mine ? `${user} has signed; the other signature is another person’s.` : (acts.refusal('sign', item.role) ?? (acts.isBusy('sign', step.plan.id, at) ? 'It is being sent.' : null))}
          onClick={() => acts.act({ kind: 'sign', step: step.plan.id, item: at })}
        >
          Sign as {user}
        </Button>
      </span>
    </Entry>
  );
}

/** A lock or a permit: somebody says that it is there, and which. */
export function GateItem({ state, step, item, at }: ItemProps<RunbookItemOf<'gate'>>) {
  const acts = useRunActs(state);
  const [typed, setTyped] = useState('');
  const kept = step.items[at];
  if (kept?.kind !== 'gate') return null;
  const what = item.gate === 'lockout' ? 'Number of the lock' : 'Number of the permit';
  const refusal = acts.refusal('gate') ?? (acts.isBusy('gate', step.plan.id, at) ? 'It is being sent.' : typed.trim() === '' ? `${what} is missing.` : null);
  const confirm = (): void => {
    if (refusal !== null) return;
    acts.act({ kind: 'gate', step: step.plan.id, item: at, reference: typed.trim() });
    setTyped('');
  };
  return (
    <Entry
      kind="gate"
      state={kept.reference === null ? 'pending' : 'passed'}
      title={
        <>
          <Lock size={14} strokeWidth={2} aria-hidden="true" /> {item.text}
        </>
      }
      words={kept.reference === null ? 'Nothing goes on before this is confirmed' : `${kept.reference}, confirmed by ${kept.by} ${formatClock(kept.timeMs)}`}
    >
      <span className="entry-line">
        <input aria-label={what} placeholder={what} value={typed} maxLength={200} onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && confirm()} />
        <Button refusal={refusal} onClick={confirm}>
          Confirm
        </Button>
      </span>
    </Entry>
  );
}
