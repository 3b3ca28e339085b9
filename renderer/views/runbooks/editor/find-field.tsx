import { useFindList } from '#renderer/widgets/find-list/find-list.tsx';
import type { Findable } from '#renderer/widgets/find-list/find-words.ts';

const shown = 12;

type Props = {
  readonly label: string;
  readonly items: readonly Findable[];
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
  /** Something of the list was taken, by Enter or a click: the field keeps it unless the caller changes it. */
  readonly onTake?: (id: string) => void;
};

/** A line in which something of the project is found by its id or name. What it does not find stands there all the same; the checker has its word. */
export function FindField({ label, items, value, placeholder, onChange, onTake }: Props) {
  const find = useFindList({
    label,
    items,
    words: value,
    most: shown,
    onTake(wanted) {
      onChange(wanted);
      onTake?.(wanted);
    },
  });
  return (
    <span className="find-field">
      <input
        {...find.inputProps}
        className="mono"
        aria-label={label}
        value={value}
        placeholder={placeholder}
        onFocus={find.open}
        onBlur={find.close}
        onChange={(event) => {
          onChange(event.target.value);
          find.written();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && find.isOpen) {
            event.stopPropagation();
            find.close();
          } else if (!find.takeKey(event)) return;
          event.preventDefault();
        }}
      />
      {find.list}
    </span>
  );
}
