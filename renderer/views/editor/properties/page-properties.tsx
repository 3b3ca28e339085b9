import { useStore } from 'zustand';
import { childElements } from '#shared/screen/edit/draft.ts';
import { insert } from '#shared/screen/edit/insert.ts';
import { setAttributes, setText } from '#shared/screen/edit/set-attributes.ts';
import { escapeText } from '#shared/screen/edit/write-xml.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { ChoiceField } from '../fields/choice-field.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { TextField } from '../fields/text-field.tsx';

/** Levels of displays as ISA-101 has them. */
const levels = [
  { value: '', title: 'Not said' },
  { value: '1', title: '1, overview' },
  { value: '2', title: '2, unit control' },
  { value: '3', title: '3, detail' },
  { value: '4', title: '4, diagnosis' },
];

/** What there is to say of the drawing itself, shown while nothing is selected. */
export function PageProperties({ context }: { readonly context: EditorContext }) {
  const model = useStore(context.session.store, (now) => now.model);
  const draft = useStore(context.session.store, (now) => now.draft);
  const { session } = context;
  const title = childElements(draft.root).findIndex(({ name }) => name === 'title');
  const setTitle = (text: string | null): void => {
    session.edit('Title of the drawing', (now) =>
      title < 0 ? insert(now, [], 0, `<title>${escapeText(text ?? '')}</title>`) : setText(now, [title], text ?? ''),
    );
    session.pick([]);
  };
  const setSize = (width: string | null, height: string | null): void => {
    if (width === null || height === null) return;
    const { attributes } = draft.root;
    session.edit('Size of the drawing', (now) =>
      setAttributes(now, [[]], {
        viewBox: `0 0 ${width} ${height}`,
        ...(attributes.has('width') ? { width } : {}),
        ...(attributes.has('height') ? { height } : {}),
      }),
    );
    session.pick([]);
  };
  return (
    <div className="editor-scroll editor-properties">
      <p className="editor-selection">The drawing</p>
      <section className="editor-section" aria-label="Drawing">
        <TextField label="Title" value={model.title} isMixed={false} onChange={setTitle} />
        <NumberField
          label="Width"
          value={String(model.width)}
          isMixed={false}
          min={1}
          max={20_000}
          unit="units"
          onChange={(width) => setSize(width, String(model.height))}
        />
        <NumberField
          label="Height"
          value={String(model.height)}
          isMixed={false}
          min={1}
          max={20_000}
          unit="units"
          onChange={(height) => setSize(String(model.width), height)}
        />
        <ChoiceField
          label="Level"
          hint="Display level of ISA-101"
          value={model.displayLevel === null ? null : String(model.displayLevel)}
          isMixed={false}
          own=""
          choices={levels}
          onChange={(level) => {
            session.edit('Display level', (now) => setAttributes(now, [[]], { 'data-display-level': level }));
            session.pick([]);
          }}
        />
      </section>
      <p className="editor-hint">
        Select an element to see what it shows. Drag parts, assets and tags from the left; a tag dropped on an element is bound to it.
      </p>
    </div>
  );
}
