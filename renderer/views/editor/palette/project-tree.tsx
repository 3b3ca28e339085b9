import { ChevronRight, Link2 } from 'lucide-react';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { SymbolPicture } from '#renderer/symbols/symbol-picture.tsx';
import { dragsTags } from '#renderer/widgets/tag-drag/tag-drag.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TemplateEntry } from '#shared/model/project.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { BindAsk } from '../canvas/use-canvas-drop.ts';
import { insertPiece } from '../canvas/draw-gestures.ts';
import { type EditorContext, middleOfSight } from '../commands/editor-context.ts';
import { findByWords } from '#renderer/widgets/find-list/find-words.ts';
import { startPartDrag } from './palette.tsx';
import { faceplatesOf, placingOfFaceplate } from './faceplate-fragment.ts';
import { placingOfAsset } from './part-fragment.ts';
import { useRoving } from './use-roving.ts';
import { valueFragments } from './value-fragment.ts';

/** Most rows a search gives: the words are made narrower instead. */
const mostFound = 60;

type Props = {
  readonly context: EditorContext;
  readonly directory: DirectoryIndex;
  readonly templates: readonly TemplateEntry[];
  readonly onBind: (ask: BindAsk) => void;
};

/** Assets and tags of the project, as a tree or found by words. Each is dragged to the drawing, or placed with a press there; a tag is also bound to what is selected. */
export function ProjectTree({ context, directory, templates, onBind }: Props) {
  const [words, setWords] = useState('');
  const roving = useRoving('.editor-tree-button, .editor-twist:not(:disabled), .editor-tree .editor-icon');
  const asked = useDeferredValue(words.trim());
  const found = useMemo(
    () =>
      asked === ''
        ? null
        : { assets: findByWords(directory.directory.assets, asked, 20), tags: findByWords(directory.directory.tags, asked, mostFound) },
    [directory, asked],
  );
  return (
    <div className="editor-palette">
      <input
        className="editor-search"
        value={words}
        placeholder="Find an asset or tag"
        aria-label="Find an asset or tag"
        onChange={(event) => setWords(event.target.value)}
      />
      <div className="editor-scroll" {...roving}>
        {found === null ? (
          <ul className="editor-tree" aria-label="Assets and tags">
            {directory.roots.map((asset) => (
              <AssetRow
                key={asset.id}
                asset={asset}
                depth={0}
                context={context}
                directory={directory}
                templates={templates}
                onBind={onBind}
              />
            ))}
          </ul>
        ) : (
          <ul className="editor-tree" aria-label="Found assets and tags">
            {found.assets.map((asset) => (
              <li key={asset.id}>
                <AssetButton asset={asset} context={context} directory={directory} templates={templates} />
              </li>
            ))}
            {found.tags.map((tag) => (
              <TagRow key={tag.id} tag={tag} depth={0} context={context} directory={directory} onBind={onBind} />
            ))}
          </ul>
        )}
        {found !== null && found.assets.length + found.tags.length === 0 ? (
          <p className="editor-none">Nothing is called “{asked}”.</p>
        ) : null}
      </div>
    </div>
  );
}

function AssetRow({
  asset,
  depth,
  context,
  directory,
  templates,
  onBind,
}: Props & { readonly asset: AssetDefinition; readonly depth: number }) {
  const [isOpen, setOpen] = useState(depth === 0);
  const children = directory.childrenOf(asset.id);
  const tags = directory.tagsOfAsset(asset.id);
  const isLeaf = children.length + tags.length === 0;
  return (
    <li>
      <div className="editor-tree-row" style={{ paddingLeft: depth * 12 }}>
        <button
          type="button"
          className="editor-twist"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Close' : 'Open'} ${asset.id}`}
          disabled={isLeaf}
          onClick={() => setOpen(!isOpen)}
        >
          {isLeaf ? null : <ChevronRight size={13} strokeWidth={1.75} />}
        </button>
        <AssetButton asset={asset} context={context} directory={directory} templates={templates} />
      </div>
      {isOpen && !isLeaf ? (
        <ul>
          {children.map((child) => (
            <AssetRow
              key={child.id}
              asset={child}
              depth={depth + 1}
              context={context}
              directory={directory}
              templates={templates}
              onBind={onBind}
            />
          ))}
          {tags.map((index) => {
            const tag = directory.tag(index);
            return tag === undefined ? null : (
              <TagRow key={tag.id} tag={tag} depth={depth + 1} context={context} directory={directory} onBind={onBind} />
            );
          })}
        </ul>
      ) : null}
    </li>
  );
}

