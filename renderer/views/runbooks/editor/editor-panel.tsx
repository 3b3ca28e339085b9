import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { roleCovers } from '#shared/rpc/define.ts';
import { useClient, useLink } from '#renderer/client/use-client.ts';
import { formatClock, formatDay } from '#renderer/widgets/format-time.ts';
import { EditorBar } from './editor-bar.tsx';
import { EditorDialogs, type EditorAsked } from './editor-dialogs.tsx';
import { insertChange, insertPlace } from './insert-place.ts';
import { linesOfPart, type PartKind } from './part-specs.ts';
import { Preview } from './preview.tsx';
import { ProblemList } from './problem-list.tsx';
import type { TextField } from './text-field.ts';
import { TextPane } from './text-pane.tsx';
import { useCheckedText } from './use-checked-text.ts';
import { useKeeping } from './use-keeping.ts';
import { type TextDocument, useTextDocument } from './use-text-document.ts';
import { useThings } from './use-things.ts';
import './editor.css';

/** Letters of a text's hash that the engine tells with the project's state. */
const seenLetters = 16;

/** A runbook's text beside what it would be: edited, checked while one types, saved into the project. */
export function EditorPanel({ id, setTitle }: { readonly id: string; readonly setTitle: (title: string) => void }) {
  const opened = useTextDocument(id);
  const { session } = useLink();
  useEffect(() => setTitle(`Edit ${id}`), [id, setTitle]);
  const isAllowed = session === null || roleCovers(session.role, 'engineer');
  if (opened.state === 'ready' && isAllowed) return <Editor key={id} document={opened.document} />;
  const sentence = !isAllowed ? 'Editing runbooks needs the role engineer.' : opened.state === 'failed' ? opened.sentence : 'It comes with the link to the engine.';
  return (
    <div className="empty-note">
      <b>{isAllowed && opened.state === 'loading' ? `${id} is being read` : `${id} cannot be edited here`}</b>
      <span>{sentence}</span>
    </div>
  );
}

function Editor({ document }: { readonly document: TextDocument }) {
  const { id } = document;
  const client = useClient();
  const field = useRef<TextField>(null);
  const things = useThings();
  const [saved, setSaved] = useState(document.saved);
  const [basedOn, setBasedOn] = useState(document.basedOn);
  const [depths, setDepths] = useState({ undo: 0, redo: 0 });
  const [isChanged, setChanged] = useState(document.text !== document.saved?.text);
  const [line, setLine] = useState(1);
  const [asked, setAsked] = useState<EditorAsked | null>(null);
  const textNow = (): string => field.current?.text() ?? document.text;
  const { checked, isDue, problem, changed } = useCheckedText(textNow);
  const keepSoon = useKeeping(document, () => (textNow() === saved?.text ? null : { text: textNow(), basedOn }));
  useEffect(() => field.current?.show(checked?.problems ?? []), [checked]);
  // What the file is now, by the first letters of its hash.
  const version = useStore(client.project, (project) => project?.runbookVersions[id]?.slice(0, seenLetters) ?? null);
  // Texts of the file that this editor has seen: what it was made from, what it saved, and what was in force when it was read.
  const [seen, setSeen] = useState<ReadonlySet<string | null>>(() => new Set([document.basedOn?.slice(0, seenLetters) ?? null, ...(document.basedOn === document.saved?.hash ? [version] : [])]));
  const isOther = version !== null && saved !== null && !seen.has(version);

  const goTo = (to: number): void => field.current?.goTo(to);
  const insertRefusal = (kind: PartKind): string | null => {
    const place = insertPlace(textNow(), field.current?.cursorLine() ?? 1, kind);
    return 'refusal' in place ? place.refusal : null;
  };
  const insert = (kind: PartKind, values: Readonly<Record<string, string>>): void => {
    const text = textNow();
    const place = insertPlace(text, field.current?.cursorLine() ?? 1, kind);
    if ('refusal' in place) return;
    const { from, insert: put, cursor } = insertChange(text, place, linesOfPart(kind, values));
    field.current?.insert(from, put, cursor);
  };
  const onText = (now: { readonly undo: number; readonly redo: number }): void => {
    setDepths(now);
    setChanged(textNow() !== saved?.text);
    changed();
    keepSoon();
  };
  const onSaved = (text: string, hash: string): void => {
    setSeen((before) => new Set([...before, hash.slice(0, seenLetters)]));
    setSaved({ text, hash });
    setBasedOn(hash);
    setChanged(textNow() !== text);
    if (textNow() === text) document.drafts.forget(id);
    keepSoon();
  };
  const errors = checked?.problems.filter(({ severity }) => severity === 'error') ?? [];
  const saveRefusal = !isChanged && saved !== null ? 'Nothing was changed.' : isDue ? 'It is being checked.' : errors.length > 0 ? `Line ${errors[0]?.line}: ${errors[0]?.message}. Mend it first; until then it stays as a draft on this console.` : null;
  const shown = useMemo(() => checked?.runbook ?? null, [checked]);
  return (
    <div
      className="runbook-editor"
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 's') return;
        event.preventDefault();
        if (saveRefusal === null) setAsked({ kind: 'save' });
      }}
    >
      <EditorBar
        id={id}
        file={document.file ?? `a new file in runbooks`}
        state={isOther ? 'other' : saved === null ? 'new' : isChanged ? 'changed' : 'saved'}
        depths={depths}
        saveRefusal={saveRefusal}
        insertRefusal={insertRefusal}
        field={field}
        onAsk={setAsked}
      />
      {document.continuedMs === null ? null : <Continued ms={document.continuedMs} onDrop={saved === null ? null : () => field.current?.setText(saved.text)} />}
      <div className="runbook-editor-sides">
        <div className="runbook-editor-left">
          <TextPane field={field} text={document.text} things={things} runbook={shown} onText={onText} onLine={setLine} />
          <ProblemList checked={checked} isDue={isDue} problem={problem} onLine={goTo} />
        </div>
        <Preview runbook={shown} line={line} onLine={goTo} />
      </div>
      {asked === null ? null : (
        <EditorDialogs asked={asked} id={id} text={textNow()} basedOn={basedOn} isNew={saved === null} things={things} runbook={shown} field={field} onAsk={setAsked} onInsert={insert} onSaved={onSaved} onRebase={setBasedOn} onClose={() => setAsked(null)} />
      )}
    </div>
  );
}

/** That what is shown is a draft of an earlier time, and the way back to the file. */
function Continued({ ms, onDrop }: { readonly ms: number; readonly onDrop: (() => void) | null }) {
  const [isClosed, setClosed] = useState(false);
  if (isClosed) return null;
  return (
    <p className="runbook-editor-note" role="status">
      This is your draft of {formatDay(ms)} {formatClock(ms)}, which was not saved.
      {onDrop === null ? null : (
        <button
          type="button"
          className="runbook-link"
          onClick={() => {
            onDrop();
            setClosed(true);
          }}
        >
          Take the file instead
        </button>
      )}
      <button type="button" className="runbook-link" onClick={() => setClosed(true)}>
        Go on with it
      </button>
    </p>
  );
}
