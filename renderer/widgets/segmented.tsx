import './segmented.css';

/** One choice of a few, all in sight. `count` stands behind the word. */
export type Segment<Id extends string> = { readonly id: Id; readonly label: string; readonly count?: number; readonly refusal?: string };

export function Segmented<Id extends string>({
  label,
  segments,
  value,
  onChange,
}: {
  readonly label: string;
  readonly segments: readonly Segment<Id>[];
  readonly value: Id | null;
  readonly onChange: (id: Id) => void;
}) {
  return (
    <div className="segmented" role="group" aria-label={label}>
      {segments.map((segment) => (
        <button
          key={segment.id}
          type="button"
          className="segmented-item"
          aria-pressed={segment.id === value}
          aria-disabled={segment.refusal !== undefined || undefined}
          title={segment.refusal}
          onClick={() => segment.refusal === undefined && onChange(segment.id)}
        >
          {segment.label}
          {segment.count === undefined ? null : <span className="segmented-count">{segment.count}</span>}
        </button>
      ))}
    </div>
  );
}
