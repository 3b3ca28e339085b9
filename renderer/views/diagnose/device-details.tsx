import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import type { DeviceSummary } from '#shared/contract/project.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import { useLink } from '../../client/use-client.ts';
import { useNow } from '../../client/use-now.ts';
import { formatSpan } from '../../widgets/format-time.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import { BrowseTree } from './browse-tree.tsx';
import { Certificates } from './certificates.tsx';

type Part = 'health' | 'refused' | 'certificates' | 'browse';
type Props = { readonly device: DeviceSummary; readonly health: LinkHealth | undefined };

/** Everything known of one link: its problem in a sentence, the driver's figures, refused tags, certificates, address space. */
export function DeviceDetails({ device, health }: Props) {
  const { session } = useLink();
  const [part, setPart] = useState<Part>('health');
  const isEngineer = roleCovers(session?.role ?? 'view', 'engineer');
  const isOpcUa = device.driver === 'opcua';
  const needsRole = isEngineer ? {} : { refusal: 'Needs the role engineer.' };
  return (
    <section className="device-details" aria-label={`Details of ${device.id}`}>
      <header>
        <h3>
          <span className="mono">{device.id}</span> {device.name}
        </h3>
        <Segmented
          label="Details"
          value={part}
          onChange={setPart}
          segments={[
            { id: 'health', label: 'Health' },
            { id: 'refused', label: 'Refused tags', count: health?.refusedTags.length ?? 0 },
            ...(isOpcUa ? [{ id: 'certificates' as const, label: 'Certificates' }, { id: 'browse' as const, label: 'Address space', ...needsRole }] : []),
          ]}
        />
      </header>
      <div className="device-details-body" tabIndex={0}>
        {part === 'health' ? <Health device={device} health={health} /> : null}
        {part === 'refused' ? <Refused health={health} /> : null}
        {part === 'certificates' ? <Certificates device={device.id} isEngineer={isEngineer} /> : null}
        {part === 'browse' ? <BrowseTree device={device.id} /> : null}
      </div>
    </section>
  );
}

function Health({ device, health }: Props) {
  const now = useNow(1000);
  if (health === undefined) return <p className="tx-3">The engine has said nothing of this link yet.</p>;
  return (
    <>
      {health.problem === null ? null : (
        <p className="device-details-problem">
          <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
          {health.problem}
          {health.nextAttemptMs === null ? '' : ` Next attempt in ${formatSpan(Math.max(0, health.nextAttemptMs - now))}.`}
        </p>
      )}
      <dl className="device-details-list">
        <dt>Driver</dt>
        <dd>{device.driver}</dd>
        <dt>Link</dt>
        <dd className="mono">{health.endpoint}</dd>
        {Object.entries(health.details).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Refused({ health }: { readonly health: LinkHealth | undefined }) {
  const refused = health?.refusedTags ?? [];
  if (refused.length === 0) return <p className="tx-3">The device accepted every address asked of it.</p>;
  return (
    <table className="diagnose-table">
      <thead>
        <tr>
          <th>Tag</th>
          <th>Reason</th>
        </tr>
      </thead>
      <tbody>
        {refused.map(({ tag, reason }) => (
          <tr key={tag}>
            <td className="mono">{tag}</td>
            <td>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
