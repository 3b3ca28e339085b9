import { Siren } from 'lucide-react';
import type { AssetId } from '#shared/model/ids.ts';
import { proposedSeverity } from '../../client/incident-actions.ts';
import { useAlarmBook } from '../../client/use-client.ts';
import { useIncidentOpener } from '../../client/use-incident-opener.ts';
import { openerEntries } from '../../widgets/incident/incident-opener.tsx';
import { MenuButton } from '../../widgets/menu-button.tsx';

/** Opens an incident of what is picked: of the worst alarm that stands at it, else of the asset; or adds it to one that is open. */
export function IncidentMenu({ asset }: { readonly asset: AssetId }) {
  const rows = useAlarmBook((book) => book.byAsset.get(asset));
  const worst = rows?.reduce((a, b) => (b.priority < a.priority ? b : a));
  const opener = useIncidentOpener(worst === undefined ? { origin: { kind: 'asset', asset }, severity: 3, asset } : { origin: { kind: 'alarm', alarm: worst.standing.alarm }, severity: proposedSeverity(worst.priority), asset });
  return (
    <MenuButton label={`Incident at ${asset}`} className="inspector-incident" title="Open an incident, or add this asset to one" align="end" entries={[{ kind: 'note', text: worst === undefined ? `Incident at ${asset}` : `Incident of ${worst.standing.alarm}` }, ...openerEntries(opener)]}>
      <Siren size={14} strokeWidth={1.75} />
    </MenuButton>
  );
}
