import * as client from 'node-opcua-client';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { beforeEach, describe, expect, test } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../testing/virtual-ports.ts';
import type { DriverTag } from '../driver.ts';
import { OpcuaAddress } from './address.ts';
import type { OpcuaLibrary } from './library.ts';
import { OpcuaOptions } from './options.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { planRateClasses } from './rate-classes.ts';
import type { RawSession } from './raw-session.ts';

const library: OpcuaLibrary = { ...client, OPCUACertificateManager };
const options = OpcuaOptions.parse({ endpoint: 'opc.tcp://127.0.0.1:4840', security: 'None' });
const tag: DriverTag<OpcuaAddress> = { index: 0, id: 'counter', address: OpcuaAddress.parse('ns=2;s=C'), type: 'int', periodMs: 100, writable: false };
const subscriptionId = 9;

type Waiting = { acknowledged: number[]; answer: (error: Error | null, response?: client.PublishResponse) => void };
const message = (sequenceNumber: number, ...values: number[]): client.NotificationMessage =>
  new client.NotificationMessage({
    sequenceNumber,
    notificationData:
      values.length === 0
        ? []
        : [new client.DataChangeNotification({ monitoredItems: values.map((value) => ({ clientHandle: 1, value: { value: { dataType: client.DataType.UInt32, value } } })) })],
  });

/** A server on paper: publishes what the test says, and republishes what it is told to keep. */
function createScript() {
  const waiting: Waiting[] = [];
  const kept = new Map<number, client.NotificationMessage>();
  const asked: number[] = [];
  let channelIsDead = false;
  const session = {
    createSubscription: () => Promise.resolve({ subscriptionId, revisedPublishingInterval: 50, revisedMaxKeepAliveCount: 20, revisedLifetimeCount: 1200 }),
    createMonitoredItems: () => Promise.resolve({ results: [{ statusCode: client.StatusCodes.Good, revisedSamplingInterval: 100, revisedQueueSize: 100 }] }),
    publish(request: { subscriptionAcknowledgements: { sequenceNumber: number }[] }, answer: Waiting['answer']) {
      if (channelIsDead) return answer(new Error('Invalid Channel BadConnectionClosed'));
      waiting.push({ acknowledged: request.subscriptionAcknowledgements.map(({ sequenceNumber }) => sequenceNumber), answer });
    },
    republish(request: { retransmitSequenceNumber: number }, answer: (error: Error | null, response?: { notificationMessage: client.NotificationMessage }) => void) {
      asked.push(request.retransmitSequenceNumber);
      const found = kept.get(request.retransmitSequenceNumber);
      if (found === undefined) answer(new Error('ServiceResult is BadMessageNotAvailable (0x807b0000)'));
      else answer(null, { notificationMessage: found });
    },
  } as unknown as RawSession;
  return {
    session,
    kept,
    asked,
    waiting,
    publish(notificationMessage: client.NotificationMessage, moreNotifications = false) {
      waiting.shift()!.answer(null, new client.PublishResponse({ subscriptionId, moreNotifications, notificationMessage }));
    },
    refuse: (reason: string) => waiting.shift()!.answer(new Error(` ServiceResult is ${reason} request was PublishRequest`)),
    killChannel() {
      channelIsDead = true;
    },
  };
}

let clock: VirtualClock;
let script: ReturnType<typeof createScript>;
let publisher: Publisher;
let values: number[];
let notes: string[];
let onDisk: Promise<void>;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(async () => {
  clock = createVirtualClock();
  script = createScript();
  values = [];
  notes = [];
  onDisk = Promise.resolve();
  publisher = createPublisher(library, clock, options, planRateClasses([tag], options), {
    value: (_tag, dataValue) => void values.push(dataValue.value.value as number),
    flush: () => undefined,
    durable: () => onDisk,
    heard: () => undefined,
    refused: () => undefined,
    caughtUp: (tags) => void notes.push(`caught up ${tags.map(({ id }) => id).join()}`),
    lost: (messages) => void notes.push(`lost ${messages}`),
    broken: (reason) => void notes.push(reason),
  });
  const nodes = [{ nodeId: client.makeNodeId('C', 2), indexRange: null }];
  await publisher.build(script.session, nodes, { maxNodesPerRead: 100, maxMonitoredItemsPerCall: 100, maxNodesPerHistoryRead: 100 });
});

