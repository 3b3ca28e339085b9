import { ChevronDown, FileClock, Save } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock, formatDay } from '#renderer/widgets/format-time.ts';
import { MenuButton } from '#renderer/widgets/menu-button.tsx';
import type { EditorDialog } from '../document/dialogs.tsx';
import { fileOf } from '../document/drawing-ref.ts';
import type { EditorDocument } from '../document/use-document.ts';

/** Which drawing it is, and what can be done with the whole of it. */
export function HeadBar({
  document,
  problems,
  onDialog,
}: {
  readonly document: EditorDocument;
  readonly problems: readonly ScreenProblem[];
  readonly onDialog: (dialog: EditorDialog) => void;
}) {
  const isChanged = useStore(document.session.store, (now) => now.isChanged || now.basedOn === null);
  const errors = problems.filter(({ severity }) => severity !== 'warning').length;
  return (
    <div className="editor-head">
      <MenuButton
        label="Drawing"
        className="editor-tool is-worded"
        entries={[
          { kind: 'action', label: 'New drawing…', run: () => onDialog({ kind: 'new' }) },
          {
            kind: 'action',
            label: 'Compare with what is saved…',
            refusal: isChanged ? null : 'Nothing was changed.',
            run: () => onDialog({ kind: 'compare' }),
          },
          {
            kind: 'action',
            label: 'Versions…',
            icon: <FileClock size={15} strokeWidth={1.75} />,
            run: () => onDialog({ kind: 'versions' }),
          },
          { kind: 'line' },
          { kind: 'action', label: 'Rename…', run: () => onDialog({ kind: 'rename' }) },
          { kind: 'action', label: 'Remove…', run: () => onDialog({ kind: 'remove' }) },
        ]}
      >
        <span className="mono">{fileOf(document.ref)}</span>
        <ChevronDown size={12} strokeWidth={1.75} />
      </MenuButton>
      <span className="editor-head-state">
        {isChanged ? 'not saved' : errors === 0 ? 'saved' : `saved, ${errors === 1 ? '1 problem' : `${errors} problems`}`}
      </span>
      <Button
        look="primary"
        icon={<Save size={14} strokeWidth={1.75} />}
        title="Save (Ctrl S)"
        refusal={isChanged ? null : 'There is nothing to save.'}
        onClick={() => onDialog({ kind: 'save' })}
      >
        Save
      </Button>
    </div>
  );
}

/** What the engineer must know before going on: a draft taken up again, a file that was changed by somebody else. */
export function Notices(props: {
  readonly document: EditorDocument;
  readonly isFileChanged: boolean;
  readonly isPast: boolean;
  readonly onConflict: () => void;
  readonly onDiscard: () => void;
}) {
  const { document, isFileChanged, isPast, onConflict, onDiscard } = props;
  const [isToldDraft, setToldDraft] = useState(document.continuedMs !== null);
  const isChanged = useStore(document.session.store, (now) => now.isChanged);
  return (
    <>
      {isFileChanged ? (
        <p className="editor-notice" role="status">
          <span>Somebody else changed this file after it was opened here.</span>
          <Button onClick={onConflict}>Decide</Button>
        </p>
      ) : null}
      {isToldDraft && isChanged && document.continuedMs !== null ? (
        <p className="editor-notice" role="status">
          <span>
            This is your draft of {formatDay(document.continuedMs)} {formatClock(document.continuedMs)}, which was not saved.
          </span>
          <Button onClick={onDiscard}>Back to what is saved</Button>
          <Button look="ghost" onClick={() => setToldDraft(false)}>
            Close
          </Button>
        </p>
      ) : null}
      {isPast ? (
        <p className="editor-notice" role="status">
          <span>The values are of the moment that is replayed.</span>
        </p>
      ) : null}
    </>
  );
}
