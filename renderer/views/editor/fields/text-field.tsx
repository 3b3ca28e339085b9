import { useEffect, useId, useState } from 'react';
import { type FieldProps, FieldRow, mixedWords } from './field-row.tsx';

/** A text that is taken with Enter or when the field is left; Esc gives it back. */
export function TextField({
  label,
  value,
  isMixed,
  onChange,
  hint,
  problem,
  isMono,
  placeholder,
}: FieldProps & { readonly isMono?: boolean; readonly placeholder?: string | undefined }) {
  const id = useId();
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const take = (): void => {
    const wanted = text.trim() === '' ? null : text;
    if (wanted !== value && !(wanted === null && isMixed)) onChange(wanted);
  };
  return (
    <FieldRow id={id} label={label} hint={hint} problem={problem}>
      <input
        id={id}
        className={isMono === true ? 'editor-input mono' : 'editor-input'}
        value={text}
        maxLength={20_000}
        placeholder={isMixed ? mixedWords : placeholder}
        spellCheck={false}
        aria-invalid={problem !== undefined && problem !== null}
        aria-describedby={problem === undefined || problem === null ? undefined : `${id}-problem`}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          else if (event.key === 'Escape') {
            event.stopPropagation();
            setText(value ?? '');
          }
        }}
      />
    </FieldRow>
  );
}
