import { BookmarkPlus, ChevronDown, Trash2 } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { TrendSet } from '#shared/model/trend-set.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import { faultText, notify } from '../../client/notices.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { useRecordRefusal } from '../../client/use-refusal.ts';
import { Button } from '../../widgets/button.tsx';
import { asTrendSet, idOfName, type PenSet, type TrendChoiceStore } from './trend-choice.ts';
import { focusOpener, useAway } from './use-away.ts';

/** Saved trends: those of the project, which every console has, and those of this user on this console. */
export function PenSets({ choice, onSpan }: { readonly choice: TrendChoiceStore; readonly onSpan: (spanMs: number) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="trends-search-place">
      <Button aria-expanded={isOpen} onClick={() => setOpen((before) => !before)}>
        Saved <ChevronDown size={14} strokeWidth={1.75} />
      </Button>
      {isOpen ? <PenSetMenu choice={choice} onSpan={onSpan} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

const noSets: readonly TrendSet[] = [];

function PenSetMenu({ choice, onSpan, onClose }: { readonly choice: TrendChoiceStore; readonly onSpan: (spanMs: number) => void; readonly onClose: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const client = useClient();
  const { session } = useLink();
  const own = useStore(choice.store, (now) => now.sets);
  const count = useStore(choice.store, (now) => now.pens.length);
  const project = useStore(client.project, (now) => now?.trends ?? noSets);
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(true);
  useAway(ref, onClose);
  const trimmed = name.trim();
  const past = useRecordRefusal();
  /** Why nothing of the project's is saved or removed here; null when it can be. */
  const notShared = past ?? (session !== null && roleCovers(session.role, 'lead') ? null : 'Trends of the project need the role lead.');
  const mayShare = notShared === null;
  const id = idOfName(trimmed);
  const isOfProject = isShared && mayShare;
  const isReplaced = isOfProject ? project.some((one) => one.id === id) : own.some((one) => one.name === trimmed);
  const refusal = count === 0 ? 'There is no pen to save.' : trimmed === '' ? 'Give the trend a name.' : isOfProject && id === '' ? 'The name needs a letter or digit from a to z or 0 to 9.' : null;

  const open = (set: Pick<PenSet, 'pens' | 'mode' | 'spanMs'>): void => {
    choice.open(set);
    if (set.spanMs !== undefined) onSpan(set.spanMs);
    focusOpener(ref.current);
    onClose();
  };
  const save = async (): Promise<void> => {
    if (refusal !== null) return;
    if (!isOfProject) choice.saveSet(trimmed);
    else {
      const answer = await client.call('trend.save', { set: asTrendSet(choice.store.getState(), id, trimmed) });
      notify(answer.ok ? `The trend ${trimmed} was saved in the project.` : `The trend was not saved: ${faultText(answer.fault)}`, answer.ok ? 'done' : 'failed');
      if (!answer.ok) return;
    }
    setName('');
  };
  const remove = async (set: TrendSet): Promise<void> => {
    const answer = await client.call('trend.remove', { id: set.id });
    notify(answer.ok ? `The trend ${set.name} was removed from the project.` : `The trend was not removed: ${faultText(answer.fault)}`, answer.ok ? 'done' : 'failed');
  };
  return (
    <div ref={ref} className="trends-pop trends-sets">
      {project.length === 0 ? null : (
        <SetList title="In the project">
          {project.map((one) => (
            <SetRow key={one.id} name={one.name} pens={one.pens.length} onOpen={() => open(one as Pick<PenSet, 'pens' | 'mode' | 'spanMs'>)} refusal={notShared} onRemove={() => void remove(one)} />
          ))}
        </SetList>
      )}
      {own.length === 0 ? null : (
        <SetList title="On this console">
          {own.map((one) => (
            <SetRow key={one.name} name={one.name} pens={one.pens.length} onOpen={() => open(one)} refusal={null} onRemove={() => choice.deleteSet(one.name)} />
          ))}
        </SetList>
      )}
      {project.length + own.length === 0 ? <p className="trends-found-none">No trends saved yet.</p> : null}
      <div className="trends-save" onKeyDown={(event) => event.key === 'Enter' && event.target instanceof HTMLInputElement && void save()}>
        <input autoFocus className="trends-input" value={name} maxLength={60} placeholder="Name for what is shown" aria-label="Name for what is shown" onChange={(event) => setName(event.target.value)} />
        <label className="trends-check" title={notShared ?? 'Every console has it'}>
          <input type="checkbox" checked={isOfProject} disabled={!mayShare} onChange={(event) => setShared(event.target.checked)} />
          In project
        </label>
        <Button icon={<BookmarkPlus size={14} strokeWidth={1.75} />} refusal={refusal} onClick={() => void save()}>
          {isReplaced ? 'Replace' : 'Save'}
        </Button>
      </div>
    </div>
  );
}

function SetList({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <p className="trends-sets-title">{title}</p>
      <ul className="trends-found" aria-label={title}>
        {children}
      </ul>
    </>
  );
}

function SetRow({ name, pens, onOpen, onRemove, refusal }: { readonly name: string; readonly pens: number; readonly onOpen: () => void; readonly onRemove: () => void; readonly refusal: string | null }) {
  return (
    <li className="trends-set">
      <button type="button" className="trends-found-row" onClick={onOpen}>
        <span className="trends-found-name">{name}</span>
        <span className="trends-found-state">{pens === 1 ? '1 pen' : `${pens} pens`}</span>
      </button>
      <button type="button" className="trends-icon" aria-label={`Remove the trend ${name}`} title={refusal ?? 'Remove this trend'} aria-disabled={refusal !== null || undefined} onClick={() => refusal === null && onRemove()}>
        <Trash2 size={14} strokeWidth={1.75} />
      </button>
    </li>
  );
}