function AssetButton({ asset, context, directory, templates }: Omit<Props, 'onBind'> & { readonly asset: AssetDefinition }) {
  const own = placingOfAsset(asset.id, directory);
  const hasFaceplate = asset.kind !== undefined && faceplatesOf(asset.kind, templates).length > 0;
  return (
    <PlacingButton
      context={context}
      title={hasFaceplate ? `Place ${asset.id}; with Shift its faceplate` : `Place ${asset.id}`}
      onDragStart={(event) => startPartDrag(event, `asset ${asset.id}`)}
      isPlacing={(title) => own !== null && (title === own.title || title === `faceplate of ${asset.id}`)}
      onPick={(isKey, isShift) => {
        const placing = (isShift ? placingOfFaceplate(asset.id, directory, templates) : null) ?? own;
        if (placing === null) return;
        if (isKey) insertPiece(context, `Place: ${placing.title}`, placing.fragmentAt(middleOfSight(context)));
        else context.tools.setState({ tool: { kind: 'place', ...placing } });
      }}
    >
      <SymbolPicture kind={asset.kind} width={20} height={16} />
      <span className="mono">{asset.id}</span>
      <span className="editor-tree-name">{asset.name}</span>
    </PlacingButton>
  );
}

function TagRow({
  tag,
  depth,
  context,
  directory,
  onBind,
}: Omit<Props, 'templates'> & { readonly tag: TagDefinition; readonly depth: number }) {
  const picked = useStore(context.session.store, (now) => now.picked);
  const only = picked.length === 1 ? picked[0] : undefined;
  const placing = {
    title: `value ${tag.id}`,
    fragmentAt: (point: { readonly x: number; readonly y: number }) => valueFragments([tag.id], directory, point, false),
  };
  return (
    <li className="editor-tree-row" style={{ paddingLeft: depth * 12 + 20 }}>
      <PlacingButton
        context={context}
        title={`Place the value of ${tag.id}`}
        {...dragsTags([tag.id])}
        isPlacing={(title) => title === placing.title}
        onPick={(isKey) => {
          if (isKey) insertPiece(context, `Place: ${placing.title}`, placing.fragmentAt(middleOfSight(context)));
          else context.tools.setState({ tool: { kind: 'place', ...placing } });
        }}
      >
        <span className="mono">{tag.id}</span>
        <span className="editor-tree-name">{tag.name}</span>
      </PlacingButton>
      {only === undefined ? null : (
        <button
          type="button"
          className="editor-icon"
          title="Bind it to what is selected"
          aria-label={`Bind ${tag.id} to what is selected`}
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            onBind({ tags: [tag.id], path: only, at: { x: left, y: bottom }, place: null });
          }}
        >
          <Link2 size={14} strokeWidth={1.75} />
        </button>
      )}
    </li>
  );
}

function PlacingButton(props: {
  readonly context: EditorContext;
  readonly title: string;
  readonly draggable?: true;
  readonly onDragStart?: React.DragEventHandler;
  readonly isPlacing: (title: string) => boolean;
  readonly onPick: (isKey: boolean, isShift: boolean) => void;
  readonly children: ReactNode;
}) {
  const tool = useStore(props.context.tools, (now) => now.tool);
  return (
    <button
      type="button"
      className="editor-tree-button"
      title={props.title}
      aria-pressed={tool.kind === 'place' && props.isPlacing(tool.title)}
      draggable
      data-tag-handle
      onDragStart={props.onDragStart}
      onClick={(event) => props.onPick(event.detail === 0, event.shiftKey)}
    >
      {props.children}
    </button>
  );
}
