import { BookOpen, Copy, Pencil, Plus, Redo2, Save, Search, TriangleAlert, Undo2 } from 'lucide-react';
import type { RefObject } from 'react';
import { navigation } from '#renderer/client/navigation.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { MenuButton, type MenuEntry } from '#renderer/widgets/menu-button.tsx';
import { StateChip } from '#renderer/widgets/state-chip.tsx';
import type { EditorAsked } from './editor-dialogs.tsx';
import { type PartKind, partKinds, partSpecs } from './part-specs.ts';
import type { TextField } from './text-field.ts';

type Props = {
  readonly id: string;
  readonly file: string;
  /** `other`: somebody else changed the file since it was opened. */
  readonly state: 'saved' | 'changed' | 'new' | 'other';
  readonly depths: { readonly undo: number; readonly redo: number };
  readonly saveRefusal: string | null;
  readonly insertRefusal: (kind: PartKind) => string | null;
  readonly field: RefObject<TextField | null>;
  readonly onAsk: (asked: EditorAsked) => void;
};

const size = { size: 15, strokeWidth: 1.75 } as const;

/** What can be done with the text, and how it stands to its file. */
export function EditorBar({ id, file, state, depths, saveRefusal, insertRefusal, field, onAsk }: Props) {
  return (
    <div className="runbook-page-bar runbook-editor-top">
      <span className="mono">{id}</span>
      <span className="tx-3">{file}</span>
      {state === 'saved' ? <StateChip>saved</StateChip> : state === 'new' ? <StateChip tone="notice">not in the project yet</StateChip> : state === 'changed' ? <StateChip tone="accent">not saved</StateChip> : null}
      {state === 'other' ? (
        <Button icon={<TriangleAlert {...size} />} onClick={() => onAsk({ kind: 'conflict' })}>
          Changed by someone else
        </Button>
      ) : null}
      <span className="runbook-page-space" />
      <InsertMenu insertRefusal={insertRefusal} onAsk={onAsk} />
      <Button look="ghost" icon={<Undo2 {...size} />} title="Undo (Ctrl Z)" aria-label="Undo" refusal={depths.undo === 0 ? 'There is nothing to undo.' : null} onClick={() => field.current?.undo()} />
      <Button look="ghost" icon={<Redo2 {...size} />} title="Redo (Ctrl Shift Z)" aria-label="Redo" refusal={depths.redo === 0 ? 'There is nothing to redo.' : null} onClick={() => field.current?.redo()} />
      <Button look="ghost" icon={<Search {...size} />} title="Find and replace (Ctrl F)" aria-label="Find and replace" onClick={() => field.current?.find()} />
      <Button icon={<Pencil {...size} />} onClick={() => onAsk({ kind: 'title' })}>
        Title
      </Button>
      <Button icon={<Copy {...size} />} onClick={() => onAsk({ kind: 'duplicate' })}>
        Duplicate
      </Button>
      <Button icon={<BookOpen {...size} />} refusal={state === 'new' ? 'It is not in the project yet.' : null} title="The runbook as it is in the project" onClick={() => navigation.getState().open('runbooks', { runbook: id })}>
        Open
      </Button>
      <Button look="primary" icon={<Save {...size} />} title="Saves it into the project (Ctrl S)" refusal={saveRefusal} onClick={() => onAsk({ kind: 'save' })}>
        Save
      </Button>
    </div>
  );
}

function InsertMenu({ insertRefusal, onAsk }: Pick<Props, 'insertRefusal' | 'onAsk'>) {
  const entries = partKinds.map((kind): MenuEntry => ({ kind: 'action', label: partSpecs[kind].title, refusal: insertRefusal(kind), run: () => onAsk({ kind: 'insert', part: kind }) }));
  return (
    <MenuButton label="Insert" className="button button-default button-normal" title="Writes a part of a runbook where the cursor is" entries={[...entries.slice(0, 2), { kind: 'line' }, ...entries.slice(2)]}>
      <Plus {...size} />
      Insert
    </MenuButton>
  );
}
