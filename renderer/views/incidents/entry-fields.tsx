import { MomentField } from '../../widgets/moment-field/moment-field.tsx';
import type { EntryDraft } from './entry-draft.ts';

/** What an entry of this kind needs beside its words. */
export function EntryFields({ draft, onChange }: { readonly draft: EntryDraft; readonly onChange: (draft: EntryDraft) => void }) {
  const field = (name: 'with' | 'name' | 'value' | 'unit' | 'to', label: string, most: number, className = '') => (
    <input className={className} aria-label={label} placeholder={label} maxLength={most} value={draft[name]} onChange={(event) => onChange({ ...draft, [name]: event.target.value })} />
  );
  const when = <MomentField label="When, local time; now where empty" title="When it happened; now where empty" value={draft.when} onChange={(when) => onChange({ ...draft, when })} />;
  switch (draft.kind) {
    case 'note':
    case 'precursor':
      return when;
    case 'update':
      return field('to', 'To whom', 300);
    case 'message':
      return (
        <>
          <select aria-label="Which way" value={draft.direction} onChange={(event) => onChange({ ...draft, direction: event.target.value === 'out' ? 'out' : 'in' })}>
            <option value="in">heard from</option>
            <option value="out">said to</option>
          </select>
          {field('with', 'Whom', 120)}
          <select aria-label="By" value={draft.by} onChange={(event) => onChange({ ...draft, by: event.target.value as EntryDraft['by'] })}>
            <option value="radio">radio</option>
            <option value="phone">phone</option>
            <option value="in-person">in person</option>
            <option value="mail">mail</option>
            <option value="other">other</option>
          </select>
        </>
      );
    case 'reading':
      return (
        <>
          {field('name', 'What was read', 120)}
          {field('value', 'Value', 30, 'is-short')}
          {field('unit', 'Unit', 40, 'is-short')}
        </>
      );
  }
}
