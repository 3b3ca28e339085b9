import type { AssetId } from '#shared/model/ids.ts';
import type { Severity } from '#shared/model/incident.ts';
import type { ConsoleClient } from './console-client.ts';
import { additionRefusal, beginIncident, joinIncident } from './incident-actions.ts';
import type { BeginInput } from './incident-queue.ts';
import { useClient } from './use-client.ts';
import { useAdditionRefusal, useOpenIncidents } from './use-incidents.ts';

/** As many as an incident is opened with. */
const mostAssets = 50;

/** What an incident is opened from, and the asset it is about where it is to be added to another. */
export type OpenFrom = { readonly origin: BeginInput['origin']; readonly severity: Severity; readonly asset?: string | null; /** Affected from the start, beside where it began. */ readonly assets?: readonly AssetId[] };

export type Opener = {
  readonly severity: Severity;
  readonly refusal: string | null;
  readonly joins: readonly { readonly id: string; readonly title: string }[];
  readonly onOpen: (severity: Severity) => void;
  readonly onJoin: (id: string) => void;
};

/** Everything a button that opens an incident needs. */
export function useIncidentOpener(from: OpenFrom): Opener {
  const client = useClient();
  const refusal = useAdditionRefusal();
  const joins = useOpenIncidents(({ incidents }) => incidents);
  return { ...openerOf(client, from), refusal, joins };
}

/** The same for places that are no component and are drawn anew when they open, such as menus. */
export function openerOf(client: Pick<ConsoleClient, 'incidents' | 'incidentQueue' | 'link' | 'timeline'>, { origin, severity, asset = null, assets = [] }: OpenFrom): Opener {
  const { incidents } = client.incidents.open.getState();
  return {
    severity,
    refusal: additionRefusal(client),
    joins: incidents,
    onOpen: (chosen) => void beginIncident(client, { origin, severity: chosen, assets: [...assets].slice(0, mostAssets) }),
    onJoin(id) {
      const incident = client.incidents.open.getState().incidents.find((one) => one.id === id);
      if (incident === undefined) return;
      joinIncident(client, incident, { asset: origin.kind === 'asset' ? origin.asset : asset, ...(origin.kind === 'alarm' ? { alarm: origin.alarm } : {}), ...(origin.kind === 'first-out' ? { group: origin.group } : {}) });
    },
  };
}
