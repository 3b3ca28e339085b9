import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { incidentNote } from '../../client/incident-actions.ts';
import { notify } from '../../client/notices.ts';
import { pastRefusal } from '../../client/replay-rules.ts';
import { useTimeline } from '../../client/use-client.ts';
import { useOpenIncidents } from '../../client/use-incidents.ts';
import { Composer } from '../../views/incidents/composer.tsx';
import { keepFocus } from '../panel-focus.ts';

const close = (): void => {
  incidentNote.setState({ isOpen: false });
  keepFocus();
};

/** A note into an open incident from wherever the operator is (N). Where several are open, one is chosen. Closes when replay begins; what was typed stays for the board. */
export function NoteDialog() {
  const isOpen = useStore(incidentNote, (now) => now.isOpen);
  return isOpen ? <Opened /> : null;
}

function Opened() {
  const incidents = useOpenIncidents((picture) => picture.incidents);
  const past = useTimeline(pastRefusal);
  const [chosen, setChosen] = useState(incidents[0]?.id ?? null);
  const incident = incidents.find(({ id }) => id === chosen) ?? incidents[0];
  const isGone = incident === undefined;
  useEffect(() => {
    if (past === null && !isGone) return;
    notify(past === null ? 'No incident is open any more.' : 'Nothing was added: the dialog closed because replay began.');
    close();
  }, [past, isGone]);
  if (incident === undefined) return null;
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason }) => !isOpen && reason !== 'outside-press' && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup incident-note-dialog">
          <Dialog.Title className="dialog-title">
            Into{' '}
            {incidents.length === 1 ? (
              incident.id
            ) : (
              <select aria-label="Incident" value={incident.id} onChange={(event) => setChosen(incidents.find(({ id }) => id === event.target.value)?.id ?? null)}>
                {incidents.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {id} {title}
                  </option>
                ))}
              </select>
            )}
            {incidents.length === 1 ? `, ${incident.title}` : ''}
          </Dialog.Title>
          <Composer key={incident.id} incident={incident} isFocused onAdded={close} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
