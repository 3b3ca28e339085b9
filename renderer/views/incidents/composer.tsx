import { Camera, Paperclip, Send, X } from 'lucide-react';
import { type ChangeEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { Incident } from '#shared/model/incident.ts';
import { addTo, readIncidentFile } from '../../client/incident-actions.ts';
import type { IncidentFile } from '../../client/incident-queue.ts';
import { notify } from '../../client/notices.ts';
import { useClient } from '../../client/use-client.ts';
import { useAdditionRefusal } from '../../client/use-incidents.ts';
import { Button } from '../../widgets/button.tsx';
import { additionOf, draftProblem, emptyDraft, type EntryDraft, entryKinds } from './entry-draft.ts';
import { EntryFields } from './entry-fields.tsx';
import './incidents.css';

/** What was typed and not added yet, by incident: another tab in front, or a jump in time, loses nothing. */
const drafts = new Map<string, { readonly draft: EntryDraft; readonly files: readonly IncidentFile[] }>();
const mostFiles = 10;

/** Adds a note, a reading, a message, a status update or something found later. Enter adds, Shift Enter begins a new line. */
export function Composer({ incident, isFocused = false, onAdded }: { readonly incident: Pick<Incident, 'id' | 'seq' | 'state'>; readonly isFocused?: boolean; readonly onAdded?: () => void }) {
  const client = useClient();
  const mayNot = useAdditionRefusal();
  const [draft, setDraft] = useState<EntryDraft>(() => {
    const kept = drafts.get(incident.id)?.draft ?? emptyDraft;
    // The key N is for a note; what was begun as something else goes on.
    return isFocused && kept.text === '' ? { ...kept, kind: 'note' } : kept;
  });
  const [files, setFiles] = useState<readonly IncidentFile[]>(() => drafts.get(incident.id)?.files ?? []);
  const [readings, setReadings] = useState(0);
  const [camera, chooser] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const takesFiles = draft.kind === 'note' || draft.kind === 'reading';
  const keep = (next: EntryDraft, some = files): void => {
    setDraft(next);
    setFiles(some);
    drafts.set(incident.id, { draft: next, files: some });
  };
  const refusal = mayNot ?? (readings > 0 ? 'A file for this entry is still being read.' : draft.kind === 'update' && incident.state === 'closed' ? `${incident.id} is closed; notes may still be added.` : draftProblem(draft, client.present.nowMs()));
  const add = (): void => {
    if (refusal !== null) return;
    const next: EntryDraft = { ...emptyDraft, kind: draft.kind === 'update' ? 'note' : draft.kind };
    keep(next, []);
    onAdded?.();
    void addTo(client, incident, additionOf(draft, client.present.nowMs()), takesFiles ? files : []).then((isTaken) => {
      // What was refused comes back to be mended, unless something else was begun meanwhile; why it was is told by itself.
      const now = drafts.get(incident.id);
      if (!isTaken && now?.draft === next && now.files.length === 0) keep(draft, files);
    });
  };
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const chosen = [...(event.target.files ?? [])];
    event.target.value = '';
    setReadings((now) => now + 1);
    const read = await Promise.all(chosen.map(readIncidentFile)).finally(() => setReadings((now) => now - 1));
    // A large picture takes a moment: what was typed meanwhile stays.
    const now = drafts.get(incident.id) ?? { draft, files };
    for (const one of read) if (typeof one === 'string') notify(one, 'failed');
    const taken = read.filter((one) => typeof one !== 'string');
    if (now.files.length + taken.length > mostFiles) notify(`At most ${mostFiles} files go with one entry; the rest was not taken.`, 'failed');
    keep(now.draft, [...now.files, ...taken].slice(0, mostFiles));
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    add();
  };
  return (
    <section className="incident-composer" aria-label="Add to the timeline">
      <div className="incident-composer-line">
        <select aria-label="Kind of entry" value={draft.kind} onChange={(event) => keep({ ...draft, kind: event.target.value as EntryDraft['kind'] })}>
          {entryKinds.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
        <EntryFields draft={draft} onChange={(next) => keep(next)} />
      </div>
      <div className="incident-composer-line">
        {draft.kind === 'reading' ? (
          <span className="incidents-space" />
        ) : (
          <textarea autoFocus={isFocused} rows={draft.text.includes('\n') || draft.text.length > 90 ? 3 : 1} aria-label="What to add" placeholder={entryKinds.find(({ id }) => id === draft.kind)?.hint} maxLength={2000} value={draft.text} onChange={(event) => keep({ ...draft, text: event.target.value })} onKeyDown={keys} />
        )}
        <input ref={camera} type="file" hidden accept="image/jpeg,image/png,image/webp" capture="environment" data-role="camera" onChange={(event) => void take(event)} />
        <input ref={chooser} type="file" hidden multiple accept="image/jpeg,image/png,image/webp,application/pdf,text/plain" data-role="files" onChange={(event) => void take(event)} />
        <Button icon={<Camera size={15} strokeWidth={1.75} />} refusal={mayNot ?? (takesFiles ? null : 'Pictures go with notes and readings.')} aria-label="Take a photo" title="Take a photo, or choose one" onClick={() => camera.current?.click()} />
        <Button icon={<Paperclip size={15} strokeWidth={1.75} />} refusal={mayNot ?? (takesFiles ? null : 'Papers go with notes and readings.')} aria-label="Attach files" title="Attach pictures, PDF or text" onClick={() => chooser.current?.click()} />
        <Button look="primary" icon={<Send size={14} strokeWidth={1.75} />} refusal={refusal} onClick={add}>
          Add
        </Button>
      </div>
      {files.length === 0 || !takesFiles ? null : (
        <ul className="incident-composer-files" aria-label="Files to add">
          {files.map((file, at) => (
            <li key={`${at} ${file.name}`}>
              {file.name} <span className="tx-3 num">{Math.max(1, Math.round(file.body.length / 1024))} kB</span>
              <button type="button" aria-label={`Leave out ${file.name}`} onClick={() => keep(draft, files.filter((_, which) => which !== at))}>
                <X size={12} strokeWidth={1.75} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
