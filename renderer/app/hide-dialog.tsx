import { Dialog } from '@base-ui/react/dialog';
import { Info } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { roleCovers } from '#shared/rpc/define.ts';
import { alarmRefusal } from '../client/alarm-actions.ts';
import { closeHideDialog, hideDialog, type HideDialog as Asked, removeFromService, shelfTimes, shelvable, shelveRows, type ShelfTime } from '../client/alarm-hiding.ts';
import { shelveRefusal } from '../client/alarm-row-actions.ts';
import type { AlarmRow } from '../client/alarm-rows.ts';
import { notify } from '../client/notices.ts';
import { pastRefusal } from '../client/replay-rules.ts';
import { useClient, useDirectory, useLink, useTimeline } from '../client/use-client.ts';
import { usePresentNow } from '../client/use-now.ts';
import { AlarmGlyph } from '../widgets/alarm-glyph.tsx';
import { Button } from '../widgets/button.tsx';
import { formatHourMinute } from '../widgets/format-time.ts';
import { Segmented } from '../widgets/segmented.tsx';
import './dialogs.css';
import './hide-dialog.css';

const mostReason = 500;
const listed = 6;

/** Shelving and taking out of service, asked for from anywhere. Once in the shell. Closes when replay begins. */
export function HideDialog() {
  const dialog = useStore(hideDialog, (now) => now.dialog);
  return dialog === null ? null : <Opened key={dialog.rows.map(({ standing }) => standing.alarm).join(' ')} asked={dialog} />;
}

