import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useRef, useState } from 'react';
import type { Incident } from '#shared/model/incident.ts';
import { decideOn } from '../../client/incident-actions.ts';
import { notify } from '../../client/notices.ts';
import { useClient } from '../../client/use-client.ts';
import { useCommandRefusal } from '../../client/use-incidents.ts';
import { Button } from '../../widgets/button.tsx';
import { isTaskOpen } from './task-order.ts';

/** Cause, actions and downtime, and which open tasks go on as open actions. Closes when nothing may be decided any more. */
export function CloseDialog({ incident, onEnd }: { readonly incident: Incident; readonly onEnd: () => void }) {
  const client = useClient();
  const mayNot = useCommandRefusal();
  const first = useRef<HTMLTextAreaElement>(null);
  const [cause, setCause] = useState('');
  const [actions, setActions] = useState('');
  const [downtime, setDowntime] = useState('');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const open = incident.tasks.filter(isTaskOpen);
  const settled = open.filter(({ id }) => left.has(id));
  const minutes = downtime.trim() === '' ? null : Number(downtime.replace(',', '.'));
  const refusal =
    mayNot ??
    (cause.trim() === ''
      ? 'The cause is required; say so where it is not known yet.'
      : minutes !== null && !(minutes >= 0 && minutes <= 1e7)
        ? 'Downtime is a number of minutes.'
        : settled.length > 0
          ? `${settled[0]?.id ?? ''} is open: carry it over, or settle it first.`
          : isBusy
            ? 'It is being closed.'
            : null);
  useEffect(() => {
    if (mayNot === null) return;
    notify(`${incident.id} was not closed: ${mayNot}`);
    onEnd();
  }, [mayNot, incident.id, onEnd]);
  const close = async (): Promise<void> => {
    if (refusal !== null) return;
    setBusy(true);
    const lines = actions.split('\n').map((line) => line.trim()).filter((line) => line !== '');
    const isDone = await decideOn(client, incident, { kind: 'close', cause: cause.trim(), actions: lines.slice(0, 50), downtimeMin: minutes, carriedOver: open.map(({ id }) => id) });
    setBusy(false);
    if (isDone) onEnd();
  };
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason }) => !isOpen && reason !== 'outside-press' && onEnd()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup incident-close" initialFocus={first}>
          <Dialog.Title className="dialog-title">
            Close {incident.id}: {incident.title}
          </Dialog.Title>
          <label>
            Cause, required
            <textarea ref={first} rows={2} maxLength={2000} value={cause} onChange={(event) => setCause(event.target.value)} />
          </label>
          <label>
            Actions, one a line
            <textarea rows={3} maxLength={20_000} value={actions} onChange={(event) => setActions(event.target.value)} />
          </label>
          <label>
            Downtime, min; empty where it is not known
            <input inputMode="decimal" value={downtime} onChange={(event) => setDowntime(event.target.value)} />
          </label>
          {open.length === 0 ? null : (
            <fieldset>
              <legend>Open tasks, carried over as open actions</legend>
              {open.map((task) => (
                <label key={task.id} className="incident-close-task">
                  <input
                    type="checkbox"
                    checked={!left.has(task.id)}
                    onChange={(event) => {
                      const next = new Set(left);
                      if (event.target.checked) next.delete(task.id);
                      else next.add(task.id);
                      setLeft(next);
                    }}
                  />
                  <span className="mono">{task.id}</span> {task.text}, {task.to}
                </label>
              ))}
            </fieldset>
          )}
          <div className="dialog-foot">
            <Button size="large" onClick={onEnd}>
              Cancel
            </Button>
            <Button size="large" look="primary" refusal={refusal} onClick={() => void close()}>
              Close incident
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