describe('The publisher of an OPC UA link', () => {
  test('acknowledges a message only after its values are on disk', async () => {
    let commit: () => void = () => undefined;
    onDisk = new Promise((resolve) => (commit = resolve));
    expect(script.waiting.map(({ acknowledged }) => acknowledged)).toEqual([[], [], []]);
    script.publish(message(1, 10, 11));
    expect(values).toEqual([10, 11]);
    await settle();
    script.publish(message(2, 12));
    expect(script.waiting.at(-1)!.acknowledged).toEqual([]);
    commit();
    await settle();
    script.publish(message(3, 13));
    expect(script.waiting.at(-1)!.acknowledged).toEqual([1, 2]);
  });

  test('asks again for messages that are missing and puts them in their place', async () => {
    script.publish(message(1, 10));
    script.kept.set(2, message(2, 20)).set(3, message(3, 30));
    script.publish(message(4, 40));
    script.publish(message(5, 50));
    await settle();
    expect(script.asked).toEqual([2, 3]);
    expect(values).toEqual([10, 20, 30, 40, 50]);
    expect(notes).not.toContain('lost 1');
  });

  test('a keep-alive that announces a later number shows the gap too', async () => {
    script.publish(message(1, 10));
    script.kept.set(2, message(2, 20));
    script.publish(message(3));
    await settle();
    expect(values).toEqual([10, 20]);
    script.publish(message(3, 30));
    expect(values).toEqual([10, 20, 30]);
    expect(script.asked).toEqual([2]);
  });

  test('counts what the server no longer had, and goes on', async () => {
    script.publish(message(1, 10));
    script.kept.set(3, message(3, 30));
    script.publish(message(5, 50));
    await settle();
    expect(notes).toContain('lost 2');
    expect(values).toEqual([10, 30, 50]);
    script.publish(message(6, 60));
    expect(values.at(-1)).toBe(60);
  });

  test('takes a message that comes twice once', () => {
    script.publish(message(1, 10));
    script.publish(message(1, 10));
    expect(values).toEqual([10]);
  });

  test('counts on past the largest sequence number without seeing a gap, and sees one behind it', async () => {
    script.publish(message(0xffff_fffe, 1));
    script.publish(message(0xffff_ffff, 2));
    script.publish(message(1, 3));
    expect(script.asked).toEqual([]);
    script.kept.set(2, message(2, 4));
    script.publish(message(3, 5));
    await settle();
    expect(script.asked).toEqual([2]);
    expect(values).toEqual([1, 2, 3, 4, 5]);
  });

  test('after a reconnection it fetches what was missed, then tells when the queue is empty', async () => {
    script.publish(message(1, 10));
    notes.length = 0;
    publisher.pause();
    const again = createScript();
    again.kept.set(2, message(2, 20)).set(3, message(3, 30));
    expect(await publisher.resume(again.session)).toBe(true);
    expect(values).toEqual([10, 20, 30]);
    again.publish(message(4, 40), true);
    expect(notes).toEqual([]);
    again.publish(message(5, 50));
    expect(notes).toEqual(['caught up counter']);
  });

  test('answers of the connection before are ignored', async () => {
    const stale = script.waiting[0]!;
    publisher.pause();
    await publisher.resume(createScript().session);
    stale.answer(null, new client.PublishResponse({ subscriptionId, notificationMessage: message(1, 99) }));
    expect(values).toEqual([]);
  });

  test('a server that knows the session no more breaks it off', () => {
    script.refuse('BadNoSubscription (0x80790000)');
    expect(notes).toEqual(['the server no longer knows our session']);
  });

  test('a server that takes fewer requests gets fewer, and is not asked in circles', () => {
    script.refuse('BadTooManyPublishRequests (0x80780000)');
    expect(script.waiting).toHaveLength(2);
    script.publish(message(1, 10));
    expect(script.waiting).toHaveLength(2);
  });

  test('a dead channel that answers before it was asked stops the publishing instead of spinning', () => {
    script.killChannel();
    script.publish(message(1, 10));
    expect(values).toEqual([10]);
    expect(script.waiting).toHaveLength(2);
  });

  test('is silent after twice the keep-alive time without a word, and a keep-alive is a word', () => {
    clock.advance(1999);
    expect(publisher.isSilent(clock.monotonicMs())).toBe(false);
    script.publish(message(1));
    clock.advance(1999);
    expect(publisher.isSilent(clock.monotonicMs())).toBe(false);
    clock.advance(2);
    expect(publisher.isSilent(clock.monotonicMs())).toBe(true);
    publisher.excuse(clock.monotonicMs());
    expect(publisher.isSilent(clock.monotonicMs())).toBe(false);
  });

  test('puts tags and events into the fastest subscription where the server keeps no more', async () => {
    const made: number[] = [];
    const itemsIn: number[] = [];
    const session = {
      ...script.session,
      createSubscription({ requestedPublishingInterval }: { requestedPublishingInterval: number }) {
        if (made.length === 2) return Promise.reject(new Error(' ServiceResult is BadTooManySubscriptions (0x80770000)'));
        made.push(requestedPublishingInterval);
        return Promise.resolve({ subscriptionId: made.length, revisedPublishingInterval: requestedPublishingInterval, revisedMaxKeepAliveCount: 20, revisedLifetimeCount: 1200 });
      },
      createMonitoredItems({ subscriptionId: id }: { subscriptionId: number }) {
        itemsIn.push(id);
        return Promise.resolve({ results: [{ statusCode: client.StatusCodes.Good, revisedSamplingInterval: 100, revisedQueueSize: 100 }] });
      },
    } as unknown as RawSession;
    const tags = [400, 100, 1000].map((periodMs, index) => ({ ...tag, index, periodMs }));
    const opened: number[] = [];
    const events = { value: () => undefined, flush: () => undefined, durable: () => onDisk, heard: () => undefined, refused: () => undefined, caughtUp: () => undefined, lost: () => undefined, broken: () => undefined };
    const many = createPublisher(library, clock, options, planRateClasses(tags, options), events, {
      publishingIntervalMs: 20,
      isOffered: () => Promise.resolve(true),
      open: (_session, id) => Promise.resolve(void opened.push(id)),
      take: () => undefined,
    });
    const nodes = tags.map(() => ({ nodeId: client.makeNodeId('C', 2), indexRange: null }));
    await many.build(session, nodes, { maxNodesPerRead: 100, maxMonitoredItemsPerCall: 100, maxNodesPerHistoryRead: 100 });
    expect(made).toEqual([25, 100]);
    expect(itemsIn).toEqual([1, 2, 1]);
    expect(opened).toEqual([1]);
    many.pause();
  });
});
