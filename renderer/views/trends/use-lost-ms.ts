import { useEffect, useState } from 'react';
import { useClient } from '../../client/use-client.ts';

/** When the line to the engine went down, engine clock, UTC epoch ms; null while it is up. */
export function useLostMs(): number | null {
  const client = useClient();
  const [lostMs, setLostMs] = useState<number | null>(null);
  useEffect(() => {
    const read = (): void => setLostMs((before) => (client.link.getState().state === 'live' ? null : (before ?? client.nowMs())));
    read();
    return client.link.subscribe(read);
  }, [client]);
  return lostMs;
}