function Opened({ asked }: { readonly asked: Asked }) {
  const { rows } = asked;
  const past = useTimeline(pastRefusal);
  const reason = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (past === null) return;
    notify('Nothing was hidden: the dialog closed because replay began.');
    closeHideDialog();
  }, [past]);
  const only = rows.length === 1 ? rows[0] : undefined;
  const verb = asked.kind === 'shelve' ? 'Shelve' : 'Take out of service:';
  return (
    // The alarm banner stays in reach: the focus is kept here, but a press outside neither closes nor is swallowed.
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason: why }) => !isOpen && why !== 'outside-press' && closeHideDialog()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup hide-dialog" initialFocus={reason}>
          <div className="hide-dialog-head">
            <Dialog.Title className="dialog-title">{only === undefined ? `${verb} ${rows.length} alarms` : `${verb} ${only.tag ?? only.standing.alarm}`}</Dialog.Title>
            {only === undefined ? null : <AlarmGlyph priority={only.priority} state={asked.kind === 'shelve' ? 'shelved' : 'out-of-service'} size={26} />}
          </div>
          <Subjects rows={rows} />
          {asked.kind === 'shelve' ? <ShelveForm rows={rows} reason={reason} /> : <ServiceForm rows={rows} reason={reason} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Subjects({ rows }: { readonly rows: readonly AlarmRow[] }) {
  return (
    <ul className="hide-dialog-subjects">
      {rows.slice(0, listed).map((row) => (
        <li key={row.standing.alarm}>
          <AlarmGlyph priority={row.priority} state={row.standing.state} size={20} />
          <span className="mono">{row.tag ?? row.standing.alarm}</span>
          <span className="tx-2">{row.definition?.message ?? row.standing.alarm}</span>
        </li>
      ))}
      {rows.length > listed ? <li className="tx-3">and {rows.length - listed} more</li> : null}
    </ul>
  );
}

type FormProps = { readonly rows: readonly AlarmRow[]; readonly reason: React.RefObject<HTMLInputElement | null> };

function ShelveForm({ rows, reason }: FormProps) {
  const client = useClient();
  const directory = useDirectory();
  const isLead = roleCovers(useLink().session?.role ?? 'view', 'lead');
  const nowMs = usePresentNow(1000);
  const times = shelfTimes(directory?.directory.alarmSettings.shifts ?? [], nowMs);
  const refusalOf = ({ forMs }: ShelfTime): string | null => {
    const { rows: some, notes } = shelvable(rows, forMs, isLead, directory);
    return some.length > 0 ? null : (notes.at(-1) ?? null);
  };
  const [picked, setPicked] = useState<ShelfTime['id']>(() => (times.find((time) => time.id === '1h' && refusalOf(time) === null) ?? times.find((time) => refusalOf(time) === null) ?? times[0])?.id ?? '15min');
  const [isOneShot, setOneShot] = useState(false);
  const [words, setWords] = useState('');
  const [isBusy, setBusy] = useState(false);
  const time = times.find(({ id }) => id === picked);
  const { rows: some, notes } = shelvable(rows, time?.forMs ?? 0, isLead, directory);
  const refusal = shelveRefusal(client, rows) ?? (some.length === 0 ? (notes[0] ?? 'Nothing here can be shelved.') : words.trim() === '' ? 'A reason is required.' : isBusy ? 'It is being done.' : null);
  const shelve = async (): Promise<void> => {
    if (refusal !== null || time === undefined) return;
    setBusy(true);
    const isDone = await shelveRows(client, some, { forMs: time.forMs, isOneShot, reason: words.trim() });
    setBusy(false);
    if (isDone) closeHideDialog();
  };
  return (
    <>
      <Segmented
        label="For how long"
        value={picked}
        onChange={setPicked}
        segments={times.map((one) => ({ id: one.id, label: one.id === 'shift' ? `End of shift ${formatHourMinute(nowMs + one.forMs)}` : one.label, ...(refusalOf(one) === null ? {} : { refusal: refusalOf(one) ?? '' }) }))}
      />
      <ReasonField input={reason} words={words} onChange={setWords} onEnter={() => void shelve()} />
      <label className="hide-dialog-switch">
        <input type="checkbox" checked={isOneShot} onChange={(event) => setOneShot(event.target.checked)} />
        Once only: ends as soon as the alarm clears
      </label>
      <Notes notes={notes} />
      <Foot refusal={refusal} label={some.length === rows.length ? 'Shelve' : `Shelve ${some.length}`} hint={time === undefined ? '' : `until ${formatHourMinute(nowMs + time.forMs)}${isOneShot ? ', or when it clears' : ''}`} onDo={() => void shelve()} />
    </>
  );
}

function ServiceForm({ rows, reason }: FormProps) {
  const client = useClient();
  useLink();
  const [words, setWords] = useState('');
  const [isBusy, setBusy] = useState(false);
  const refusal = alarmRefusal(client, 'Taking an alarm out of service', 'lead') ?? (words.trim() === '' ? 'A reason is required.' : isBusy ? 'It is being done.' : null);
  const remove = async (): Promise<void> => {
    if (refusal !== null) return;
    setBusy(true);
    const isDone = await removeFromService(client, rows, words.trim());
    setBusy(false);
    if (isDone) closeHideDialog();
  };
  return (
    <>
      <ReasonField input={reason} words={words} onChange={setWords} onEnter={() => void remove()} />
      <Notes notes={['An alarm out of service is not shown until somebody returns it.']} />
      <Foot refusal={refusal} label="Take out of service" hint="" onDo={() => void remove()} />
    </>
  );
}

type ReasonProps = { readonly input: React.RefObject<HTMLInputElement | null>; readonly words: string; readonly onChange: (words: string) => void; readonly onEnter: () => void };

const ReasonField = ({ input, words, onChange, onEnter }: ReasonProps) => (
  <input
    ref={input}
    className="hide-dialog-reason"
    aria-label="Reason"
    placeholder="Reason, required"
    maxLength={mostReason}
    value={words}
    onChange={(event) => onChange(event.target.value)}
    onKeyDown={(event) => event.key === 'Enter' && onEnter()}
  />
);

function Notes({ notes }: { readonly notes: readonly string[] }) {
  return (
    <>
      {notes.map((note) => (
        <p key={note} className="hide-dialog-note tx-2">
          <Info size={14} strokeWidth={1.75} aria-hidden="true" />
          {note}
        </p>
      ))}
    </>
  );
}

function Foot({ refusal, label, hint, onDo }: { readonly refusal: string | null; readonly label: string; readonly hint: string; readonly onDo: () => void }) {
  return (
    <div className="dialog-foot">
      <span className="hide-dialog-hint tx-3 num">{hint}</span>
      <Button size="large" onClick={closeHideDialog}>
        Cancel
      </Button>
      <Button size="large" look="primary" refusal={refusal} onClick={onDo}>
        {label}
      </Button>
    </div>
  );
}
