import { Pencil } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AssetId } from '#shared/model/ids.ts';
import { numberOf } from '#shared/model/number-of.ts';
import { isGood } from '#shared/model/quality.ts';
import { LiveCell } from '../../client/live-cell.tsx';
import { useDirectory, useLiveText, useSelectionStore } from '../../client/use-client.ts';
import { useWriteRefusal } from '../../client/use-refusal.ts';
import { Button } from '../../widgets/button.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import type { AssetTags, IndexedTag } from './asset-tags.ts';
import { LiveIndicator } from './live-indicator.tsx';
import { nameWithin } from './name-within.ts';
import { WriteDialog } from './write-dialog.tsx';
import { WriteHistory } from './write-history.tsx';
import { WriteMarkNote } from './write-mark.tsx';

type Writing = { readonly one: IndexedTag; readonly preset?: number; readonly shownOn?: IndexedTag | null };

/** The controller would overwrite the value within a scan, after the device had confirmed it. */
const ledRefusal = 'In cascade another controller gives this setpoint. Change the mode first.';

/** PV, SP and OUT with indicators, the mode, key values against their normal range, permissives. */
export function Faceplate({ tags, asset }: { readonly tags: AssetTags; readonly asset: AssetId }) {
  const directory = useDirectory();
  const [writing, setWriting] = useState<Writing | null>(null);
  const refusal = useWriteRefusal();
  const { pv, sp, out, mode } = tags;
  const modeNow = useLiveText(mode?.index ?? -1);
  const isLed = isGood(modeNow.quality) && /cascade/i.test(mode?.tag.states?.[String(modeNow.value)] ?? '');
  const writables = tags.all.filter(({ index, tag }) => tag.writable && index !== sp?.index && index !== mode?.index);
  const written = useMemo(() => tags.all.filter(({ tag }) => tag.writable).map(({ tag }) => tag.id), [tags]);
  if (pv === null && tags.all.length === 0) {
    const parts = directory?.childrenOf(asset) ?? [];
    return <p className="panel-note">{parts.length === 0 ? 'This asset has no tags.' : `This asset has no tags of its own; it holds ${numberOf(parts.length, 'asset')} below.`}</p>;
  }
  return (
    <>
      {pv === null ? null : (
        <section className="inspector-section">
          <h4>
            <span {...dragsTags([pv.tag.id])}>
              <span className="mono">{pv.tag.id}</span> {pv.tag.name}
            </span>
          </h4>
          <div className="faceplate-loop">
            <LoopRow label="PV" one={pv} setpoint={sp} size="pv" />
            {sp === null ? null : <LoopRow label="SP" one={sp} setpoint={null} size="sp" />}
            {out === null ? null : <LoopRow label="OUT" one={out} setpoint={null} size="out" />}
          </div>
          {mode === null ? null : <WriteMarkNote tag={mode.tag.id} />}
          {mode === null && sp === null ? null : (
            <div className="faceplate-actions">
              {mode === null ? null : <ModeSegment one={mode} refusal={refusal} onPick={(preset) => setWriting({ one: mode, preset })} />}
              {sp === null ? null : (
                <Button icon={<Pencil size={14} strokeWidth={1.75} />} refusal={sp.tag.writable ? (refusal ?? (isLed ? ledRefusal : null)) : 'This setpoint cannot be written from here.'} onClick={() => setWriting({ one: sp, shownOn: pv })}>
                  Change SP
                </Button>
              )}
            </div>
          )}
        </section>
      )}
      {tags.values.length === 0 ? null : (
        <section className="inspector-section">
          <h4>
            Key values<span className="inspector-aside">against normal range</span>
          </h4>
          {tags.values.map((one) => (
            <ValueRow key={one.index} one={one} />
          ))}
        </section>
      )}
      {tags.permissives.length === 0 ? null : <Permissives list={tags.permissives} />}
      {writables.length === 0 ? null : (
        <section className="inspector-section">
          <h4>
            Commands<span className="inspector-aside">hold to write</span>
          </h4>
          {writables.map((one) => (
            <div key={one.index} className="faceplate-command" {...dragsTags([one.tag.id])}>
              <span title={`${one.tag.id}, ${one.tag.name}`}>{nameWithin(one.tag.name, directory?.asset(one.tag.asset)?.name)}</span>
              <LiveCell tagIndex={one.index} withUnit />
              <Button refusal={refusal} onClick={() => setWriting({ one })}>
                Change
              </Button>
              {one.index === out?.index ? null : <WriteMarkNote tag={one.tag.id} />}
            </div>
          ))}
        </section>
      )}
      {written.length === 0 ? null : <WriteHistory tags={written} />}
      {writing === null ? null : <WriteDialog one={writing.one} {...(writing.preset === undefined ? {} : { preset: writing.preset })} shownOn={writing.shownOn ?? null} onClose={() => setWriting(null)} />}
    </>
  );
}

