import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { MenuButton, type MenuEntry } from '#renderer/widgets/menu-button.tsx';
import { type CommandId, editorCommands, runCommand } from '../commands/editor-commands.ts';
import type { EditorContext } from '../commands/editor-context.ts';

/** One line of a menu: a command with its picture, or what parts groups of them. */
export type CommandLine = readonly [CommandId, ReactNode] | 'line';

export function commandEntry(context: EditorContext, id: CommandId, picture?: ReactNode): MenuEntry {
  const command = editorCommands.get(id);
  return {
    kind: 'action',
    label: command?.title ?? id,
    icon: picture ?? <span />,
    ...(command?.keys === undefined ? {} : { hint: command.keys }),
    refusal: command?.refusal(context) ?? null,
    run: () => runCommand(id, context),
  };
}

export function CommandMenu({
  context,
  label,
  icon: picture,
  commands,
}: {
  readonly context: EditorContext;
  readonly label: string;
  readonly icon: ReactNode;
  readonly commands: readonly CommandLine[];
}) {
  return (
    <MenuButton
      label={label}
      className="editor-tool is-menu"
      entries={commands.map((one): MenuEntry => (one === 'line' ? { kind: 'line' } : commandEntry(context, one[0], one[1])))}
    >
      {picture}
      <ChevronDown size={12} strokeWidth={1.75} />
    </MenuButton>
  );
}

export function CommandButton({
  context,
  id,
  isOn,
  detail,
  children,
}: {
  readonly context: EditorContext;
  readonly id: CommandId;
  readonly isOn?: boolean;
  readonly detail?: string | null;
  readonly children: ReactNode;
}) {
  const command = editorCommands.get(id);
  const refusal = command?.refusal(context) ?? null;
  const title = `${command?.title ?? id}${detail === undefined || detail === null ? '' : `: ${detail}`}${command?.keys === undefined ? '' : ` (${command.keys})`}`;
  return (
    <button
      type="button"
      className="editor-tool"
      title={refusal ?? title}
      aria-label={title}
      aria-pressed={isOn}
      aria-disabled={refusal !== null || undefined}
      onClick={() => runCommand(id, context)}
    >
      {children}
    </button>
  );
}

export function ToolButton({
  title,
  isOn,
  refusal,
  onClick,
  children,
}: {
  readonly title: string;
  readonly isOn: boolean;
  readonly refusal: string | null;
  readonly onClick: (isKey: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="editor-tool"
      title={refusal ?? title}
      aria-label={title}
      aria-pressed={isOn}
      aria-disabled={refusal !== null || undefined}
      onClick={(event) => refusal === null && onClick(event.detail === 0)}
    >
      {children}
    </button>
  );
}

export function Zoom({ context }: { readonly context: EditorContext }) {
  const zoom = useStore(context.canvas, (now) => Math.round(now.sight.zoom * 100));
  return (
    <MenuButton
      label={`Zoom, ${zoom} %`}
      className="editor-tool editor-zoom num"
      entries={(['zoom-fit', 'zoom-one', 'zoom-in', 'zoom-out', 'zoom-selection'] as const).map((id) => commandEntry(context, id))}
    >
      {zoom} %
    </MenuButton>
  );
}
