import { useState } from 'react';
import { Button } from '../../widgets/button.tsx';

/** One line to fill in where it is needed: Enter does it, Esc leaves it. */
export function Prompt(props: {
  readonly label: string;
  readonly verb: string;
  readonly start?: string;
  readonly isRequired?: boolean;
  readonly most?: number;
  /** Id of a list of words to choose from. */
  readonly list?: string;
  readonly onDone: (words: string) => void;
  readonly onCancel: () => void;
}) {
  const { label, verb, start = '', isRequired = false, most = 1000, list, onDone, onCancel } = props;
  const [words, setWords] = useState(start);
  const refusal = isRequired && words.trim() === '' ? `${label} is required.` : null;
  const done = (): void => {
    if (refusal === null) onDone(words.trim());
  };
  return (
    <div className="incidents-prompt">
      <input
        autoFocus
        aria-label={label}
        placeholder={isRequired ? `${label}, required` : label}
        value={words}
        maxLength={most}
        list={list}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') done();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onCancel();
        }}
      />
      <Button look="primary" refusal={refusal} onClick={done}>
        {verb}
      </Button>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  );
}
