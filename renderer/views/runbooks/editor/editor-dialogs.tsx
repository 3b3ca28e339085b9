import { type RefObject, useRef, useState } from 'react';
import type { Runbook } from '#shared/model/runbook.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { EditorDialog } from './editor-dialog.tsx';
import { InsertDialog } from './insert-dialog.tsx';
import { NewDialog } from './new-dialog.tsx';
import type { PartKind, PartValues } from './part-specs.ts';
import type { TextField } from './text-field.ts';
import { headOf, withSetting } from './title-of-text.ts';
import type { Things } from './use-things.ts';

export type EditorAsked = { readonly kind: 'save' | 'conflict' | 'title' | 'duplicate' } | { readonly kind: 'insert'; readonly part: PartKind };

type Props = {
  readonly asked: EditorAsked;
  readonly id: string;
  readonly text: string;
  readonly basedOn: string | null;
  /** It has no file yet. */
  readonly isNew: boolean;
  readonly things: Things;
  readonly runbook: Runbook | null;
  readonly field: RefObject<TextField | null>;
  readonly onAsk: (asked: EditorAsked) => void;
  readonly onInsert: (kind: PartKind, values: PartValues) => void;
  readonly onSaved: (text: string, hash: string) => void;
  readonly onRebase: (hash: string) => void;
  readonly onClose: () => void;
};

/** The dialog that is open. */
export function EditorDialogs(props: Props) {
  const { asked, things, runbook, onInsert, onClose } = props;
  switch (asked.kind) {
    case 'insert':
      return (
        <InsertDialog
          kind={asked.part}
          things={things}
          runbook={runbook}
          onInsert={(values) => {
            onClose();
            // The focus goes back to what opened the dialog first; then it is the text's.
            setTimeout(() => onInsert(asked.part, values), 0);
          }}
          onClose={onClose}
        />
      );
    case 'save':
      return <SaveDialog {...props} />;
    case 'conflict':
      return <ConflictDialog {...props} />;
    case 'title':
      return <TitleDialog {...props} />;
    case 'duplicate':
      return <NewDialog from={{ id: props.id, text: props.text }} onClose={onClose} />;
  }
}

/** Saves the text with the reason, which stands in the audit log. */
function SaveDialog({ id, text, basedOn, isNew, onAsk, onSaved, onClose }: Props) {
  const client = useClient();
  const first = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState('');
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    setSending(true);
    const answer = isNew || basedOn === null ? await client.call('runbook.create', { markdown: text, note: note.trim() }) : await client.call('runbook.save', { runbook: id as never, markdown: text, basedOn, note: note.trim() });
    setSending(false);
    if (answer.ok) {
      onSaved(text, answer.value.hash);
      notify(`${answer.value.file} was saved.`);
      return onClose();
    }
    if (answer.fault.code === 'changed-meanwhile') return onAsk({ kind: 'conflict' });
    setProblem(faultText(answer.fault));
  };
  const named = headOf(text).id;
  const other = isNew && named !== id ? ` Its id is ${named} by now.` : '';
  return (
    <EditorDialog
      title={`Save ${isNew ? named : id}`}
      says={`${isNew ? 'It becomes a runbook of the project.' : 'It becomes the runbook of every console; a run that goes on keeps the text it began with.'}${other}`}
      first={first}
      does="Save"
      refusal={note.trim() === '' ? 'What was changed, and why: this is needed.' : isSending ? 'It is being saved.' : null}
      problem={problem}
      onDo={() => void save()}
      onClose={onClose}
    >
      <label className="runbook-dialog-field">
        <span className="tx-3">What was changed, and why, required</span>
        <input ref={first} aria-label="What was changed, and why" value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && note.trim() !== '' && !isSending && void save()} />
      </label>
    </EditorDialog>
  );
}

/** The file has another text than the one this was made from. Nothing is lost by any of the ways on. */
function ConflictDialog({ id, text, field, onAsk, onSaved, onRebase, onClose }: Props) {
  const client = useClient();
  const [problem, setProblem] = useState<string | null>(null);
  const theirs = async () => {
    const answer = await client.call('runbook.source', { runbook: id as never });
    if (!answer.ok) setProblem(faultText(answer.fault));
    return answer.ok ? answer.value : null;
  };
  const take = async (): Promise<void> => {
    const there = await theirs();
    if (there === null) return;
    field.current?.setText(there.text);
    onSaved(there.text, there.hash);
    onClose();
  };
  const saveMine = async (): Promise<void> => {
    const there = await theirs();
    if (there === null) return;
    onRebase(there.hash);
    onAsk({ kind: 'save' });
  };
  return (
    <EditorDialog title={`${id} was changed meanwhile`} says="Somebody else changed its file after you opened it. Both texts stay in the records, whatever you choose." problem={problem} onClose={onClose}>
      <ul className="runbook-dialog-choices">
        <li>
          <Button onClick={() => void take()}>Take theirs</Button>
          <span className="tx-2">The file as it is now; undo gives back your text.</span>
        </li>
        <li>
          <Button onClick={() => void saveMine()}>Save mine over it</Button>
          <span className="tx-2">Asks for the reason; their text is kept in the records.</span>
        </li>
        <li>
          <Button onClick={() => onAsk({ kind: 'duplicate' })} refusal={text === '' ? 'There is no text.' : null}>
            Keep mine as another
          </Button>
          <span className="tx-2">A new runbook with your text.</span>
        </li>
      </ul>
    </EditorDialog>
  );
}

/** Another title, on the line where it stands; undo gives it back. */
function TitleDialog({ text, field, onClose }: Props) {
  const first = useRef<HTMLInputElement>(null);
  const [title, setTitle] = useState(() => headOf(text).title);
  const next = withSetting(text, 'title', title);
  const refusal = title.trim() === '' ? 'A title is needed.' : next === null ? 'The settings of this text have no line for its title.' : null;
  const rename = (): void => {
    if (refusal !== null || next === null) return;
    field.current?.setText(next);
    onClose();
  };
  return (
    <EditorDialog title="Title of the runbook" says="What people find it by. It is changed in the text; save it then." first={first} does="Change" refusal={refusal} onDo={rename} onClose={onClose}>
      <label className="runbook-dialog-field">
        <span className="tx-3">Title</span>
        <input ref={first} aria-label="Title" value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && rename()} />
      </label>
    </EditorDialog>
  );
}
