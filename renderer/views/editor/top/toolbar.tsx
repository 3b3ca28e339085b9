import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  Circle,
  Eye,
  FlipHorizontal2,
  FlipVertical2,
  Grid3x3,
  Group,
  Hand,
  Layers2,
  Magnet,
  Maximize,
  MousePointer2,
  PanelLeft,
  PanelRight,
  Redo2,
  RotateCcw,
  RotateCw,
  Spline,
  Square,
  Trash2,
  Type,
  Undo2,
  Ungroup,
  Workflow,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { drawUsual } from '../canvas/draw-gestures.ts';
import { runCommand } from '../commands/editor-commands.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { areaClasses, type DrawnShape, lineClasses, selectTool, textClasses, type Tool } from '../session/editor-tools.ts';
import { CommandButton, type CommandLine, CommandMenu, ToolButton, Zoom } from './command-buttons.tsx';

const icon = { size: 16, strokeWidth: 1.75 } as const;

const shapes: readonly { readonly shape: DrawnShape; readonly title: string; readonly icon: ReactNode }[] = [
  { shape: 'pipe', title: 'Pipe: right angles, Enter or a double press ends it', icon: <Workflow {...icon} /> },
  { shape: 'polyline', title: 'Line: any angle, Enter or a double press ends it', icon: <Spline {...icon} /> },
  { shape: 'rect', title: 'Rectangle', icon: <Square {...icon} /> },
  { shape: 'ellipse', title: 'Ellipse', icon: <Circle {...icon} /> },
  { shape: 'text', title: 'Text', icon: <Type {...icon} /> },
];

const isTool = (tool: Tool, other: Tool): boolean =>
  tool.kind === other.kind && (tool.kind !== 'draw' || (other.kind === 'draw' && tool.shape === other.shape));

/** Tools, undo and what can be done with the selection. What cannot be done now says why. */
export function Toolbar({ context }: { readonly context: EditorContext }) {
  const { tool, isPreview, isGridShown, isSnapping, isLeftOpen, isRightOpen, lineClass, areaClass, textClass } = useStore(context.tools);
  const undoLabel = useStore(context.session.store, (now) => now.undoLabel);
  const redoLabel = useStore(context.session.store, (now) => now.redoLabel);
  useStore(context.session.store, (now) => now.picked);
  const take = (next: Tool): void => {
    context.canvas.setState({ drawn: [] });
    context.tools.setState({ tool: isTool(tool, next) ? selectTool : next, isPreview: false });
  };
  const looks =
    tool.kind === 'draw'
      ? tool.shape === 'text'
        ? { key: 'textClass', value: textClass, choices: textClasses }
        : tool.shape === 'pipe' || tool.shape === 'polyline'
          ? { key: 'lineClass', value: lineClass, choices: lineClasses }
          : { key: 'areaClass', value: areaClass, choices: areaClasses }
      : null;
  return (
    <div className="editor-tools" role="toolbar" aria-label="Tools">
      <ToolButton title="Select" isOn={tool.kind === 'select'} onClick={() => take(selectTool)} refusal={isPreview ? previewRefusal : null}>
        <MousePointer2 {...icon} />
      </ToolButton>
      <ToolButton
        title="Move the sheet; Space while dragging does the same"
        isOn={tool.kind === 'pan'}
        onClick={() => take({ kind: 'pan' })}
        refusal={null}
      >
        <Hand {...icon} />
      </ToolButton>
      {shapes.map(({ shape, title, icon: picture }) => (
        <ToolButton
          key={shape}
          title={title}
          isOn={tool.kind === 'draw' && tool.shape === shape}
          onClick={(isKey) => (isKey ? drawUsual(context, shape) : take({ kind: 'draw', shape }))}
          refusal={isPreview ? previewRefusal : null}
        >
          {picture}
        </ToolButton>
      ))}
      {looks === null ? null : (
        <select
          className="editor-input editor-tool-class"
          aria-label="Drawn as"
          value={looks.value}
          onChange={({ target }) => context.tools.setState({ [looks.key]: target.value })}
        >
          {looks.choices.map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      )}
      <span className="editor-gap" />
      <CommandButton context={context} id="undo" detail={undoLabel}>
        <Undo2 {...icon} />
      </CommandButton>
      <CommandButton context={context} id="redo" detail={redoLabel}>
        <Redo2 {...icon} />
      </CommandButton>
      <span className="editor-gap" />
      <CommandMenu context={context} label="Align and distribute" icon={<AlignStartVertical {...icon} />} commands={alignCommands} />
      <CommandMenu context={context} label="Order and groups" icon={<Layers2 {...icon} />} commands={orderCommands} />
      <CommandMenu context={context} label="Turn and flip" icon={<RotateCw {...icon} />} commands={turnCommands} />
      <CommandButton context={context} id="delete">
        <Trash2 {...icon} />
      </CommandButton>
      <span className="editor-gap" />
      <CommandButton context={context} id="grid" isOn={isGridShown}>
        <Grid3x3 {...icon} />
      </CommandButton>
      <CommandButton context={context} id="snap" isOn={isSnapping}>
        <Magnet {...icon} />
      </CommandButton>
      <CommandButton context={context} id="zoom-fit">
        <Maximize {...icon} />
      </CommandButton>
      <Zoom context={context} />
      <CommandButton context={context} id="left" isOn={isLeftOpen}>
        <PanelLeft {...icon} />
      </CommandButton>
      <CommandButton context={context} id="right" isOn={isRightOpen}>
        <PanelRight {...icon} />
      </CommandButton>
      <button
        type="button"
        className="editor-tool is-worded"
        aria-pressed={isPreview}
        title="The screen as an operator has it, with its values (Ctrl P)"
        onClick={() => runCommand('preview', context)}
      >
        <Eye {...icon} />
        <span className="editor-wide">Preview</span>
      </button>
    </div>
  );
}

const previewRefusal = 'The preview is shown; end it to edit.';
const menuIcon = { size: 15, strokeWidth: 1.75 } as const;

const alignCommands: readonly CommandLine[] = [
  ['align-left', <AlignStartVertical {...menuIcon} key="l" />],
  ['align-centre', <AlignCenterVertical {...menuIcon} key="c" />],
  ['align-right', <AlignEndVertical {...menuIcon} key="r" />],
  'line',
  ['align-top', <AlignStartHorizontal {...menuIcon} key="t" />],
  ['align-middle', <AlignCenterHorizontal {...menuIcon} key="m" />],
  ['align-bottom', <AlignEndHorizontal {...menuIcon} key="b" />],
  'line',
  ['distribute-horizontal', <AlignHorizontalSpaceBetween {...menuIcon} key="h" />],
  ['distribute-vertical', <AlignVerticalSpaceBetween {...menuIcon} key="v" />],
  'line',
  ['same-width', null],
  ['same-height', null],
  ['same-size', null],
];
const orderCommands: readonly CommandLine[] = [
  ['front', null],
  ['forward', null],
  ['backward', null],
  ['back', null],
  'line',
  ['group', <Group {...menuIcon} key="g" />],
  ['ungroup', <Ungroup {...menuIcon} key="u" />],
  'line',
  ['lock', null],
  ['hide', null],
  ['show-all', null],
];
const turnCommands: readonly CommandLine[] = [
  ['turn-right', <RotateCw {...menuIcon} key="r" />],
  ['turn-left', <RotateCcw {...menuIcon} key="l" />],
  'line',
  ['flip-horizontal', <FlipHorizontal2 {...menuIcon} key="h" />],
  ['flip-vertical', <FlipVertical2 {...menuIcon} key="v" />],
];
