import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { ElementPath } from '#shared/screen/edit/draft.ts';
import { setText } from '#shared/screen/edit/set-attributes.ts';
import { screenRoles } from '#shared/screen/screen-model.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';
import { type EditorContext, wordsOf } from '../commands/editor-context.ts';
import { ChoiceField } from '../fields/choice-field.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { PickerField } from '../fields/picker-field.tsx';
import { TextField } from '../fields/text-field.tsx';
import { areaClasses, lineClasses, textClasses } from '../session/editor-tools.ts';
import { Bindings } from './bindings.tsx';
import { KeyField, TagsField } from './key-field.tsx';
import { PageProperties } from './page-properties.tsx';
import { PartItems } from './part-items.tsx';
import { PlaceFields } from './place-fields.tsx';
import { PopupFields } from './popup-fields.tsx';
import { elementsAt, partOf, shapeKindOf, sharedAttribute, sharedKeys, wordsIn } from './read-attributes.ts';
import { Section } from './section.tsx';
import { setOnPicked } from './set-on-picked.ts';
import { TemplateFields } from './template-fields.tsx';

type Props = { readonly context: EditorContext; readonly directory: DirectoryIndex };

/** Everything there is to say of what is selected; of the drawing itself where nothing is. A change is for all that is selected. */
export function Properties({ context, directory }: Props) {
  const draft = useStore(context.session.store, (now) => now.draft);
  const picked = useStore(context.session.store, (now) => now.picked);
  const elements = elementsAt(draft, picked);
  const [only] = elements.length === 1 ? elements : [];
  if (elements.length === 0) return <PageProperties context={context} />;
  return (
    <div className="editor-scroll editor-properties" key={picked.map((path) => path.join('.')).join(' ')}>
      <p className="editor-selection">{titleOf(elements)}</p>
      <PlaceFields context={context} />
      <Words context={context} elements={elements} />
      <Looks context={context} directory={directory} elements={elements} />
      <Keys context={context} directory={directory} elements={elements} />
      {only !== undefined && only.attributes.has('data-template') ? <TemplateFields context={context} element={only} /> : null}
      {only !== undefined && partOf(only)?.items != null ? (
        <PartItems context={context} directory={directory} element={only} path={picked[0] as ElementPath} />
      ) : null}
      {only === undefined || only.attributes.has('data-template') ? null : (
        <PopupFields context={context} directory={directory} element={only} />
      )}
      {only === undefined ? null : <Bindings context={context} directory={directory} element={only} />}
      <Seen context={context} elements={elements} />
    </div>
  );
}

function titleOf(elements: readonly XmlElement[]): ReactNode {
  const [first] = elements;
  if (elements.length > 1 || first === undefined) return `${elements.length} elements`;
  const part = partOf(first);
  const what =
    part?.title ??
    (
      {
        g: first.attributes.has('data-template') ? 'Template' : 'Group',
        rect: 'Rectangle',
        path: 'Line or shape',
        text: 'Text',
      } as Readonly<Record<string, string>>
    )[first.name] ??
    first.name;
  const which =
    first.attributes.get('data-asset') ??
    first.attributes.get('data-tag') ??
    first.attributes.get('data-template') ??
    first.attributes.get('id');
  return (
    <>
      {what} {which === undefined ? null : <span className="mono">{which}</span>}
    </>
  );
}

function Words({ context, elements }: { readonly context: EditorContext; readonly elements: readonly XmlElement[] }) {
  const words = elements.map(wordsIn);
  if (words.some((one) => one === null)) return null;
  const [first] = words;
  const isMixed = words.some((one) => one !== first);
  return (
    <Section title="Text">
      <div data-editor-words>
        <TextField
          label="Words"
          value={isMixed ? null : (first ?? null)}
          isMixed={isMixed}
          onChange={(text) => {
            const { draft, picked } = context.session.store.getState();
            for (const path of picked)
              context.session.edit(`Words: ${wordsOf(draft, picked)}`, (now) => setText(now, path, text ?? ''), 'words');
            context.session.pick(picked, context.session.store.getState().scope);
          }}
        />
      </div>
    </Section>
  );
}

