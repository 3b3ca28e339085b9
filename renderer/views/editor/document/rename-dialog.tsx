import { useEffect, useId, useRef, useState } from 'react';
import type { DrawingReference } from '#shared/contract/screens.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { fileOf, keptName, nameFromWords, paramsOf, refOf } from './drawing-ref.ts';
import type { EditorDocument } from './use-document.ts';

const listed = 8;

/** Gives the file another name, or takes it away. Who names it is listed before: those links will lead nowhere. */
export function RenameDialog({
  document,
  task,
  onClose,
}: {
  readonly document: EditorDocument;
  readonly task: 'rename' | 'remove';
  readonly onClose: () => void;
}) {
  const client = useClient();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { ref, session } = document;
  const [name, setName] = useState<string>(ref.screen);
  const [references, setReferences] = useState<readonly DrawingReference[] | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const wanted = nameFromWords(name);
  const basedOn = session.store.getState().basedOn ?? '';
  const unsaved = session.store.getState().isChanged
    ? 'Save or undo what you changed first.'
    : basedOn === ''
      ? 'It has no file: save it first.'
      : null;
  useEffect(() => {
    let isCurrent = true;
    void client
      .call('screens.references', { kind: ref.kind, screen: ref.screen })
      .then((answer) => isCurrent && answer.ok && setReferences(answer.value.references));
    return () => {
      isCurrent = false;
    };
  }, [client, ref]);
  const done = (sentence: string): void => {
    // The tab of the old name has no file any more: that is no news to who took it away.
    session.rebase(null);
    document.drafts.forget(keptName(ref));
    notify(sentence);
    onClose();
  };
  const run = async (): Promise<void> => {
    if (task === 'rename') {
      const answer = await client.call('screens.rename', {
        kind: ref.kind,
        screen: ref.screen,
        to: refOf(ref.kind, wanted).screen,
        basedOn,
      });
      if (!answer.ok) return setRefusal(faultText(answer.fault));
      done(`${fileOf(ref)} is called ${wanted} now.`);
      navigation.getState().open('editor', paramsOf(refOf(ref.kind, wanted)));
      return navigation.getState().leave('editor', paramsOf(ref));
    }
    const answer = await client.call('screens.remove', { kind: ref.kind, screen: ref.screen, basedOn, note: '' });
    if (!answer.ok) return setRefusal(faultText(answer.fault));
    done(`${fileOf(ref)} was removed. Its text is kept as a version.`);
    navigation.getState().open('editor', {});
    navigation.getState().leave('editor', paramsOf(ref));
  };
  return (
    <DialogFrame
      title={task === 'rename' ? `Rename ${fileOf(ref)}` : `Remove ${fileOf(ref)}`}
      onClose={onClose}
      {...(task === 'rename' ? { initialFocus: field } : {})}
      foot={
        <>
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            size="large"
            refusal={unsaved ?? (task === 'rename' && (wanted === '' || wanted === ref.screen) ? 'Give it another name.' : null)}
            onClick={() => void run()}
          >
            {task === 'rename' ? 'Rename' : 'Remove'}
          </Button>
        </>
      }
    >
      {task === 'remove' ? <p>The file is taken away; its text is kept as a version and can be restored.</p> : null}
      {task === 'rename' ? (
        <div className="editor-field">
          <label htmlFor={id}>New name</label>
          <input
            ref={field}
            id={id}
            className="editor-input mono"
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
      ) : null}
      {references === null || references.length === 0 ? null : (
        <>
          <p>These name it and will lead nowhere until they are changed:</p>
          <ul className="editor-save-problems" aria-label="What names it">
            {references.slice(0, listed).map((one, at) => (
              <li key={at}>
                {one.sentence} <span className="tx-3">{one.line === null ? one.file : `${one.file}, line ${one.line}`}</span>
              </li>
            ))}
            {references.length > listed ? <li>and {references.length - listed} more</li> : null}
          </ul>
        </>
      )}
      {refusal === null ? null : (
        <p className="editor-field-problem" role="alert">
          {refusal}
        </p>
      )}
    </DialogFrame>
  );
}
