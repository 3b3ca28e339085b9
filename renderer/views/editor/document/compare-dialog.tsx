import { type ReactNode, useCallback } from 'react';
import { useDirectory, useClient } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { ScreenDiff } from '#renderer/widgets/screen-diff/screen-diff.tsx';
import { mountDraft } from '../canvas/mount-draft.ts';
import { DialogFrame } from './dialog-frame.tsx';
import type { EditorDocument } from './use-document.ts';

type Side = { readonly name: string; readonly text: string };
type Props = {
  readonly document: EditorDocument;
  readonly before: Side;
  readonly after: Side;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

/** Two texts of the drawing beside, below or over each other, with their present values and every difference in words. */
export function CompareDialog({ document, before, after, onClose, children }: Props) {
  const client = useClient();
  const directory = useDirectory();
  const { templates } = document;
  const draw = useCallback(
    (text: string, host: HTMLElement): (() => void) => {
      const parsed = templates.parse(text);
      if (!parsed.ok || directory === null) return () => undefined;
      const mounted = mountDraft({ model: parsed.screen, host, tileHost: null, client, directory, isPreview: false });
      mounted.setView({ role: 'engineer', hiddenLayers: new Set(), zoom: Infinity });
      return mounted.dispose;
    },
    [client, directory, templates],
  );
  return (
    <DialogFrame
      title={`${before.name} and ${after.name}`}
      isWide
      onClose={onClose}
      foot={
        <>
          {children}
          <Button size="large" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <div className="editor-compare">
        <ScreenDiff before={before} after={after} draw={draw} />
      </div>
    </DialogFrame>
  );
}
