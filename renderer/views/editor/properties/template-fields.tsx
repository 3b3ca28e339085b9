import { useStore } from 'zustand';
import type { XmlElement } from '#shared/screen/xml-reader.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { TextField } from '../fields/text-field.tsx';
import { Section } from './section.tsx';
import { setOnPicked } from './set-on-picked.ts';

/** The parameters a template is used with, all of which must be given; its samples are shown dimmed. */
export function TemplateFields({ context, element }: { readonly context: EditorContext; readonly element: XmlElement }) {
  const name = element.attributes.get('data-template') ?? '';
  // The model is new when a template has been read.
  useStore(context.session.store, (now) => now.model);
  const samples = context.templateParameters(name);
  const given = [...element.attributes.keys()].flatMap((key) => (key.startsWith('data-with-') ? [key.slice('data-with-'.length)] : []));
  const names = [...new Set([...Object.keys(samples ?? {}), ...given])];
  return (
    <Section title={`Template ${name}`}>
      {samples === null ? <p className="editor-field-problem">There is no template {name} in the project.</p> : null}
      {names.map((parameter) => (
        <TextField
          key={parameter}
          label={parameter}
          value={element.attributes.get(`data-with-${parameter}`) ?? null}
          isMixed={false}
          isMono
          placeholder={samples?.[parameter]}
          problem={
            samples !== null && !Object.hasOwn(samples, parameter)
              ? `The template has no parameter ${parameter}.`
              : element.attributes.has(`data-with-${parameter}`)
                ? null
                : 'The template needs it.'
          }
          onChange={(value) => setOnPicked(context, `Parameter ${parameter}`, { [`data-with-${parameter}`]: value })}
        />
      ))}
      {names.length === 0 && samples !== null ? <p className="editor-none">It takes no parameters.</p> : null}
    </Section>
  );
}
