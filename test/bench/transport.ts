import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel, Worker } from 'node:worker_threads';
import { WebSocketServer, type WebSocket } from 'ws';
import { tagsContract } from '#shared/contract/tags.ts';
import { contractVersion } from '#shared/contract/version.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { createRpcServer, type Handlers } from '#shared/rpc/server.ts';
import { createTagTable } from '#electron/engine/tags/tag-table.ts';
import { createValueFeed, type Feed } from '#electron/engine/tags/value-feed.ts';
import { createPortChannel } from '#electron/host/port-channel.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';
import type { Bench } from './bench.ts';
import type { ObjectUpdate, ReceiverTask } from './transport-receiver.ts';

// 100,000 tags change all the time; a console on another thread takes the latest of each. Columns over the real rpc
// against arrays of objects over a bare MessagePort (structured clone), in the same run, the same seconds each.
const tagCount = 100_000;
const objectsPerMessage = 10_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const transport: Bench = async (pace) => {
  const secondsEach = pace === 'short' ? 2 : 3;
  const socket = await overSocket(secondsEach);
  const port = await overPort(secondsEach);
  const objects = await overObjects(secondsEach);
  return [
    { name: 'engine.client_updates_per_s', value: socket, unit: 'updates/s' },
    { name: 'engine.transport_columns_per_s', value: port, unit: 'updates/s' },
    { name: 'engine.transport_objects_per_s', value: objects, unit: 'updates/s' },
    { name: 'engine.transport_vs_objects', value: port / objects, unit: 'x' },
  ];
};

async function measure(
  task: ReceiverTask,
  transfer: MessageChannel['port1'][],
  secondsEach: number,
): Promise<{ rate: number; worker: Worker }> {
  const worker = new Worker(new URL('./transport-receiver.ts', import.meta.url), { workerData: task, transferList: transfer });
  const count = async (): Promise<number> => {
    const answer = once(worker, 'message') as Promise<[number]>;
    worker.postMessage('count');
    return (await answer)[0];
  };
  await pause(1000);
  const from = await count();
  const startMs = performance.now();
  await pause(secondsEach * 1000);
  const to = await count();
  return { rate: (to - from) / ((performance.now() - startMs) / 1000), worker };
}

/** An engine's tag side whose every tag changes as soon as the last change was taken. */
function createChangingServer(stateIntervalMs: number) {
  const tags = Array.from({ length: tagCount }, (_, at) => TagDefinition.parse({ id: `T${at}`, name: 'n', asset: 'A' }));
  const table = createTagTable(tags, new Float64Array(tagCount));
  const batch = createBatch(tagCount);
  for (let tag = 0; tag < tagCount; tag++) pushSample(batch, tag, 0, tag, 0);
  table.apply(batch, null, 0, 0);
  let round = 0;
  // The way to the table is another figure's (engine.updates_per_s); here a change is what makes the transport move.
  const change = (feed: Feed, notify: () => void): void => {
    table.value.fill(++round);
    if (feed.mark(batch)) notify();
  };
  const unused = () => {
    throw new Error('not asked for by this bench');
  };
  const handlers: Handlers<typeof tagsContract> = {
    'tags.values': ({ tags: wanted }, { notify }) => {
      const feed = createValueFeed(table, wanted);
      let isOpen = true;
      return {
        take() {
          const item = feed.take();
          if (item !== null) setImmediate(() => isOpen && change(feed, notify));
          return item;
        },
        close: () => void (isOpen = false),
      };
    },
    'tags.samples': unused,
    'tags.texts': unused,
    'expression.check': unused,
  };
  return createRpcServer({
    contract: tagsContract,
    version: contractVersion,
    handlers,
    onBug: (name, error) => process.stderr.write(`${name}: ${String(error)}\n`),
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    monotonicMs: () => performance.now(),
    stateIntervalMs,
  });
}
const accept = (channel: Channel, server: ReturnType<typeof createChangingServer>): void =>
  server.accept(channel, () => ({ id: 'b', user: 'Bench', role: 'view' }));

/** As consoles are served: at most one item a frame. */
async function overSocket(secondsEach: number): Promise<number> {
  const server = createChangingServer(16);
  const listener = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, maxPayload: 64 * 1024 * 1024 });
  await once(listener, 'listening');
  listener.on('connection', (socket: WebSocket) => accept(createSocketChannel(socket), server));
  const { rate, worker } = await measure(
    { kind: 'socket', url: `ws://127.0.0.1:${(listener.address() as AddressInfo).port}`, tags: tagCount },
    [],
    secondsEach,
  );
  await worker.terminate();
  server.close();
  listener.close();
  return rate;
}

/** As fast as it goes, since the objects beside it are not held back either. */
async function overPort(secondsEach: number): Promise<number> {
  const server = createChangingServer(0);
  const { port1, port2 } = new MessageChannel();
  accept(
    createPortChannel({
      on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
        event === 'message'
          ? port1.on('message', (data: unknown) => listener({ data }))
          : port1.on('close', () => listener({ data: undefined })),
      postMessage: (message) => port1.postMessage(message),
      start: () => port1.start(),
      close: () => port1.close(),
    }),
    server,
  );
  const { rate, worker } = await measure({ kind: 'port', port: port2, tags: tagCount }, [port2], secondsEach);
  await worker.terminate();
  server.close();
  return rate;
}

async function overObjects(secondsEach: number): Promise<number> {
  const { port1, port2 } = new MessageChannel();
  let round = 0;
  port1.on('message', () => {
    round++;
    const items: ObjectUpdate[] = [];
    for (let at = 0; at < objectsPerMessage; at++) items.push({ tag: at, timeMs: round, value: round + at, quality: 0 });
    port1.postMessage(items);
  });
  const { rate, worker } = await measure({ kind: 'objects', port: port2, tags: tagCount }, [port2], secondsEach);
  await worker.terminate();
  port1.close();
  return rate;
}
