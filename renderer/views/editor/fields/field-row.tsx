import type { ReactNode } from 'react';

/** What every field of the properties is told. `value` is null where the attribute is absent, or where the picked elements differ. */
export type FieldProps = {
  readonly label: string;
  readonly value: string | null;
  /** The picked elements have different values: nothing is shown as if it were theirs, and a change is for all of them. */
  readonly isMixed: boolean;
  /** Null takes the attribute away. */
  readonly onChange: (value: string | null) => void;
  readonly hint?: string;
  /** What is wrong with the present value, one sentence. */
  readonly problem?: string | null;
};

/** A field with its words before it, and what is wrong with it below. */
export function FieldRow({
  id,
  label,
  hint,
  problem,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | null | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div className="editor-field">
      <label htmlFor={id} title={hint}>
        {label}
      </label>
      <div className="editor-field-value">{children}</div>
      {problem === undefined || problem === null ? null : (
        <p id={`${id}-problem`} className="editor-field-problem">
          {problem}
        </p>
      )}
    </div>
  );
}

export const mixedWords = 'Different';
