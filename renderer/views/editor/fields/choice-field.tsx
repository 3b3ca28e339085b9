import { useId } from 'react';
import type { PartChoice } from '#shared/screen/part-entry.ts';
import { type FieldProps, FieldRow, mixedWords } from './field-row.tsx';

const mixed = '\u0000mixed';

/** One of a few. `own` is what stands while the attribute is absent; picking it takes the attribute away. */
export function ChoiceField({
  label,
  value,
  isMixed,
  onChange,
  hint,
  choices,
  own,
}: FieldProps & { readonly choices: readonly PartChoice[]; readonly own: string | null }) {
  const id = useId();
  const shown = isMixed ? mixed : (value ?? own ?? '');
  const isKnown = isMixed || choices.some((choice) => choice.value === shown);
  return (
    <FieldRow id={id} label={label} hint={hint} problem={isKnown ? null : `${shown} is none of the choices.`}>
      <select
        id={id}
        className="editor-input"
        value={shown}
        onChange={({ target }) => onChange(target.value === own ? null : target.value)}
      >
        {isMixed ? (
          <option value={mixed} disabled>
            {mixedWords}
          </option>
        ) : null}
        {isKnown ? null : <option value={shown}>{shown}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.title}
          </option>
        ))}
      </select>
    </FieldRow>
  );
}

/** On or off. */
export function FlagField({ label, value, isMixed, onChange, hint, on }: FieldProps & { readonly on: string }) {
  const id = useId();
  return (
    <FieldRow id={id} label={label} hint={hint}>
      <input
        id={id}
        type="checkbox"
        className="editor-check"
        checked={value === on}
        ref={(box) => {
          if (box !== null) box.indeterminate = isMixed;
        }}
        onChange={({ target }) => onChange(target.checked ? on : null)}
      />
    </FieldRow>
  );
}

/** Any of a few words, kept in one text with spaces between. */
export function WordsField({ label, value, isMixed, onChange, choices }: FieldProps & { readonly choices: readonly PartChoice[] }) {
  const id = useId();
  const words = (value ?? '').split(/\s+/).filter((word) => word !== '');
  const toggle = (word: string, isOn: boolean): void => {
    const kept = isOn ? [...words, word] : words.filter((one) => one !== word);
    onChange(kept.length === 0 ? null : kept.join(' '));
  };
  return (
    <FieldRow id={`${id}-0`} label={label}>
      <span className="editor-words">
        {choices.map((choice, at) => (
          <label key={choice.value} className="editor-word">
            <input
              id={`${id}-${at}`}
              type="checkbox"
              className="editor-check"
              checked={words.includes(choice.value)}
              ref={(box) => {
                if (box !== null) box.indeterminate = isMixed;
              }}
              onChange={({ target }) => toggle(choice.value, target.checked)}
            />
            {choice.title}
          </label>
        ))}
      </span>
    </FieldRow>
  );
}
