import type { DataValue } from 'node-opcua-client';
import { ok, refused } from '#shared/model/fault.ts';
import { createBatch, type SampleBatch } from '#shared/model/sample-batch.ts';
import type { Backfilled, BackfillQuery, Driver, DriverTag } from '../driver.ts';
import type { OpcuaAddress } from './address.ts';
import type { LiveSession } from './live-session.ts';
import { chunk, type ResolvedNode } from './nodes.ts';

const valuesPerAnswer = 10_000;
/** A server that gives continuation points without values for ever is not asked for ever. */
const mostEmptyAnswers = 100;

type Open = { readonly tag: DriverTag<OpcuaAddress>; readonly continuationPoint: Buffer | null };
type Answer = Awaited<ReturnType<NonNullable<Driver['backfill']>>>;
export type PastIntake = (tag: number, dataValue: DataValue, into: SampleBatch) => void;

/**
 * Reads the raw history of tags from the server's own archive (HistoryRead raw, OPC 10000-11, 6.5.3, read in secondary
 * texts), oldest first within a tag, in answers of at most 10,000 values a tag. When no tag has any history, the answer
 * is `not-supported`. Continuation points of a reading that ends early are released.
 */
export async function readHistory(
  live: () => LiveSession | null,
  tags: readonly DriverTag<OpcuaAddress>[],
  query: BackfillQuery,
  deviceName: string,
  take: PastIntake,
): Promise<Answer> {
  const session = live();
  if (session === null) return refused('not-connected', `${deviceName} is not connected.`, 'Try again when the link is up.');
  const isOver = (): boolean => query.signal.aborted || live() !== session;
  const wanted = query.tags.flatMap((index) => tags[index] ?? []).filter((tag) => 'nodeId' in (session.nodes[tag.index] as object));
  const batch = createBatch(1024);
  const whole: number[] = [];
  let open: readonly Open[] = [];
  try {
    for (const part of chunk(wanted, session.limits.maxNodesPerHistoryRead)) {
      open = part.map((tag) => ({ tag, continuationPoint: null }));
      for (let empty = 0; open.length > 0 && empty < mostEmptyAnswers;) {
        if (isOver()) break;
        open = await readOnce(session, open, query, batch, take, whole);
        empty = batch.length === 0 ? empty + 1 : 0;
        if (batch.length > 0) await query.onSamples(batch);
        batch.length = 0;
      }
      if (open.length > 0 || isOver()) {
        await release(session, open);
        return refused('not-connected', `The link to ${deviceName} was lost while its history was read.`);
      }
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/BadHistoryOperationUnsupported|BadServiceUnsupported|BadNotSupported/.test(message)) {
      return refused('not-supported', `${deviceName} keeps no history of its own.`);
    }
    await release(session, open);
    return refused('not-connected', `History of ${deviceName} could not be read: ${message}`);
  }
  const answer: Backfilled = { whole };
  return whole.length > 0 || wanted.length === 0 ? ok(answer) : refused('not-supported', `${deviceName} keeps no history of these tags.`);
}

/** One question for all tags still open; gives back those with more to come. */
async function readOnce(live: LiveSession, open: readonly Open[], query: BackfillQuery, batch: SampleBatch, take: PastIntake, whole: number[]): Promise<readonly Open[]> {
  const { library, session } = live;
  const response = await session.historyRead(
    new library.HistoryReadRequest({
      historyReadDetails: new library.ReadRawModifiedDetails({
        isReadModified: false,
        startTime: new Date(query.fromMs),
        // Times of the service are whole milliseconds for us: the end is rounded up, so that nothing at it is left out.
        endTime: new Date(Math.ceil(query.toMs)),
        numValuesPerNode: valuesPerAnswer,
        returnBounds: false,
      }),
      releaseContinuationPoints: false,
      timestampsToReturn: library.TimestampsToReturn.Both,
      nodesToRead: open.map(({ tag, continuationPoint }) => nodeToRead(live, tag, continuationPoint)),
    }),
  );
  const next: Open[] = [];
  for (const [at, { tag }] of open.entries()) {
    const result = response.results?.[at];
    if (result === undefined || result.statusCode.isBad()) continue;
    const data = result.historyData;
    if (data instanceof library.HistoryData) for (const dataValue of data.dataValues ?? []) take(tag.index, dataValue, batch);
    const point = result.continuationPoint;
    if (point !== null && point !== undefined && point.length > 0) next.push({ tag, continuationPoint: point });
    else whole.push(tag.index);
  }
  return next;
}

/** Tells the server to forget where we were; it would keep a place for us until the session ends, and has few of them. */
async function release(live: LiveSession, open: readonly Open[]): Promise<void> {
  const held = open.filter(({ continuationPoint }) => continuationPoint !== null);
  if (held.length === 0) return;
  const { library, session } = live;
  await session
    .historyRead(
      new library.HistoryReadRequest({
        historyReadDetails: new library.ReadRawModifiedDetails({ isReadModified: false, numValuesPerNode: 0, returnBounds: false }),
        releaseContinuationPoints: true,
        timestampsToReturn: library.TimestampsToReturn.Both,
        nodesToRead: held.map(({ tag, continuationPoint }) => nodeToRead(live, tag, continuationPoint)),
      }),
    )
    .catch(() => null);
}

function nodeToRead(live: LiveSession, tag: DriverTag<OpcuaAddress>, continuationPoint: Buffer | null) {
  const node = live.nodes[tag.index] as ResolvedNode;
  return {
    nodeId: node.nodeId,
    ...(node.indexRange === null ? {} : { indexRange: node.indexRange as never }),
    ...(continuationPoint === null ? {} : { continuationPoint }),
  };
}
