import { useId } from 'react';
import type { Priority } from '#shared/model/alarm.ts';
import type { DirectoryIndex } from '../../../client/directory-index.ts';
import { Segmented } from '../../../widgets/segmented.tsx';
import type { DesignField, Inherited } from './design-fields.ts';

type Props = {
  readonly field: DesignField;
  readonly text: string;
  readonly inherited: Inherited | null;
  readonly directory: DirectoryIndex;
  readonly onChange: (text: string) => void;
  /** What an empty field means, where it is not "none". */
  readonly emptyWord?: string;
};

/** One setting with its label; what is inherited stands in its place as long as nothing is typed. */
export function DesignFieldInput({ field, text, inherited, directory, onChange, emptyWord }: Props) {
  const id = useId();
  const standIn = inherited === null ? (emptyWord ?? '') : inherited.value;
  return (
    <div className={`rationalise-field is-${field.form}`}>
      <label htmlFor={id} className="tx-3">
        {field.label}
      </label>
      <div>
        <Control id={id} field={field} text={text} standIn={standIn} directory={directory} onChange={onChange} />
        {field.unit === undefined || field.unit === '' ? null : <span className="tx-3 rationalise-unit">{field.unit}</span>}
        {inherited !== null && text === '' ? <small className="tx-3">from {inherited.from.name}</small> : null}
      </div>
    </div>
  );
}

function Control({ id, field, text, standIn, directory, onChange }: { readonly id: string; readonly field: DesignField; readonly text: string; readonly standIn: string; readonly directory: DirectoryIndex; readonly onChange: (text: string) => void }) {
  const { logic, screens } = directory.directory;
  const select = (options: readonly { readonly value: string; readonly label: string }[], empty: string) => (
    <select id={id} value={text} onChange={(event) => onChange(event.target.value)}>
      <option value="">{empty}</option>
      {options.some(({ value }) => value === text) || text === '' ? null : <option value={text}>{text} (unknown)</option>}
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
  switch (field.form) {
    case 'priority':
      return <Segmented label={field.label} value={text} onChange={onChange} segments={([1, 2, 3, 4] satisfies Priority[]).map((priority) => ({ id: String(priority), label: `P${priority}` }))} />;
    case 'truth':
      return <input id={id} type="checkbox" checked={text === 'yes'} onChange={(event) => onChange(event.target.checked ? 'yes' : 'no')} />;
    case 'direction':
      return select(['rising', 'falling', 'either'].map((value) => ({ value, label: value })), 'either');
    case 'class':
      return select(logic.classes.map(({ id: value, name }) => ({ value, label: name })), standIn === '' ? 'none' : (logic.classes.find((one) => one.id === standIn)?.name ?? standIn));
    case 'screen':
      return select(screens.map(({ id: value, title }) => ({ value, label: title })), standIn === '' ? 'of its asset' : (screens.find((one) => one.id === standIn)?.title ?? standIn));
    case 'states':
      return <States text={text} directory={directory} onChange={onChange} />;
    case 'long':
    case 'lines':
      return <textarea id={id} rows={field.form === 'lines' ? 2 : 3} value={text} placeholder={field.form === 'lines' && standIn === '' ? 'one a line' : standIn} onChange={(event) => onChange(event.target.value)} />;
    default:
      return <input id={id} className={field.form === 'text' ? '' : 'num'} inputMode={field.form === 'text' ? 'text' : 'decimal'} value={text} placeholder={standIn} onChange={(event) => onChange(event.target.value)} />;
  }
}

function States({ text, directory, onChange }: { readonly text: string; readonly directory: DirectoryIndex; readonly onChange: (text: string) => void }) {
  const chosen = text.split('\n').filter((one) => one !== '');
  const { states } = directory.directory.logic;
  if (states.length === 0) return <span className="tx-3">The project names no plant states.</span>;
  return (
    <span className="rationalise-states">
      {states.map(({ id, name }) => (
        <label key={id}>
          <input type="checkbox" checked={chosen.includes(id)} onChange={(event) => onChange((event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id)).join('\n'))} />
          {name}
        </label>
      ))}
    </span>
  );
}
