import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from './console-client.ts';
import { faultText } from './notices.ts';

/** How a write without a dialog ended: null when it was confirmed, else one sentence. */
export type WriteFailure = string | null;

/**
 * Writes through select and operate without showing what lies between: for what steers a simulation, never for equipment. The
 * engine checks it all the same.
 */
export async function writeUnseen(client: Pick<ConsoleClient, 'call'>, tag: TagId, value: number): Promise<WriteFailure> {
  const selected = await client.call('control.select', { tag, value });
  if (!selected.ok) return faultText(selected.fault);
  const { token, checks } = selected.value;
  if (token === null) return checks.find(({ isMet }) => !isMet)?.sentence ?? 'A check is not met.';
  const written = await client.call('control.operate', { token, reason: '' });
  if (!written.ok) return faultText(written.fault);
  return written.value.outcome === 'confirmed' ? null : written.value.sentence;
}