function Looks({ context, directory, elements }: Props & { readonly elements: readonly XmlElement[] }) {
  const kinds = new Set(elements.map(shapeKindOf));
  const [kind] = kinds;
  if (kinds.size !== 1 || kind === null || kind === undefined) return null;
  const classes =
    kind === 'text'
      ? textClasses
      : kind === 'line'
        ? [...lineClasses, ...areaClasses.filter(({ value }) => !lineClasses.some((line) => line.value === value))]
        : areaClasses;
  const looks = sharedAttribute(elements, 'class');
  const flow = sharedAttribute(elements, 'data-flow');
  return (
    <Section title="Looks">
      <ChoiceField
        label="Drawn as"
        {...looks}
        choices={classes}
        own={null}
        onChange={(value) => setOnPicked(context, 'Looks', { class: value })}
      />
      {kind === 'text' ? (
        <ChoiceField
          label="Aligned"
          {...sharedAttribute(elements, 'text-anchor')}
          own="start"
          choices={[
            { value: 'start', title: 'Left' },
            { value: 'middle', title: 'Centred' },
            { value: 'end', title: 'Right' },
          ]}
          onChange={(value) => setOnPicked(context, 'Alignment', { 'text-anchor': value })}
        />
      ) : null}
      {elements.length === 1 && (elements[0]?.name === 'path' || elements[0]?.attributes.has('points') === true) ? (
        <TextField
          label={elements[0].name === 'path' ? 'Path' : 'Points'}
          isMono
          {...sharedAttribute(elements, elements[0].name === 'path' ? 'd' : 'points')}
          onChange={(value) => value !== null && setOnPicked(context, 'Points', { [elements[0]?.name === 'path' ? 'd' : 'points']: value })}
        />
      ) : null}
      {kind === 'line' ? (
        <TagsField
          label="Shows flow of"
          {...flow}
          directory={directory}
          hint="The line darkens while none of these tags shows flow"
          onChange={(value) => setOnPicked(context, 'Flow', { 'data-flow': value })}
        />
      ) : null}
    </Section>
  );
}

function Keys({ context, directory, elements }: Props & { readonly elements: readonly XmlElement[] }) {
  const keys = sharedKeys(elements);
  if (keys.length === 0) return null;
  const [first] = elements;
  const main = keys.filter(
    (key) =>
      key.isNeeded === true ||
      ['asset', 'tag', 'screen', 'label', 'show', 'level'].includes(key.name) ||
      first?.attributes.has(`data-${key.name}`) === true,
  );
  const rest = keys.filter((key) => !main.includes(key));
  const field = (key: (typeof keys)[number]) => (
    <KeyField
      key={key.name}
      partKey={key}
      directory={directory}
      {...sharedAttribute(elements, `data-${key.name}`)}
      onChange={(value) => setOnPicked(context, key.title, { [`data-${key.name}`]: value })}
    />
  );
  return (
    <Section title={elements.length === 1 ? 'Part' : 'Parts'}>
      {main.map(field)}
      {rest.length === 0 ? null : (
        <details className="editor-more">
          <summary>{rest.length === 1 ? '1 more' : `${rest.length} more`}</summary>
          {rest.map(field)}
        </details>
      )}
    </Section>
  );
}

const roleTitles = { view: 'Everyone', operate: 'Operators', lead: 'Lead technicians', engineer: 'Engineers' } as const;

function Seen({ context, elements }: { readonly context: EditorContext; readonly elements: readonly XmlElement[] }) {
  const layers = useStore(context.session.store, (now) => now.model.layers);
  return (
    <Section title="Seen">
      <PickerField
        label="Layer"
        {...sharedAttribute(elements, 'data-layer')}
        items={layers.map((layer) => ({ id: layer, name: '' }))}
        what="layer"
        isNew
        onChange={(value) => setOnPicked(context, 'Layer', { 'data-layer': value })}
      />
      <ChoiceField
        label="Seen by"
        {...sharedAttribute(elements, 'data-role')}
        own="view"
        choices={screenRoles.map((role) => ({ value: role, title: roleTitles[role] }))}
        onChange={(value) => setOnPicked(context, 'Seen by', { 'data-role': value })}
      />
      <NumberField
        label="From zoom"
        hint="Seen from this zoom on; 1 is the whole screen in its panel"
        {...sharedAttribute(elements, 'data-detail')}
        min={0.1}
        max={16}
        step={0.5}
        own={null}
        onChange={(value) => setOnPicked(context, 'Detail', { 'data-detail': value })}
      />
      {elements.length === 1 ? (
        <TextField label="Id" {...sharedAttribute(elements, 'id')} isMono onChange={(value) => setOnPicked(context, 'Id', { id: value })} />
      ) : null}
    </Section>
  );
}
