import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { ScreenId } from '#shared/model/ids.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { PickerField } from '../fields/picker-field.tsx';
import { TextField } from '../fields/text-field.tsx';
import { popupParameters } from './popup-parameters.ts';
import { Section } from './section.tsx';
import { setOnPicked } from './set-on-picked.ts';

/** The screen that a press on one element opens above this one, and what it is given. A template's use gives its parameters to the template, so it opens none. */
export function PopupFields({
  context,
  directory,
  element,
}: {
  readonly context: EditorContext;
  readonly directory: DirectoryIndex;
  readonly element: XmlElement;
}) {
  const popup = element.attributes.get('data-popup') ?? null;
  const popups = directory.directory.screens.filter(({ isPopup, parameters }) => isPopup === true || (parameters?.length ?? 0) > 0);
  const others = directory.directory.screens.filter((screen) => !popups.includes(screen));
  return (
    <Section title="Press">
      <PickerField
        label="Opens popup"
        hint="A screen that opens above this one"
        value={popup}
        isMixed={false}
        items={[...popups, ...others].map(({ id, title }) => ({ id, name: title }))}
        what="screen"
        onChange={(value) => {
          // What the one before was given and this one does not know means nothing any more.
          const declared = directory.screens.get(value as ScreenId)?.parameters ?? [];
          const stale = popupParameters(element, declared).filter(({ name }) => !declared.includes(name));
          const given = stale.map(({ name }) => [`data-with-${name}`, null] as const);
          setOnPicked(context, 'Popup', { 'data-popup': value, ...Object.fromEntries(given) });
        }}
      />
      {popup === null
        ? null
        : popupParameters(element, directory.screens.get(popup as ScreenId)?.parameters ?? []).map(({ name, value, problem }) => (
            <TextField
              key={name}
              label={name}
              value={value}
              isMixed={false}
              isMono
              problem={problem}
              onChange={(text) => setOnPicked(context, `Parameter ${name}`, { [`data-with-${name}`]: text })}
            />
          ))}
    </Section>
  );
}
