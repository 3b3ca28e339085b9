import { FilePen } from 'lucide-react';
import { Button } from '#renderer/widgets/button.tsx';
import { editRunbook } from './editor/new-dialog.tsx';
import { useEditRefusal } from './use-edit-refusal.ts';

/** Opens the text of a runbook in the editor. */
export function EditButton({ id }: { readonly id: string }) {
  return (
    <Button icon={<FilePen size={15} strokeWidth={1.75} />} refusal={useEditRefusal()} title="Opens its text" onClick={() => editRunbook(id)}>
      Edit
    </Button>
  );
}
