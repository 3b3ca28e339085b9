import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { childElements, type Draft, type Edited, type ElementPath } from '#shared/screen/edit/draft.ts';
import { insert, remove } from '#shared/screen/edit/insert.ts';
import { order } from '#shared/screen/edit/order.ts';
import { setAttributes } from '#shared/screen/edit/set-attributes.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { KeyField } from './key-field.tsx';
import { partOf } from './read-attributes.ts';
import { Section } from './section.tsx';

type Props = {
  readonly context: EditorContext;
  readonly directory: DirectoryIndex;
  readonly element: XmlElement;
  readonly path: ElementPath;
};

/** Rows of a table, points of a profile, tiles: the child elements a part takes, one below the other. */
export function PartItems({ context, directory, element, path }: Props) {
  const items = partOf(element)?.items;
  if (items === null || items === undefined) return null;
  const rows = childElements(element);
  const title = items.title.toLowerCase();
  /** The part stays selected, whatever was done to its rows. */
  const edit = (label: string, operation: (draft: Draft) => Edited): void => {
    const { scope } = context.session.store.getState();
    context.session.edit(label, operation);
    context.session.pick([path], scope);
  };
  return (
    <Section title={`${items.title}s`}>
      {rows.map((row, at) => (
        <div key={at} className="editor-item" role="group" aria-label={`${items.title} ${at + 1}`}>
          <div className="editor-item-head">
            <span>
              {items.title} {at + 1}
            </span>
            <button
              type="button"
              className="editor-icon"
              aria-label={`Move ${title} ${at + 1} up`}
              title="Up"
              disabled={at === 0}
              onClick={() => edit(`Move a ${title}`, (draft) => order(draft, [[...path, at]], 'backward'))}
            >
              <ArrowUp size={14} strokeWidth={1.75} />
            </button>
            <button
              type="button"
              className="editor-icon"
              aria-label={`Move ${title} ${at + 1} down`}
              title="Down"
              disabled={at === rows.length - 1}
              onClick={() => edit(`Move a ${title}`, (draft) => order(draft, [[...path, at]], 'forward'))}
            >
              <ArrowDown size={14} strokeWidth={1.75} />
            </button>
            <button
              type="button"
              className="editor-icon"
              aria-label={`Remove ${title} ${at + 1}`}
              title="Remove"
              onClick={() => edit(`Remove a ${title}`, (draft) => remove(draft, [[...path, at]]))}
            >
              <Trash2 size={14} strokeWidth={1.75} />
            </button>
          </div>
          {items.keys.map((key) => (
            <KeyField
              key={key.name}
              partKey={key}
              directory={directory}
              value={row.attributes.get(`data-${key.name}`) || null}
              isMixed={false}
              onChange={(value) =>
                edit(`${key.title} of a ${title}`, (draft) =>
                  setAttributes(draft, [[...path, at]], { [`data-${key.name}`]: value ?? (key.isNeeded === true ? '' : null) }),
                )
              }
            />
          ))}
        </div>
      ))}
      <Button
        icon={<Plus size={14} strokeWidth={1.75} />}
        refusal={rows.length >= items.max ? `It takes ${items.max} at most.` : null}
        onClick={() =>
          edit(`Add a ${title}`, (draft) =>
            insert(
              draft,
              path,
              rows.length,
              `<g ${
                items.keys
                  .filter(({ isNeeded }) => isNeeded === true)
                  .map(({ name }) => `data-${name}=""`)
                  .join(' ') || 'data-label=""'
              }/>`,
            ),
          )
        }
      >
        Add a {title}
      </Button>
    </Section>
  );
}
