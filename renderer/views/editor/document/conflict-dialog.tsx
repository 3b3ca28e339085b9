import { useId, useState } from 'react';
import { faultText, notify } from '#renderer/client/notices.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { fileOf, keptName, nameFromWords, paramsOf, refOf } from './drawing-ref.ts';
import { suggestedNote } from './suggested-note.ts';
import type { EditorDocument } from './use-document.ts';
import type { OtherText } from './use-file-change.ts';

type Props = {
  readonly document: EditorDocument;
  readonly other: OtherText;
  readonly onCompare: () => void;
  readonly onClose: () => void;
};

/**
 * Somebody else changed the file while it was edited here. Whatever is chosen, both texts stay: mine as a copy or in the
 * undo history, theirs as a version.
 */
export function ConflictDialog({ document, other, onCompare, onClose }: Props) {
  const client = useClient();
  const id = useId();
  const { session, ref } = document;
  const [name, setName] = useState(`${ref.screen}-copy`);
  const [refusal, setRefusal] = useState<string | null>(null);
  const wanted = nameFromWords(name);
  const takeTheirs = (): void => {
    if (!session.replaceText(other.text, 'Take the file as it is now')) return setRefusal(session.store.getState().refusal);
    session.saved(other.hash, other.text);
    notify('The file as it is now is shown. Undo gives back your text.');
    onClose();
  };
  const copyMine = async (): Promise<void> => {
    const answer = await client.call('screens.create', {
      ...refOf(ref.kind, wanted),
      source: 'console',
      svg: session.store.getState().draft.text,
      note: `Copy of ${fileOf(ref)} as it was edited here`,
    });
    if (!answer.ok) return setRefusal(faultText(answer.fault));
    document.drafts.forget(keptName(ref));
    takeTheirs();
    navigation.getState().open('editor', paramsOf(refOf(ref.kind, wanted)));
  };
  const saveMine = async (): Promise<void> => {
    const { draft } = session.store.getState();
    const answer = await client.call('screens.save', {
      kind: ref.kind,
      screen: ref.screen,
      svg: draft.text,
      basedOn: other.hash,
      note: suggestedNote(other.text, draft.text),
    });
    if (!answer.ok) return setRefusal(faultText(answer.fault));
    session.saved(answer.value.hash, draft.text);
    document.drafts.forget(keptName(ref));
    notify(`${fileOf(ref)} was saved. The other text is kept as a version.`);
    onClose();
  };
  return (
    <DialogFrame
      title={`${fileOf(ref)} was changed meanwhile`}
      onClose={onClose}
      foot={
        <Button size="large" onClick={onClose}>
          Go on editing
        </Button>
      }
    >
      <p>Somebody else changed the file after you opened it. Nothing is lost by any of these.</p>
      <ul className="editor-choices">
        <li>
          <Button onClick={onCompare}>Compare both</Button>
          <span>See what differs first.</span>
        </li>
        <li>
          <Button onClick={takeTheirs}>Take theirs</Button>
          <span>The file as it is now; undo gives back your text.</span>
        </li>
        <li>
          <Button refusal={wanted === '' ? 'The copy needs a name.' : null} onClick={() => void copyMine()}>
            Keep mine as a copy
          </Button>
          <label htmlFor={id} className="visually-hidden">
            Name of the copy
          </label>
          <input id={id} className="editor-input mono" value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </li>
        <li>
          <Button onClick={() => void saveMine()}>Save mine over it</Button>
          <span>Theirs is kept as a version.</span>
        </li>
      </ul>
      {refusal === null ? null : (
        <p className="editor-field-problem" role="alert">
          {refusal}
        </p>
      )}
    </DialogFrame>
  );
}
