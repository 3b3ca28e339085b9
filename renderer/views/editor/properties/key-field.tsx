import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { PartKey } from '#shared/screen/part-entry.ts';
import { ChoiceField, FlagField, WordsField } from '../fields/choice-field.tsx';
import type { FieldProps } from '../fields/field-row.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { PickerField } from '../fields/picker-field.tsx';
import { TextField } from '../fields/text-field.tsx';
import { ExpressionField } from './expression-field.tsx';

/** The field for one `data-` key, by what the catalogue says may stand there. */
export function KeyField({
  partKey,
  directory,
  ...field
}: Omit<FieldProps, 'label'> & { readonly partKey: PartKey; readonly directory: DirectoryIndex }) {
  const shared = { ...field, label: partKey.title };
  switch (partKey.kind) {
    case 'tag': {
      const types = partKey.types;
      const tags = types === undefined ? directory.directory.tags : directory.directory.tags.filter(({ type }) => types.includes(type));
      return <PickerField {...shared} items={tags} what="tag" isNeeded={partKey.isNeeded} />;
    }
    case 'tags':
      return <TagsField {...shared} directory={directory} />;
    case 'asset':
      return <PickerField {...shared} items={directory.directory.assets} what="asset" isNeeded={partKey.isNeeded} />;
    case 'screen':
      return (
        <PickerField
          {...shared}
          items={directory.directory.screens.map(({ id, title }) => ({ id, name: title }))}
          what="screen"
          isNeeded={partKey.isNeeded}
        />
      );
    case 'number':
      return <NumberField {...shared} min={partKey.min} max={partKey.max} own={partKey.own} />;
    case 'choice':
      return <ChoiceField {...shared} choices={partKey.choices} own={partKey.own} />;
    case 'words':
      return <WordsField {...shared} choices={partKey.choices} />;
    case 'flag':
      return <FlagField {...shared} on={partKey.on} />;
    case 'expression':
      return <ExpressionField {...shared} directory={directory} target="text" />;
    case 'points':
      return <TextField {...shared} isMono placeholder="0,0 50,80 100,100" />;
    case 'states':
      return <TextField {...shared} isMono placeholder="0:off 1:on" />;
    case 'text':
      return <TextField {...shared} />;
  }
}

/** Ids of tags with spaces between; what does not exist is named. */
export function TagsField({ directory, ...field }: FieldProps & { readonly directory: DirectoryIndex }) {
  const unknown = (field.value ?? '').split(/[\s,]+/).filter((id) => id !== '' && !id.includes('$(') && directory.indexOf(id) < 0);
  return (
    <TextField {...field} isMono placeholder="TAG TAG" problem={unknown.length === 0 ? null : `There is no tag ${unknown.join(', ')}.`} />
  );
}
