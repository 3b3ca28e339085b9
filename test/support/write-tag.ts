import type { FirstoutContract } from '#shared/contract/index.ts';
import type { TagId } from '#shared/model/ids.ts';
import { type Result, refused } from '#shared/model/fault.ts';
import type { OutputOf } from '#shared/rpc/define.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

/** Selects and operates as a console does that shows nothing in between; a check that is not met is the refusal. */
export async function writeTag(client: RpcClient<FirstoutContract>, tag: TagId, value: number | string, reason = ''): Promise<Result<OutputOf<FirstoutContract['control.operate']>>> {
  const selected = await client.call('control.select', { tag, value });
  if (!selected.ok) return selected;
  const { token, checks } = selected.value;
  if (token === null) return refused('check-not-met', checks.find(({ isMet }) => !isMet)?.sentence ?? '');
  return client.call('control.operate', { token, reason });
}
