import { useId, useState } from 'react';
import type { Incident, IncidentTask } from '#shared/model/incident.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { fromLocalInput, toLocalInput } from '../../widgets/format-time.ts';
import { MomentField } from '../../widgets/moment-field/moment-field.tsx';
import { peopleOf } from './task-order.ts';

export type TaskWords = { readonly text: string; readonly to: string; readonly dueMs: number | null; readonly reason: string };

const quick = [5, 10, 15, 30, 60] as const;
const minuteMs = 60_000;

/** A task for somebody until a time: what, who, when; for one that is there already, who, when and why. */
export function TaskForm({ incident, task, verb, onDone, onCancel }: { readonly incident: Incident; readonly task?: IncidentTask; readonly verb: string; readonly onDone: (words: TaskWords) => void; readonly onCancel: () => void }) {
  const client = useClient();
  const names = peopleOf(incident, useLink().session?.user ?? '');
  const listId = useId();
  const [text, setText] = useState(task?.text ?? '');
  const [to, setTo] = useState(task?.to ?? '');
  const [due, setDue] = useState(toLocalInput(task?.dueMs ?? Number.NaN));
  const [reason, setReason] = useState('');
  const dueMs = fromLocalInput(due);
  const missing = task === undefined && text.trim() === '' ? 'What is to be done is required.' : to.trim() === '' ? 'Who does it is required.' : due !== '' && Number.isNaN(dueMs) ? 'When it is due cannot be read.' : task !== undefined && reason.trim() === '' ? 'A reason is required.' : null;
  const done = (): void => {
    if (missing === null) onDone({ text: text.trim(), to: to.trim(), dueMs: Number.isFinite(dueMs) ? dueMs : null, reason: reason.trim() });
  };
  return (
    <form
      className="incidents-form"
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
    >
      {task === undefined ? <input autoFocus aria-label="What is to be done" placeholder="What is to be done" maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} /> : null}
      <div className="incidents-form-line">
        <input aria-label="Who does it" placeholder="Who does it" maxLength={120} list={listId} value={to} onChange={(event) => setTo(event.target.value)} />
        <datalist id={listId}>
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <MomentField label="Due, local time" title="When it is due; empty where there is no time" value={due} onChange={setDue} />
        {quick.map((minutes) => (
          <Button key={minutes} look="ghost" title={`Due in ${minutes} min`} onClick={() => setDue(toLocalInput(client.present.nowMs() + minutes * minuteMs))}>
            {minutes} min
          </Button>
        ))}
      </div>
      {task === undefined ? null : <input aria-label="Reason" placeholder="Reason, required" maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />}
      <div className="incidents-form-foot">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" refusal={missing} onClick={done}>
          {verb}
        </Button>
      </div>
      <input type="submit" hidden />
    </form>
  );
}
