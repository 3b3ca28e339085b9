import { type DragEvent, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { SymbolPicture } from '#renderer/symbols/symbol-picture.tsx';
import type { TemplateEntry } from '#shared/model/project.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import { partGroups } from '#shared/screen/part-entry.ts';
import { insertPiece } from '../canvas/draw-gestures.ts';
import { type EditorContext, middleOfSight } from '../commands/editor-context.ts';
import { partFragment, partMime } from './part-fragment.ts';
import { useRoving } from './use-roving.ts';
import { ValuePicture } from './value-picture.tsx';

type Props = { readonly context: EditorContext; readonly directory: DirectoryIndex; readonly templates: readonly TemplateEntry[] };

/** What can be placed, by group: dragged, pressed and then placed with a press on the drawing, or with Enter into its middle. */
export function Palette({ context, directory, templates }: Props) {
  const [words, setWords] = useState('');
  const roving = useRoving('.editor-part');
  const asked = words.trim().toLowerCase();
  const fits = (title: string, name: string): boolean =>
    asked.split(/\s+/).every((word) => `${title} ${name}`.toLowerCase().includes(word));
  const groups = partGroups
    .map((group) => ({ group, parts: [...partCatalogue.values()].filter((part) => part.group === group && fits(part.title, part.name)) }))
    .filter(({ parts }) => parts.length > 0);
  const shownTemplates = templates.filter((template) => fits(template.title, template.name));
  return (
    <div className="editor-palette">
      <input
        className="editor-search"
        value={words}
        placeholder="Find a part"
        aria-label="Find a part"
        onChange={(event) => setWords(event.target.value)}
      />
      <div className="editor-scroll" {...roving}>
        {groups.map(({ group, parts }) => (
          <section key={group} className="editor-group" aria-label={group}>
            <h3>{group}</h3>
            <div className="editor-parts">
              {parts.map((part) => (
                <PaletteItem
                  key={part.name}
                  context={context}
                  directory={directory}
                  templates={templates}
                  carried={`part ${part.name}`}
                  title={part.title}
                >
                  {part.isEquipment ? (
                    <SymbolPicture kind={part.name} state="running" width={36} height={30} />
                  ) : (
                    <ValuePicture name={part.name} />
                  )}
                </PaletteItem>
              ))}
            </div>
          </section>
        ))}
        {shownTemplates.length === 0 ? null : (
          <section className="editor-group" aria-label="Templates">
            <h3>Templates of the project</h3>
            <div className="editor-parts">
              {shownTemplates.map((template) => (
                <PaletteItem
                  key={template.name}
                  context={context}
                  directory={directory}
                  templates={templates}
                  carried={`template ${template.name}`}
                  title={template.title || template.name}
                >
                  <ValuePicture name="template" />
                </PaletteItem>
              ))}
            </div>
          </section>
        )}
        {groups.length + shownTemplates.length === 0 ? <p className="editor-none">No part is called “{words.trim()}”.</p> : null}
      </div>
    </div>
  );
}

function PaletteItem(props: {
  readonly context: EditorContext;
  readonly directory: DirectoryIndex;
  readonly templates: readonly TemplateEntry[];
  readonly carried: string;
  readonly title: string;
  readonly children: React.ReactNode;
}) {
  const { context, directory, templates, carried, title, children } = props;
  const placing = useMemo(() => partFragment(carried, directory, templates), [carried, directory, templates]);
  const isPlacing = useStore(context.tools, ({ tool }) => tool.kind === 'place' && tool.title === placing?.title);
  if (placing === null) return null;
  return (
    <button
      type="button"
      className="editor-part"
      title={title}
      aria-pressed={isPlacing}
      draggable
      onDragStart={(event) => startPartDrag(event, carried)}
      onClick={(event) => {
        // A key press has no pointer to place it with: it goes into the middle of what is seen.
        if (event.detail === 0) insertPiece(context, `Place: ${placing.title}`, placing.fragmentAt(middleOfSight(context)));
        else context.tools.setState({ tool: { kind: 'place', ...placing } });
      }}
    >
      {children}
      <span>{title}</span>
    </button>
  );
}

/** Lets a drag carry something that can be placed. */
export function startPartDrag(event: DragEvent, carried: string): void {
  event.dataTransfer.setData(partMime, carried);
  event.dataTransfer.effectAllowed = 'copy';
}