function LoopRow({ label, one, setpoint, size }: { readonly label: string; readonly one: IndexedTag; readonly setpoint: IndexedTag | null; readonly size: 'pv' | 'sp' | 'out' }) {
  return (
    <>
      <span className="tx-3">{label}</span>
      <span title={one.tag.id} {...dragsTags([one.tag.id])}>
        <LiveCell tagIndex={one.index} withUnit className={`faceplate-${size}`} />
      </span>
      {size === 'sp' ? <span /> : <LiveIndicator one={one} setpointIndex={setpoint?.index ?? -1} />}
      {one.tag.writable ? <WriteMarkNote tag={one.tag.id} /> : null}
    </>
  );
}

function ModeSegment({ one: { index, tag }, refusal, onPick }: { readonly one: IndexedTag; readonly refusal: string | null; readonly onPick: (value: number) => void }) {
  const { value } = useLiveText(index);
  const why = tag.writable ? refusal : 'The mode cannot be written from here.';
  return (
    <Segmented
      label="Mode"
      value={String(value)}
      segments={Object.entries(tag.states ?? {}).map(([number, word]) => ({ id: number, label: word, ...(why === null ? {} : { refusal: why }) }))}
      onChange={(number) => Number(number) !== value && onPick(Number(number))}
    />
  );
}

function ValueRow({ one }: { readonly one: IndexedTag }) {
  const selection = useSelectionStore();
  const asset = useDirectory()?.asset(one.tag.asset)?.name;
  return (
    <button type="button" className="faceplate-value" title={`${one.tag.id}, ${one.tag.name}`} {...dragsTags([one.tag.id])} onClick={() => selection.getState().select({ asset: one.tag.asset, tag: one.tag.id })}>
      <span className="faceplate-value-name">{nameWithin(one.tag.name, asset)}</span>
      <LiveCell tagIndex={one.index} withUnit />
      <LiveIndicator one={one} setpointIndex={-1} length={88} />
    </button>
  );
}

function Permissives({ list }: { readonly list: readonly IndexedTag[] }) {
  const [met, setMet] = useState<ReadonlySet<number>>(new Set());
  const tell = useCallback((index: number, isMet: boolean) => {
    setMet((now) => {
      if (now.has(index) === isMet) return now;
      const next = new Set(now);
      if (isMet) next.add(index);
      else next.delete(index);
      return next;
    });
  }, []);
  return (
    <section className="inspector-section">
      <h4>
        Start permissives
        <span className="inspector-aside num">
          {met.size} of {list.length} met
        </span>
      </h4>
      <ul className="faceplate-permissives">
        {list.map((one) => (
          <Permissive key={one.index} one={one} onState={tell} />
        ))}
      </ul>
    </section>
  );
}

function Permissive({ one: { index, tag }, onState }: { readonly one: IndexedTag; readonly onState: (index: number, isMet: boolean) => void }) {
  const { value, quality } = useLiveText(index);
  const state = quality >>> 30 !== 0 ? 'unknown' : value === 1 ? 'met' : 'missing';
  useEffect(() => onState(index, state === 'met'), [index, state, onState]);
  return (
    <li className={`is-${state}`} title={tag.id} {...dragsTags([tag.id])}>
      <i />
      {tag.name}
      {state === 'met' ? null : <b>{state === 'missing' ? 'not met' : 'not known'}</b>}
    </li>
  );
}
