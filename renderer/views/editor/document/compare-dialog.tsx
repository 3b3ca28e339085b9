import { type ReactNode, useMemo } from 'react';
import { diffScreens } from '#shared/screen/diff/diff-screens.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { DialogFrame } from './dialog-frame.tsx';

type Side = { readonly words: string; readonly text: string };

/** What differs between two texts of a drawing, in words. */
export function CompareDialog({ before, after, onClose, children }: { readonly before: Side; readonly after: Side; readonly onClose: () => void; readonly children?: ReactNode }) {
  const diff = useMemo(() => diffScreens(before.text, after.text), [before.text, after.text]);
  return (
    <DialogFrame
      title={`${before.words} and ${after.words}`}
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
      {diff.ok ? (
        <ul className="editor-versions" aria-label="Differences">
          {diff.differences.map(({ sentence }, at) => (
            <li key={at}>{sentence}</li>
          ))}
          {diff.differences.length === 0 ? <li>Nothing differs.</li> : null}
        </ul>
      ) : (
        <p className="editor-field-problem">{diff.problem.message}</p>
      )}
    </DialogFrame>
  );
}
