import { Dialog } from '@base-ui/react/dialog';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type Situation, situations } from '#shared/model/layout.ts';
import { type Role, roles } from '#shared/rpc/define.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { saveArrangement, usePeers } from './arrange.ts';
import { idOfTitle, situationWords } from './layout-choice.ts';
import { closeLayoutDialog, layoutDialog } from './layout-dialog-state.ts';
import { windowPicture } from './windows.ts';
import '../dialogs.css';
import './displays.css';

const roleWords: Readonly<Record<Role, string>> = { view: 'Everybody', operate: 'Operator', lead: 'Lead', engineer: 'Engineer' };

/** Saves the windows that are open as a layout of the project. */
export function LayoutDialog() {
  const isOpen = useStore(layoutDialog, (now) => now.isOpen);
  return isOpen ? <Opened /> : null;
}

function Opened() {
  const client = useClient();
  const peers = usePeers();
  const field = useRef<HTMLInputElement>(null);
  const picture = useStore(windowPicture, (now) => now.picture);
  const layouts = useStore(client.project, (project) => project?.layouts ?? []);
  const session = useLink().session;
  const inForce = layouts.find(({ id }) => id === picture?.layout?.id);
  const [title, setTitle] = useState(inForce?.title ?? '');
  const [role, setRole] = useState<Role>(inForce?.role ?? 'view');
  const [situation, setSituation] = useState<Situation>(inForce?.situation ?? 'normal');
  const [isStart, setStart] = useState(inForce?.start === true);
  const [isBusy, setBusy] = useState(false);
  const id = layouts.find((one) => one.title === title.trim())?.id ?? idOfTitle(title);
  const replaced = layouts.find((one) => one.id === id);
  const refusal = session?.role !== 'engineer' ? 'Saving a layout needs the role engineer.' : title.trim() === '' ? 'A title is required.' : isBusy ? 'It is being saved.' : null;
  const save = async (): Promise<void> => {
    if (refusal !== null || peers === null) return;
    setBusy(true);
    const isDone = await saveArrangement(client, peers, { id, title: title.trim(), situation, ...(role === 'view' ? {} : { role }), ...(isStart ? { start: true } : {}) });
    setBusy(false);
    if (isDone) closeLayoutDialog();
  };
  const count = picture?.windows.length ?? 1;
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason }) => !isOpen && reason !== 'outside-press' && closeLayoutDialog()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup layout-dialog" initialFocus={field}>
          <Dialog.Title className="dialog-title">Save this arrangement of {count === 1 ? '1 window' : `${count} windows`}</Dialog.Title>
          <label>
            <span>Title</span>
            <input ref={field} maxLength={80} value={title} onChange={(event) => setTitle(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && void save()} />
          </label>
          <div className="layout-dialog-row">
            <span>Situation</span>
            <Segmented label="Situation" value={situation} onChange={setSituation} segments={situations.map((one) => ({ id: one, label: situationWords[one] }))} />
          </div>
          <div className="layout-dialog-row">
            <span>For the role</span>
            <Segmented label="For the role" value={role} onChange={setRole} segments={roles.map((one) => ({ id: one, label: roleWords[one] }))} />
          </div>
          <label className="layout-dialog-check">
            <input type="checkbox" checked={isStart} onChange={(event) => setStart(event.target.checked)} />
            A console that was never arranged begins with it
          </label>
          <p className="tx-3">
            {title.trim() === '' ? 'It is kept in the folder layouts of the project.' : `It is kept in the project as layouts/${id}.yaml.`}
            {replaced === undefined ? '' : ` The layout “${replaced.title}” there is replaced.`}
          </p>
          <div className="dialog-foot">
            <Button size="large" onClick={closeLayoutDialog}>
              Cancel
            </Button>
            <Button size="large" look="primary" refusal={refusal} onClick={() => void save()}>
              Save
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
