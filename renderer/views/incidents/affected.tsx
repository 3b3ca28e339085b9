import { Box, MapPin, Plus } from 'lucide-react';
import type { Incident } from '#shared/model/incident.ts';
import { addTo } from '../../client/incident-actions.ts';
import { showIn3d } from '../../client/scene-orders.ts';
import { useAlarmBook, useClient, useDirectory, useSelection, useSelectionStore } from '../../client/use-client.ts';
import { useAdditionRefusal } from '../../client/use-incidents.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { Button } from '../../widgets/button.tsx';

/** Assets the incident is about, each with the worst alarm that stands at it. Press one to pick it everywhere. */
export function Affected({ incident }: { readonly incident: Incident }) {
  const client = useClient();
  const picked = useSelection(({ assetId }) => assetId);
  const refusal = useAdditionRefusal();
  const mayNot = refusal ?? (picked === null ? 'Pick an asset first, on a screen, in 3D or in the explorer.' : incident.assets.includes(picked) ? `${picked} is named already.` : null);
  return (
    <section className="incident-card" aria-label="Affected assets">
      <header>
        <MapPin size={15} strokeWidth={1.75} aria-hidden="true" />
        <h3>Affected</h3>
        <span className="incidents-space" />
        <Button look="ghost" icon={<Plus size={14} strokeWidth={1.75} />} refusal={mayNot} onClick={() => picked !== null && void addTo(client, incident, { kind: 'asset', asset: picked, why: '' })}>
          {picked === null || incident.assets.includes(picked) ? 'Add what is picked' : `Add ${picked}`}
        </Button>
      </header>
      {incident.assets.length === 0 ? <p className="tx-3">No asset is named yet: the timeline has the alarms of the whole plant until one is.</p> : null}
      <ul className="incident-assets">
        {incident.assets.map((asset) => (
          <AssetRow key={asset} asset={asset} />
        ))}
      </ul>
    </section>
  );
}

function AssetRow({ asset }: { readonly asset: Incident['assets'][number] }) {
  const directory = useDirectory();
  const selection = useSelectionStore();
  const rows = useAlarmBook((book) => book.byAsset.get(asset));
  const worst = rows?.reduce((a, b) => (b.priority < a.priority ? b : a));
  return (
    <li>
      <button type="button" title="Pick it everywhere" onClick={() => selection.getState().select({ asset })}>
        {worst === undefined ? null : <AlarmGlyph priority={worst.priority} state={worst.standing.state} size={20} />}
        <span className="mono">{asset}</span>
        <span className="tx-2 incidents-cut">{directory?.asset(asset)?.name ?? 'no longer in the project'}</span>
        {rows === undefined ? null : <span className="num tx-3">{rows.length}</span>}
      </button>
      <Button look="ghost" icon={<Box size={14} strokeWidth={1.75} />} aria-label={`Show ${asset} in 3D`} title="Flies to it in the 3D view" onClick={() => showIn3d(asset, true)} />
    </li>
  );
}
