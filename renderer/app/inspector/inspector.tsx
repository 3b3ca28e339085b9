import { PanelRight, Pin, PinOff, PictureInPicture2, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import { navigation } from '../../client/navigation.ts';
import { useAlarmBook, useDirectory, useSelection, useSelectionStore } from '../../client/use-client.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { floats } from '../../client/floats.ts';
import { showIn3d } from '../../client/scene-orders.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import { showInspector } from '../inspector-place.ts';
import { AssetAlarms } from './asset-alarms.tsx';
import { AssetSymbol } from './asset-symbol.tsx';
import { assetTags } from './asset-tags.ts';
import { Faceplate } from './faceplate.tsx';
import { RunbooksMenu } from './runbooks-menu.tsx';
import { IncidentMenu } from './incident-menu.tsx';
import { ScreensMenu } from './screens-menu.tsx';
import { StateChips } from './state-chips.tsx';
import { TagList } from './tag-list.tsx';
import { TrendTab } from './trend-tab.tsx';
import './inspector.css';

/** Everything about the picked asset. Follows the selection unless it is pinned. */
export function Inspector() {
  const directory = useDirectory();
  const selection = useSelectionStore();
  const picked = useSelection((now) => now.pinned?.assetId ?? now.assetId);
  const pickedTag = useSelection((now) => (now.pinned === null ? now.tagId : now.pinned.tagId));
  const isPinned = useSelection((now) => now.pinned !== null);
  return (
    <>
      <header className="inspector-head">
        <PanelRight size={15} strokeWidth={1.75} aria-hidden="true" />
        <h3>Inspector</h3>
        <span className="inspector-space" />
        {picked === null || directory?.asset(picked) === undefined ? null : <IncidentMenu asset={picked} />}
        <button type="button" disabled={picked === null} title="Faceplate in a frame of its own, to stay beside others" aria-label="Faceplate in a frame of its own" onClick={() => picked !== null && floats.getState().open({ kind: 'faceplate', asset: picked })}>
          <PictureInPicture2 size={14} strokeWidth={1.75} />
        </button>
        <button type="button" aria-pressed={isPinned} title={isPinned ? 'Follow the selection again' : 'Keep this asset while others are picked'} aria-label="Pin" onClick={() => selection.getState().togglePin()}>
          {isPinned ? <PinOff size={14} strokeWidth={1.75} /> : <Pin size={14} strokeWidth={1.75} />}
        </button>
        <button type="button" title="Close the inspector (I)" aria-label="Close the inspector" onClick={() => showInspector(false)}>
          <X size={15} strokeWidth={1.75} />
        </button>
      </header>
      {directory === null || picked === null || directory.asset(picked) === undefined ? (
        <div className="empty-note">
          <PanelRight size={22} strokeWidth={1.5} aria-hidden="true" />
          <b>Nothing is picked</b>
          <span>Pick an asset on a screen, in the explorer or in the alarm list, or press Ctrl K and type its name.</span>
        </div>
      ) : (
        <AssetInspector key={picked} directory={directory} asset={picked} tag={pickedTag} />
      )}
    </>
  );
}

const tabs = [
  { id: 'faceplate', label: 'Faceplate' },
  { id: 'trend', label: 'Trend' },
  { id: 'tags', label: 'Tags' },
  { id: 'alarms', label: 'Alarms' },
] as const;

function AssetInspector({ directory, asset, tag }: { readonly directory: DirectoryIndex; readonly asset: AssetId; readonly tag: TagId | null }) {
  const [tab, setTab] = useState<(typeof tabs)[number]['id']>('faceplate');
  const definition = directory.asset(asset);
  const tags = useMemo(() => assetTags(directory, asset, tag), [directory, asset, tag]);
  const alarms = useAlarmBook((book) => book.byAsset.get(asset)?.length ?? 0);
  const hidden = useAlarmBook((book) => book.hiddenByAsset.get(asset)?.length ?? 0);
  const path = directory.pathOf(asset).slice(0, -1);
  const trended = (tags.pv === null ? tags.values : [tags.pv, ...tags.values]).slice(0, 6).map((one) => one.tag.id);
  return (
    <div className="inspector-body">
      <div className="inspector-asset">
        <div className="inspector-path tx-3" title={path.map(({ name }) => name).join(' › ')}>
          <bdi>{path.map(({ name }) => name).join(' › ')}</bdi>
        </div>
        <div className="inspector-who" {...dragsTags(trended)}>
          <AssetSymbol kind={definition?.kind} tags={tags} />
          <div>
            <div className="inspector-id mono">{asset}</div>
            <div className="tx-2">{definition?.name}</div>
          </div>
        </div>
        <StateChips tags={tags.states} />
      </div>
      <div className="inspector-tabs" role="tablist" aria-label={`About ${asset}`}>
        {tabs.map(({ id, label }) => (
          <button key={id} type="button" role="tab" aria-selected={id === tab} onClick={() => setTab(id)}>
            {label}
            {id === 'alarms' && alarms > 0 ? <span className="num"> {alarms}</span> : null}
            {id === 'alarms' && hidden > 0 ? <span className="num tx-3"> +{hidden} hidden</span> : null}
            {id === 'tags' ? <span className="num tx-3"> {tags.all.length}</span> : null}
          </button>
        ))}
      </div>
      <div className="inspector-page" role="tabpanel">
        {tab === 'faceplate' ? <Faceplate tags={tags} asset={asset} /> : null}
        {tab === 'trend' ? <TrendTab tags={tags} /> : null}
        {tab === 'tags' ? <TagList tags={tags.all} picked={tag} /> : null}
        {tab === 'alarms' ? <AssetAlarms asset={asset} /> : null}
      </div>
      <footer className="inspector-foot">
        <button type="button" className="button button-default button-normal" disabled={trended.length === 0} title="Adds these values to the trend; T adds what is selected alone" onClick={() => navigation.getState().open('trends', { tags: trended })}>
          Trend
        </button>
        <button type="button" className="button button-default button-normal" title="Flies to it in the 3D view" onClick={() => showIn3d(asset, true)}>
          3D
        </button>
        <RunbooksMenu asset={asset} />
        <ScreensMenu directory={directory} asset={asset} />
      </footer>
    </div>
  );
}
