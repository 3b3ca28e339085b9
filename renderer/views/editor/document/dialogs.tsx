import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { fileOf } from './drawing-ref.ts';
import { NewDialog } from './new-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { SaveDialog } from './save-dialog.tsx';
import type { EditorDocument } from './use-document.ts';
import type { OtherText } from './use-file-change.ts';
import { VersionsDialog } from './versions-dialog.tsx';

export type EditorDialog = { readonly kind: 'save' | 'conflict' | 'compare' | 'compare-other' | 'versions' | 'new' | 'rename' | 'remove' };

type Props = {
  readonly dialog: EditorDialog;
  readonly document: EditorDocument;
  readonly savedText: string;
  readonly other: OtherText | null;
  readonly problems: readonly ScreenProblem[];
  readonly onDialog: (dialog: EditorDialog | null) => void;
  readonly onLook: () => void;
};

/** The one dialog that is open. */
export function Dialogs({ dialog, document, savedText, other, problems, onDialog, onLook }: Props) {
  const close = (): void => onDialog(null);
  const mine = document.session.store.getState().draft.text;
  switch (dialog.kind) {
    case 'save':
      return (
        <SaveDialog
          document={document}
          savedText={savedText}
          problems={problems}
          onClose={close}
          onConflict={() => {
            onLook();
            onDialog({ kind: 'conflict' });
          }}
        />
      );
    case 'conflict':
      return other === null ? null : (
        <ConflictDialog document={document} other={other} onCompare={() => onDialog({ kind: 'compare-other' })} onClose={close} />
      );
    case 'compare':
      return (
        <CompareDialog
          document={document}
          before={{ name: `${fileOf(document.ref)} as saved`, text: savedText }}
          after={{ name: 'draft', text: mine }}
          onClose={close}
        />
      );
    case 'compare-other':
      return other === null ? null : (
        <CompareDialog
          document={document}
          before={{ name: 'The file as it is now', text: other.text }}
          after={{ name: 'draft', text: mine }}
          onClose={() => onDialog({ kind: 'conflict' })}
        />
      );
    case 'versions':
      return <VersionsDialog document={document} onClose={close} />;
    case 'new':
      return <NewDialog onClose={close} />;
    case 'rename':
    case 'remove':
      return <RenameDialog document={document} task={dialog.kind} onClose={close} />;
  }
}
