import { useState } from 'react';
import { useStore } from 'zustand';
import type { DeviceSummary } from '#shared/contract/project.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import { useClient, useDirectory } from '../../client/use-client.ts';
import { useNow } from '../../client/use-now.ts';
import { formatSpan } from '../../widgets/format-time.ts';
import { LinkMark, linkWords } from '../../widgets/link-mark.tsx';
import { DeviceDetails } from './device-details.tsx';
import { StorageNotice } from './storage-notice.tsx';

/** One row per device with the health of its link; the picked one in full below. */
export function Devices({ isVisible }: { readonly isVisible: boolean }) {
  const client = useClient();
  const directory = useDirectory();
  const links = useStore(client.links);
  const [picked, setPicked] = useState<string | null>(null);
  const devices = directory?.directory.devices ?? [];
  const chosen = devices.find(({ id }) => id === picked) ?? devices[0];
  if (chosen === undefined) {
    return (
      <div className="empty-note">
        <b>The project has no devices</b>
        <span>Add a file to its folder devices/ that names a PLC or gateway; it is read at once.</span>
      </div>
    );
  }
  return (
    <div className="diagnose-view">
      <StorageNotice />
      <div className="diagnose-scroller diagnose-devices" tabIndex={0} data-first-focus>
        <table className="diagnose-table">
          <thead>
            <tr>
              {['Device', 'State', 'Link', 'Round trip', 'Requests', 'Errors', 'Reconnects', 'Last good answer', 'Tags'].map((title, at) => (
                <th key={title} className={at > 2 ? 'is-number' : ''}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device} health={links.get(device.id)} isPicked={device.id === chosen.id} onPick={() => setPicked(device.id)} />
            ))}
          </tbody>
        </table>
      </div>
      {isVisible ? <DeviceDetails key={chosen.id} device={chosen} health={links.get(chosen.id)} /> : null}
    </div>
  );
}

type RowProps = { readonly device: DeviceSummary; readonly health: LinkHealth | undefined; readonly isPicked: boolean; readonly onPick: () => void };

function DeviceRow({ device, health, isPicked, onPick }: RowProps) {
  const now = useNow(1000);
  return (
    <tr className={isPicked ? 'is-picked' : ''} onClick={onPick}>
      <td>
        <button type="button" className="diagnose-name" aria-pressed={isPicked} onClick={onPick}>
          <span className="mono">{device.id}</span> <span className="tx-3">{device.name}</span>
        </button>
      </td>
      <td>
        <span className="diagnose-state">
          <LinkMark state={health?.state ?? 'disabled'} />
          {health === undefined ? (device.enabled ? 'not known' : 'switched off') : linkWords(health.state)}
        </span>
      </td>
      <td>{health?.endpoint ?? device.driver}</td>
      <td className="num is-number">{health === undefined || health.roundTripMs === null ? '' : `${formatNumber(health.roundTripMs, 1)} ms`}</td>
      <td className="num is-number">{health === undefined ? '' : formatNumber(health.requests, 0)}</td>
      <td className="num is-number">{health === undefined ? '' : formatNumber(health.errors, 0)}</td>
      <td className="num is-number">{health === undefined ? '' : formatNumber(health.reconnects, 0)}</td>
      <td className="num is-number">{health === undefined || health.lastGoodMs === null ? 'never' : `${formatSpan(now - health.lastGoodMs)} ago`}</td>
      <td className="num is-number">{formatNumber(device.tagCount, 0)}</td>
    </tr>
  );
}
