import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { notify } from '#renderer/client/notices.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { fileOf } from './drawing-ref.ts';
import type { EditorDocument } from './use-document.ts';

/** A text that stands in the file and is not the one the draft was made from. */
export type OtherText = { readonly text: string; readonly hash: string };

/**
 * The file's text when somebody else changed it; null while it is what the draft is based on. A draft without changes of
 * its own simply follows the file.
 */
export function useFileChange(document: EditorDocument): { readonly other: OtherText | null; readonly lookAgain: () => void } {
  const client = useClient();
  const { ref, session } = document;
  const version = useStore(
    client.project,
    (project) => project?.screenVersions[ref.kind === 'screen' ? ref.screen : `templates/${ref.screen}`] ?? 0,
  );
  const basedOn = useStore(session.store, (now) => now.basedOn);
  const [other, setOther] = useState<OtherText | null>(null);
  const [look, setLook] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    void client.call('screens.read', { kind: ref.kind, screen: ref.screen }).then((answer) => {
      if (!isCurrent) return;
      if (!answer.ok) {
        if (answer.fault.code !== 'not-found' || session.store.getState().basedOn === null) return;
        // The text stays here: the next save makes the file anew.
        session.rebase(null);
        setOther(null);
        return notify(
          `${fileOf(ref)} was taken away. What is drawn here is kept until you close it; saving makes the file anew.`,
          'failed',
        );
      }
      const { svg, hash } = answer.value;
      const now = session.store.getState();
      if (hash === now.basedOn) return setOther(null);
      if (svg === now.draft.text) {
        session.saved(hash, svg);
        return setOther(null);
      }
      // A text without a file stands nowhere else, though nothing of it was changed here.
      if (now.isChanged || now.basedOn === null || !session.replaceText(svg, 'The file as it is now')) return setOther({ text: svg, hash });
      session.saved(hash, svg);
      setOther(null);
      notify(`${fileOf(ref)} was changed by somebody else; the editor shows it as it is now.`);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, ref, session, version, basedOn, look]);
  return { other, lookAgain: () => setLook((before) => before + 1) };
}
