import { Popover } from '@base-ui/react/popover';
import { Hand, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { ControlArea, ControlState, WriteMark } from '#shared/model/control.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import { faultText, notify } from '../client/notices.ts';
import { useClient, useControl, useDirectory, useLink, useSelectionStore } from '../client/use-client.ts';
import { useWriteRefusal } from '../client/use-refusal.ts';
import { Button } from '../widgets/button.tsx';
import { formatHourMinute } from '../widgets/format-time.ts';
import './control-chip.css';

/** What this console has control of, in the title bar; and the writes somebody has to look at. Nothing where every console may write and nothing is open. */
export function ControlChip() {
  const control = useControl((now) => now);
  if (control === null || (control.authority === 'off' && control.marks.length === 0)) return null;
  const asked = control.areas.filter(({ holder, asker }) => holder?.isOwn === true && asker !== null && !asker.isOwn);
  return (
    <Popover.Root>
      <Popover.Trigger className={`control-chip ${asked.length > 0 || control.marks.length > 0 ? 'is-wanted' : ''}`} title="Who has control of which area, and writes that were not confirmed">
        {control.marks.length > 0 ? <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" /> : <Hand size={14} strokeWidth={1.75} aria-hidden="true" />}
        {chipWords(control, asked)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="bottom" align="end" sideOffset={6} className="control-chip-place">
          <Popover.Popup className="control-panel">
            {control.authority === 'off' ? null : (
              <>
                <Popover.Title className="control-panel-title">Control</Popover.Title>
                <ul>
                  {control.areas.map((area) => (
                    <AreaRow key={area.area} area={area} />
                  ))}
                </ul>
              </>
            )}
            {control.marks.length === 0 ? null : <OpenWrites marks={control.marks} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Of all areas, of some by name, or of none; before it what waits for an answer. */
export function chipWords({ authority, areas, marks }: ControlState, asked: readonly ControlArea[]): string {
  if (marks.length > 0) return marks.length === 1 ? '1 write to look at' : `${marks.length} writes to look at`;
  const [first] = asked;
  if (first?.asker != null) return `${first.asker.user} asks for ${first.name}`;
  if (authority === 'off') return '';
  const own = areas.filter(({ holder }) => holder?.isOwn === true);
  if (own.length === 0) return 'Control: none';
  if (own.length === areas.length) return 'Control: this console';
  return own.length > 2 ? `Control: ${own.length} of ${areas.length} areas` : `Control: ${own.map(({ area }) => area).join(', ')}`;
}

type AreaCommand = Extract<keyof FirstoutContract, 'control.take' | 'control.release' | 'control.ask' | 'control.give'>;

function AreaRow({ area: { area, name, holder, asker } }: { readonly area: ControlArea }) {
  const client = useClient();
  const { session } = useLink();
  const refusal = useWriteRefusal();
  const [isForcing, setForcing] = useState(false);
  const run = async (command: AreaCommand): Promise<void> => {
    const answer = await client.call(command, { area: area as AssetId });
    if (!answer.ok) notify(faultText(answer.fault), 'failed');
  };
  const isOther = holder !== null && !holder.isOwn;
  return (
    <li className="control-panel-area">
      <div>
        <b>{name}</b>
        <small>
          {holder === null ? 'Nobody has control.' : holder.isOwn ? `This console since ${formatHourMinute(holder.sinceMs)}.` : `${holder.user} at ${holder.place} since ${formatHourMinute(holder.sinceMs)}${holder.isGone ? ', not connected any more' : ''}.`}
          {asker === null ? '' : asker.isOwn ? ' This console asks for it.' : ` ${asker.user} at ${asker.place} asks for it.`}
        </small>
      </div>
      {holder === null ? (
        <Button refusal={refusal} onClick={() => void run('control.take')}>
          Take
        </Button>
      ) : null}
      {holder?.isOwn === true && asker !== null && !asker.isOwn ? <Button onClick={() => void run('control.give')}>Hand over</Button> : null}
      {holder?.isOwn === true ? (
        <Button look="ghost" onClick={() => void run('control.release')}>
          Release
        </Button>
      ) : null}
      {isOther ? (
        <Button refusal={session === null || !roleCovers(session.role, 'operate') ? 'Asking for control needs the role operate.' : asker?.isOwn === true ? 'It has been asked for.' : null} onClick={() => void run('control.ask')}>
          Ask
        </Button>
      ) : null}
      {isOther && session !== null && roleCovers(session.role, 'lead') ? (
        <Button look="ghost" refusal={refusal} aria-expanded={isForcing} onClick={() => setForcing(!isForcing)}>
          Take over
        </Button>
      ) : null}
      {isOther && isForcing ? <ForceForm area={area} name={name} onDone={() => setForcing(false)} /> : null}
    </li>
  );
}

/** A lead takes an area from its holder, with the reason that stands in the audit log. */
function ForceForm({ area, name, onDone }: { readonly area: string; readonly name: string; readonly onDone: () => void }) {
  const client = useClient();
  const [reason, setReason] = useState('');
  const force = async (): Promise<void> => {
    const answer = await client.call('control.force', { area: area as AssetId, reason: reason.trim() });
    if (!answer.ok) return notify(faultText(answer.fault), 'failed');
    notify(`This console has control of ${name}.`);
    onDone();
  };
  return (
    <form
      className="control-panel-force"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') void force();
      }}
    >
      <input aria-label={`Reason for taking ${name} over`} placeholder="Reason, required" maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      <Button refusal={reason.trim() === '' ? 'A reason is required.' : null} onClick={() => void force()}>
        Take {name} over
      </Button>
    </form>
  );
}

function OpenWrites({ marks }: { readonly marks: readonly WriteMark[] }) {
  const directory = useDirectory();
  const selection = useSelectionStore();
  const client = useClient();
  const refusal = useWriteRefusal();
  const dismiss = async ({ tag, seq }: WriteMark): Promise<void> => {
    const answer = await client.call('control.dismiss', { tag, seq });
    if (!answer.ok) notify(faultText(answer.fault), 'failed');
  };
  return (
    <>
      <div className="control-panel-title">Writes to look at</div>
      <ul>
        {marks.map((mark) => (
          <li key={mark.seq} className="control-panel-area">
            <div>
              <b className="mono">{mark.tag}</b> {mark.wanted}
              <small>
                {mark.sentence} {mark.user}
                {mark.place === '' ? '' : ` at ${mark.place}`}, {formatHourMinute(mark.timeMs)}.
              </small>
            </div>
            <Button
              onClick={() => {
                const asset = directory?.tagById(mark.tag)?.asset;
                if (asset !== undefined) selection.getState().select({ asset, tag: mark.tag });
              }}
            >
              Show
            </Button>
            <Button look="ghost" refusal={refusal} title="Puts the mark away; the audit log keeps what happened" onClick={() => void dismiss(mark)}>
              Dismiss
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
