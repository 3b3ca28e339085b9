import { useRef, useState } from 'react';
import { stepsOf, type Runbook } from '#shared/model/runbook.ts';
import type { Findable } from '#renderer/widgets/find-list/find-words.ts';
import { EditorDialog } from './editor-dialog.tsx';
import { FindField } from './find-field.tsx';
import { missingOfPart, type PartField, type PartKind, type PartValues, partSpecs, shortName } from './part-specs.ts';
import type { Things } from './use-things.ts';

type Props = {
  readonly kind: PartKind;
  readonly things: Things;
  /** As the text was checked last, for the steps there are. */
  readonly runbook: Runbook | null;
  readonly onInsert: (values: PartValues) => void;
  readonly onClose: () => void;
};

/** Asks for what a part needs and writes its line into the text. */
export function InsertDialog({ kind, things, runbook, onInsert, onClose }: Props) {
  const spec = partSpecs[kind];
  const first = useRef<HTMLInputElement>(null);
  const [values, setValues] = useState<PartValues>(() => Object.fromEntries(spec.fields.map(({ key, start }) => [key, start ?? ''])));
  const set = (key: string, value: string): void =>
    setValues((before) => {
      // Until somebody gives a step a name of its own it follows its words.
      const isNamed = kind === 'step' && key === 'words' && (before['id'] ?? '') === shortName(before['words'] ?? '');
      return { ...before, [key]: value, ...(isNamed ? { id: shortName(value) } : {}) };
    });
  const missing = missingOfPart(kind, values);
  return (
    <EditorDialog title={`Insert: ${spec.title.toLowerCase()}`} says={spec.says} first={first} does="Insert" refusal={missing} onDo={() => onInsert(values)} onClose={onClose}>
      {spec.fields.map((field, at) => (
        <div key={field.key} className="runbook-dialog-field">
          <span className="tx-3">
            {field.label}
            {field.isNeeded ? ', required' : ''}
          </span>
          <Filled field={field} value={values[field.key] ?? ''} items={itemsOf(field, things, runbook, values)} tags={things.tag} inputRef={at === 0 ? first : undefined} onChange={(value) => set(field.key, value)} />
          {field.hint === undefined ? null : <span className="tx-3 runbook-dialog-hint">{field.hint}</span>}
        </div>
      ))}
    </EditorDialog>
  );
}

function itemsOf({ fill }: PartField, things: Things, runbook: Runbook | null, values: PartValues): readonly Findable[] | null {
  if (fill === 'step') return runbook === null ? [] : stepsOf(runbook).map(({ id, title }) => ({ id, name: title }));
  if (fill === 'view') return things.viewsOf(values['scene'] ?? '');
  return fill === 'tag' || fill === 'writable' || fill === 'unit' || fill === 'screen' || fill === 'scene' || fill === 'trend' || fill === 'runbook' ? things[fill] : null;
}

type FilledProps = { readonly field: PartField; readonly value: string; readonly items: readonly Findable[] | null; readonly tags: readonly Findable[]; readonly inputRef: React.RefObject<HTMLInputElement | null> | undefined; readonly onChange: (value: string) => void };

function Filled({ field: { label, fill }, value, items, tags, inputRef, onChange }: FilledProps) {
  if (items !== null) return <FindField label={label} items={items} value={value} placeholder="Find by id or name" onChange={onChange} />;
  if (fill === 'truth') return <Truth label={label} value={value} tags={tags} onChange={onChange} />;
  if (fill === 'yes') return <input type="checkbox" aria-label={label} checked={value === 'true'} onChange={(event) => onChange(event.target.checked ? 'true' : '')} />;
  if (typeof fill === 'object') {
    return (
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {fill.oneOf.map((word) => (
          <option key={word} value={word}>
            {word}
          </option>
        ))}
      </select>
    );
  }
  return <input ref={inputRef} aria-label={label} className={fill === 'words' ? '' : 'num'} value={value} maxLength={500} onChange={(event) => onChange(event.target.value)} />;
}

/** A truth with a tag picker beside it: what is picked stands behind what is there, in its braces. */
function Truth({ label, value, tags, onChange }: { readonly label: string; readonly value: string; readonly tags: readonly Findable[]; readonly onChange: (value: string) => void }) {
  const [tag, setTag] = useState('');
  return (
    <span className="runbook-dialog-truth">
      <input aria-label={label} className="mono" spellCheck={false} value={value} maxLength={4000} onChange={(event) => onChange(event.target.value)} />
      <FindField
        label="Add a tag to the truth"
        items={tags}
        value={tag}
        placeholder="Add a tag"
        onChange={setTag}
        onTake={(id) => {
          onChange(`${value}${value === '' || value.endsWith(' ') ? '' : ' '}{${id}}`);
          setTag('');
        }}
      />
    </span>
  );
}
