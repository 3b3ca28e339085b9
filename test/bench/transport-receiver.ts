import { once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { contract, type FirstoutContract } from '#shared/contract/index.ts';
import type { SampleColumns } from '#shared/contract/columns.ts';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import { createRpcClient } from '#shared/rpc/client.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { createPortChannel } from '#electron/host/port-channel.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';

// The console's side of the transport bench, on a thread of its own: writes every update into a table, as a window does.
export type ReceiverTask =
  | { readonly kind: 'socket'; readonly url: string; readonly tags: number }
  | { readonly kind: 'port' | 'objects'; readonly port: MessagePort; readonly tags: number };
export type ObjectUpdate = { readonly tag: number; readonly timeMs: number; readonly value: number; readonly quality: number };

const task = workerData as ReceiverTask;
const value = new Float64Array(task.tags);
const timeMs = new Float64Array(task.tags);
const quality = new Uint32Array(task.tags);
let updates = 0;

const takeColumns = (item: SampleColumns): void => {
  for (let row = 0; row < item.tag.length; row++) {
    const tag = item.tag[row] as number;
    value[tag] = item.value[row] as number;
    timeMs[tag] = item.timeMs[row] as number;
    quality[tag] = item.quality[row] as number;
  }
  updates += item.tag.length;
};
parentPort?.on('message', () => parentPort?.postMessage(updates));

if (task.kind === 'objects') {
  task.port.on('message', (items: readonly ObjectUpdate[]) => {
    for (const item of items) {
      value[item.tag] = item.value;
      timeMs[item.tag] = item.timeMs;
      quality[item.tag] = item.quality;
    }
    updates += items.length;
    task.port.postMessage('more');
  });
  task.port.postMessage('more');
} else {
  const client = createRpcClient<FirstoutContract>(await openChannel(task), { version: contractVersion, token: 'bench', unpack: unpackAnswer });
  await client.ready;
  void contract;
  client.open('tags.values', { revision: 1, tags: Array.from({ length: task.tags }, (_, at) => at) }, { onItem: takeColumns });
}

async function openChannel(how: Exclude<ReceiverTask, { kind: 'objects' }>): Promise<Channel> {
  if (how.kind === 'socket') {
    const socket = new WebSocket(how.url, { perMessageDeflate: false });
    await once(socket, 'open');
    return createSocketChannel(socket);
  }
  const { port } = how;
  return createPortChannel({
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
      event === 'message'
        ? port.on('message', (data: unknown) => listener({ data }))
        : port.on('close', () => listener({ data: undefined })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  });
}
