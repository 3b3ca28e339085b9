import { useEffect, useState } from 'react';
import type { DrawingVersion } from '#shared/contract/screens.ts';
import { faultText } from '#renderer/client/notices.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock, formatDay } from '#renderer/widgets/format-time.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { fileOf } from './drawing-ref.ts';
import type { EditorDocument } from './use-document.ts';

const sources: Readonly<Record<DrawingVersion['source'], string>> = {
  console: 'saved',
  import: 'imported',
  file: 'file changed',
  removed: 'removed',
  renamed: 'renamed',
  git: 'commit',
};

const when = (version: DrawingVersion): string => `${formatDay(version.timeMs)} ${formatClock(version.timeMs)}`;

/** Every text the drawing had, newest first: to be compared with the draft, or taken up into it as one step that can be undone. */
export function VersionsDialog({ document, onClose }: { readonly document: EditorDocument; readonly onClose: () => void }) {
  const client = useClient();
  const { ref, session } = document;
  const [answer, setAnswer] = useState<{ readonly versions: readonly DrawingVersion[]; readonly problem: string | null } | null>(null);
  const [compared, setCompared] = useState<{ readonly version: DrawingVersion; readonly text: string } | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void client.call('screens.versions', { kind: ref.kind, screen: ref.screen }).then((got) => {
      if (!isCurrent) return;
      if (got.ok) setAnswer(got.value);
      else setRefusal(faultText(got.fault));
    });
    return () => {
      isCurrent = false;
    };
  }, [client, ref]);
  const textOf = async (version: DrawingVersion): Promise<string | null> => {
    const got = await client.call('screens.version', { kind: ref.kind, screen: ref.screen, version: version.id });
    if (got.ok) return got.value.svg;
    setRefusal(faultText(got.fault));
    return null;
  };
  const take = async (version: DrawingVersion): Promise<void> => {
    const text = await textOf(version);
    if (text === null) return;
    if (session.replaceText(text, `Version of ${when(version)}`)) onClose();
    else setRefusal(session.store.getState().refusal);
  };
  if (compared !== null) {
    return (
      <CompareDialog
        document={document}
        before={{ name: `Version of ${when(compared.version)}`, text: compared.text }}
        after={{ name: 'draft', text: session.store.getState().draft.text }}
        onClose={() => setCompared(null)}
      >
        <Button size="large" onClick={() => void take(compared.version)}>
          Take up this version
        </Button>
      </CompareDialog>
    );
  }
  return (
    <DialogFrame
      title={`Versions of ${fileOf(ref)}`}
      onClose={onClose}
      foot={
        <Button size="large" onClick={onClose}>
          Close
        </Button>
      }
    >
      {answer === null && refusal === null ? <p className="tx-3">The versions are being read.</p> : null}
      {answer !== null && answer.versions.length === 0 ? (
        <p className="tx-3">There are no versions yet. Each text that is saved becomes one.</p>
      ) : null}
      <ul className="editor-versions" aria-label="Versions, newest first">
        {(answer?.versions ?? []).map((version) => (
          <li key={version.id}>
            <span className="num">{when(version)}</span>
            <span className="editor-version-note">
              {version.note === '' ? <span className="tx-3">{sources[version.source]}</span> : version.note}
              <span className="tx-3">
                {' '}
                {[version.user, version.note === '' ? null : sources[version.source]].filter((word) => word !== null).join(', ')}
              </span>
            </span>
            {version.hash === null ? null : (
              <>
                <Button onClick={() => void textOf(version).then((text) => text !== null && setCompared({ version, text }))}>
                  Compare
                </Button>
                <Button onClick={() => void take(version)}>Take up</Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {answer?.problem == null ? null : <p className="tx-3">{answer.problem}</p>}
      {refusal === null ? null : (
        <p className="editor-field-problem" role="alert">
          {refusal}
        </p>
      )}
    </DialogFrame>
  );
}
