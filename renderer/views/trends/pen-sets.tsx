import { BookmarkPlus, ChevronDown, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../widgets/button.tsx';
import type { TrendChoiceStore } from './trend-choice.ts';
import { useAway } from './use-away.ts';

/** The user's saved pen sets: open, save, delete. */
export function PenSets({ choice }: { readonly choice: TrendChoiceStore }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="trends-search-place">
      <Button aria-expanded={isOpen} onClick={() => setOpen((before) => !before)}>
        Pen sets <ChevronDown size={14} strokeWidth={1.75} />
      </Button>
      {isOpen ? <PenSetMenu choice={choice} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function PenSetMenu({ choice, onClose }: { readonly choice: TrendChoiceStore; readonly onClose: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const sets = useStore(choice.store, (now) => now.sets);
  const count = useStore(choice.store, (now) => now.pens.length);
  const [name, setName] = useState('');
  useAway(ref, onClose);
  const trimmed = name.trim();
  const isReplaced = sets.some((one) => one.name === trimmed);
  return (
    <div ref={ref} className="trends-pop trends-sets">
      <ul className="trends-found" aria-label="Saved pen sets">
        {sets.map((one) => (
          <li key={one.name} className="trends-set">
            <button
              type="button"
              className="trends-found-row"
              onClick={() => {
                choice.openSet(one.name);
                onClose();
              }}
            >
              <span className="trends-found-name">{one.name}</span>
              <span className="trends-found-state">{one.tags.length} pens</span>
            </button>
            <button type="button" className="trends-icon" aria-label={`Delete the set ${one.name}`} title="Delete this set" onClick={() => choice.deleteSet(one.name)}>
              <Trash2 size={14} strokeWidth={1.75} />
            </button>
          </li>
        ))}
      </ul>
      {sets.length === 0 ? <p className="trends-found-none">No sets saved on this console yet.</p> : null}
      <form
        className="trends-save"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed === '' || count === 0) return;
          choice.saveSet(trimmed);
          setName('');
        }}
      >
        <input autoFocus className="trends-input" value={name} maxLength={60} placeholder="Name for these pens" aria-label="Name for these pens" onChange={(event) => setName(event.target.value)} />
        <button type="submit" className="button button-default button-normal" disabled={trimmed === '' || count === 0}>
          <BookmarkPlus size={14} strokeWidth={1.75} />
          {isReplaced ? 'Replace' : 'Save'}
        </button>
      </form>
    </div>
  );
}
