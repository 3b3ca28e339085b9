import { useCallback, useEffect, useState } from 'react';
import type { DeviceId } from '#shared/model/ids.ts';
import { faultText, notify } from '../../client/notices.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { formatDay } from '../../widgets/format-time.ts';

type Rejected = { readonly thumbprint: string; readonly subject: string; readonly validToMs: number };

/** Certificates the device showed and nobody has trusted yet; an engineer compares the thumbprint and trusts one. */
export function Certificates({ device, isEngineer }: { readonly device: string; readonly isEngineer: boolean }) {
  const client = useClient();
  const { state } = useLink();
  const [rejected, setRejected] = useState<readonly Rejected[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async (): Promise<void> => {
    const answer = await client.call('device.certificates', { device: device as DeviceId });
    setProblem(answer.ok ? null : faultText(answer.fault));
    if (answer.ok) setRejected(answer.value.rejected);
  }, [client, device]);
  useEffect(() => {
    if (state === 'live') void load();
  }, [load, state]);
  const trust = async (one: Rejected): Promise<void> => {
    const answer = await client.call('device.trustCertificate', { device: device as DeviceId, thumbprint: one.thumbprint });
    if (answer.ok) notify(`The certificate of ${one.subject} is trusted; the link is tried again.`);
    else notify(`Not trusted: ${faultText(answer.fault)}`, 'failed');
    await load();
  };
  if (problem !== null) return <p>{problem}</p>;
  if (rejected === null) return null;
  if (rejected.length === 0) return <p className="tx-3">No certificate of this device waits to be trusted.</p>;
  return (
    <ul className="certificates">
      {rejected.map((one) => (
        <li key={one.thumbprint}>
          <div>
            <b>{one.subject}</b>
            <span className="tx-3">
              valid until {formatDay(one.validToMs)} {new Date(one.validToMs).getFullYear()}
            </span>
            <span className="mono">{one.thumbprint.match(/.{1,4}/g)?.join(' ')}</span>
            <span className="tx-3">Compare this thumbprint with the one shown on the device before you trust it.</span>
          </div>
          <Button refusal={isEngineer ? null : 'Trusting a certificate needs the role engineer.'} onClick={() => void trust(one)}>
            Trust
          </Button>
        </li>
      ))}
    </ul>
  );
}
