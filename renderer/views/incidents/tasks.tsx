import { Check, CircleSlash, ListTodo, Plus, UserPen } from 'lucide-react';
import { useState } from 'react';
import type { Incident, IncidentTask } from '#shared/model/incident.ts';
import { addTo, decideOn } from '../../client/incident-actions.ts';
import { useClient } from '../../client/use-client.ts';
import { useAdditionRefusal, useCommandRefusal } from '../../client/use-incidents.ts';
import { useNow } from '../../client/use-now.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatHourMinute, formatSpan } from '../../widgets/format-time.ts';
import { Prompt } from './prompt.tsx';
import { TaskForm } from './task-form.tsx';
import { byDue, isOverdue, isTaskOpen } from './task-order.ts';

const shownSettled = 3;

/** What is being done, by whom and until when; what is overdue says so. */
export function Tasks({ incident }: { readonly incident: Incident }) {
  const client = useClient();
  const refusal = useCommandRefusal();
  const [isAdding, setAdding] = useState(false);
  const [isAll, setAll] = useState(false);
  const tasks = byDue(incident.tasks);
  const open = tasks.filter(isTaskOpen);
  const settled = tasks.filter((task) => !isTaskOpen(task));
  const shown = isAll ? tasks : [...open, ...settled.slice(0, shownSettled)];
  return (
    <section className="incident-card" aria-label="Tasks">
      <header>
        <ListTodo size={15} strokeWidth={1.75} aria-hidden="true" />
        <h3>Tasks</h3>
        <span className="tx-3 num">
          {open.length} open{settled.length === 0 ? '' : `, ${settled.length} settled`}
        </span>
        <span className="incidents-space" />
        <Button look="ghost" icon={<Plus size={14} strokeWidth={1.75} />} refusal={refusal ?? (incident.state === 'closed' ? `${incident.id} is closed.` : null)} onClick={() => setAdding(true)}>
          Give a task
        </Button>
      </header>
      {isAdding ? <TaskForm incident={incident} verb="Give task" onCancel={() => setAdding(false)} onDone={({ text, to, dueMs }) => void decideOn(client, incident, { kind: 'task', text, to, dueMs }).then((isDone) => isDone && setAdding(false))} /> : null}
      {tasks.length === 0 && !isAdding ? <p className="tx-3">Nobody has a task yet.</p> : null}
      <ul className="incident-tasks">
        {shown.map((task) => (
          <TaskRow key={task.id} incident={incident} task={task} />
        ))}
      </ul>
      {settled.length > shownSettled ? (
        <Button look="ghost" onClick={() => setAll(!isAll)}>
          {isAll ? 'Fewer' : `All ${settled.length} settled`}
        </Button>
      ) : null}
    </section>
  );
}

const stateWords = { open: '', done: 'done', dropped: 'dropped', 'carried-over': 'carried over' } as const;

function TaskRow({ incident, task }: { readonly incident: Incident; readonly task: IncidentTask }) {
  const client = useClient();
  const now = useNow(1000);
  const mayAdd = useAdditionRefusal();
  const mayLead = useCommandRefusal();
  const [asking, setAsking] = useState<'done' | 'drop' | 'change' | null>(null);
  const end = (): void => setAsking(null);
  const isLate = isOverdue(task, now);
  const isOpen = isTaskOpen(task);
  return (
    <li className={`incident-task is-${task.state} ${isLate ? 'is-late' : ''}`}>
      <span className="mono tx-3">{task.id}</span>
      <div>
        <b>{task.text}</b>
        <span className="tx-2">
          {task.to}
          {isOpen ? '' : `, ${stateWords[task.state]}${task.endedMs === null ? '' : ` ${formatClock(task.endedMs)}`}${task.endedBy === null ? '' : ` by ${task.endedBy}`}${task.result === '' ? '' : `: ${task.result}`}`}
          {task.state === 'carried-over' ? ', carried over as an open action' : ''}
        </span>
      </div>
      {isOpen && task.dueMs !== null ? (
        <span className="incident-due num" title={`Due ${formatClock(task.dueMs)}`}>
          {isLate ? `overdue ${formatSpan(now - task.dueMs)}` : `due ${formatHourMinute(task.dueMs)}, in ${formatSpan(task.dueMs - now)}`}
        </span>
      ) : null}
      {isOpen ? (
        <span className="incident-task-acts">
          <Button look="ghost" icon={<Check size={14} strokeWidth={1.75} />} refusal={mayAdd} aria-label={`Task ${task.id} is done`} title="It is done" onClick={() => setAsking('done')}>
            Done
          </Button>
          {task.state === 'open' ? (
            <>
              <Button look="ghost" icon={<UserPen size={14} strokeWidth={1.75} />} refusal={mayLead} aria-label={`Change task ${task.id}`} title="Somebody else, or another time" onClick={() => setAsking('change')} />
              <Button look="ghost" icon={<CircleSlash size={14} strokeWidth={1.75} />} refusal={mayLead} aria-label={`Drop task ${task.id}`} title="It need not be done any more" onClick={() => setAsking('drop')} />
            </>
          ) : null}
        </span>
      ) : null}
      {asking === 'done' ? (
        <Prompt
          label="What came of it"
          verb="Done"
          onCancel={end}
          onDone={(result) => {
            void addTo(client, incident, { kind: 'task-done', task: task.id, result });
            end();
          }}
        />
      ) : null}
      {asking === 'drop' ? <Prompt label="Why it is dropped" verb="Drop" isRequired onCancel={end} onDone={(reason) => void decideOn(client, incident, { kind: 'task-drop', task: task.id, reason }).then(end)} /> : null}
      {asking === 'change' ? <TaskForm incident={incident} task={task} verb="Change task" onCancel={end} onDone={({ to, dueMs, reason }) => void decideOn(client, incident, { kind: 'task-change', task: task.id, to, dueMs, reason }).then((isDone) => isDone && end())} /> : null}
    </li>
  );
}
