import { useRef, useState } from 'react';
import { RunbookId } from '#shared/model/runbook.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { useRunbookList } from '#renderer/client/use-runbooks.ts';
import { EditorDialog } from './editor-dialog.tsx';
import { headOf, newText, withSetting } from './title-of-text.ts';
import { useRunbookDrafts } from './use-text-document.ts';

/** Opens a runbook in the editor: one of the project, or a draft of this console. */
export const editRunbook = (id: string): void => navigation.getState().open('runbooks', { part: `edit.${id}` });

type Props = { /** What it is a copy of; none: a new one. */ readonly from?: { readonly id: string; readonly text: string }; readonly onClose: () => void };

/** Asks for the id and title of a new runbook and opens it as a draft: nothing is in the project before it is saved. */
export function NewDialog({ from, onClose }: Props) {
  const client = useClient();
  const drafts = useRunbookDrafts();
  const list = useRunbookList().answer;
  const first = useRef<HTMLInputElement>(null);
  const [id, setId] = useState('');
  const [title, setTitle] = useState(from === undefined ? '' : headOf(from.text).title);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = id.trim();
  const isTaken = list?.some((one) => one.id.toLowerCase() === wanted.toLowerCase()) === true || drafts?.list().some((one) => one.toLowerCase() === wanted.toLowerCase()) === true;
  const refusal =
    wanted === ''
      ? 'An id is needed.'
      : !RunbookId.safeParse(wanted).success
        ? 'An id has letters, digits and _ . - only, at most 60, and begins with a letter or digit.'
        : isTaken
          ? `There is a runbook or a draft ${wanted} already.`
          : title.trim() === ''
            ? 'A title is needed.'
            : drafts === null || list === null
              ? 'There is no link to the engine.'
              : null;
  const make = (): void => {
    if (refusal !== null || drafts === null) return;
    const copied = from === undefined ? null : withSetting(withSetting(from.text, 'id', wanted) ?? '', 'title', title);
    if (from !== undefined && copied === null) return setProblem('The settings of this text have no lines for its id and title.');
    const { isKept } = drafts.keep(wanted, { text: copied ?? newText(wanted, title), basedOn: null, timeMs: client.nowMs() });
    if (!isKept) return setProblem('The draft cannot be kept: the storage of this console is full.');
    onClose();
    editRunbook(wanted);
  };
  return (
    <EditorDialog title={from === undefined ? 'New runbook' : `Duplicate ${from.id}`} says="It begins as a draft on this console. Nothing is in the project before it is saved." first={first} does="Begin" refusal={refusal} problem={problem} onDo={make} onClose={onClose}>
      <label className="runbook-dialog-field">
        <span className="tx-3">Id, required</span>
        <input ref={first} aria-label="Id" className="mono" placeholder="RB-P231-04" value={id} maxLength={60} onChange={(event) => setId(event.target.value)} />
      </label>
      <label className="runbook-dialog-field">
        <span className="tx-3">Title, required</span>
        <input aria-label="Title" value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && make()} />
      </label>
    </EditorDialog>
  );
}
