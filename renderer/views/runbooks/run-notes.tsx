import { useState } from 'react';
import type { RunState } from '#shared/runbook-run/run-state.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock } from '#renderer/widgets/format-time.ts';
import { PhotoEntry, Photos } from './photo-entry.tsx';
import { useRunActs } from './use-run-acts.ts';

/** Notes and photos on the run as a whole; they are only added to. */
export function RunNotes({ state }: { readonly state: RunState }) {
  const acts = useRunActs(state);
  const [text, setText] = useState('');
  const refusal = acts.refusal('note');
  const add = (): void => {
    if (refusal !== null || text.trim() === '') return;
    acts.act({ kind: 'note', step: null, item: null, text: text.trim() });
    setText('');
  };
  return (
    <section className="run-notes" aria-label="Notes of the run">
      <h4>Notes of the run</h4>
      <ul>
        {state.notes.map((note) => (
          <li key={`${note.timeMs} ${note.by}`}>
            <span className="num tx-3">
              {formatClock(note.timeMs)} {note.by}
            </span>
            <span>{note.text}</span>
          </li>
        ))}
      </ul>
      <Photos photos={state.photos} />
      <div className="entry-line">
        <input aria-label="Note on the run" placeholder="Note on the run" value={text} maxLength={4000} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && add()} />
        <Button refusal={refusal ?? (text.trim() === '' ? 'Write something first.' : null)} onClick={add}>
          Add note
        </Button>
        <PhotoEntry label="Photo" refusal={acts.refusal('photo')} onPhoto={(picture) => acts.photo({ step: null, item: null, caption: '', picture })} />
      </div>
    </section>
  );
}
