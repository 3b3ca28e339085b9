import { useEffect, useId, useRef, useState } from 'react';
import { notify, faultText } from '#renderer/client/notices.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { fileOf } from './drawing-ref.ts';
import { suggestedNote } from './suggested-note.ts';
import type { EditorDocument } from './use-document.ts';
import { keptName } from './drawing-ref.ts';

const listed = 4;

type Props = {
  readonly document: EditorDocument;
  readonly savedText: string;
  readonly problems: readonly ScreenProblem[];
  readonly onClose: () => void;
  /** The file has another text by now; nothing was written. */
  readonly onConflict: () => void;
};

/** Saves the draft with a note, which begins as what was changed. What will be drawn as a mark is named before. */
export function SaveDialog({ document, savedText, problems, onClose, onConflict }: Props) {
  const client = useClient();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { session, ref } = document;
  const [note, setNote] = useState(() => suggestedNote(savedText, session.store.getState().draft.text));
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const errors = problems.filter(({ severity }) => severity !== 'warning');
  const save = async (): Promise<void> => {
    if (isSending) return;
    setSending(true);
    const { draft, basedOn } = session.store.getState();
    const answer = await client.call('screens.save', { kind: ref.kind, screen: ref.screen, svg: draft.text, basedOn, note: note.trim() });
    setSending(false);
    if (answer.ok) {
      session.saved(answer.value.hash, draft.text);
      document.drafts.forget(keptName(ref));
      notify(`${fileOf(ref)} was saved.`);
      return onClose();
    }
    if (answer.fault.code === 'changed-meanwhile') return onConflict();
    setRefusal(faultText(answer.fault));
  };
  const latest = useRef(save);
  useEffect(() => void (latest.current = save));
  // Heard on the window: on a busy machine the field has the focus a moment after the dialog is seen.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      void latest.current();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  return (
    <DialogFrame
      title={`Save ${fileOf(ref)}`}
      onClose={onClose}
      initialFocus={field}
      foot={
        <>
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" size="large" refusal={isSending ? 'It is being saved.' : null} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <label htmlFor={id}>What was changed</label>
      <textarea
        ref={field}
        id={id}
        className="editor-input editor-note"
        rows={5}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <p className="tx-3">Ctrl Enter saves. The text before is kept as a version.</p>
      {errors.length === 0 ? null : (
        <ul className="editor-save-problems" aria-label="Not shown as meant">
          {errors.slice(0, listed).map((problem, at) => (
            <li key={at}>{problem.message}</li>
          ))}
          {errors.length > listed ? <li>and {errors.length - listed} more</li> : null}
        </ul>
      )}
      {refusal === null ? null : (
        <p className="editor-field-problem" role="alert">
          {refusal}
        </p>
      )}
    </DialogFrame>
  );
}
