import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { DriverTag } from '../driver.ts';
import type { OpcuaAddress } from './address.ts';
import type { LiveSession } from './live-session.ts';
import { chunk, type ResolvedNode } from './nodes.ts';
import type { DataValue } from 'node-opcua-client';

const valuesPerAnswer = 10_000;

/**
 * Reads the raw history of tags from the server's own archive (HistoryRead raw, OPC 10000-11, 6.5.3) and gives every
 * value to `value`, oldest first within a tag; `flush` follows each answer. Tags without history are left out; when no
 * tag has any, the answer is `not-supported`.
 */
export async function readHistory(
  live: LiveSession | null,
  tags: readonly DriverTag<OpcuaAddress>[],
  range: { readonly fromMs: number; readonly toMs: number },
  deviceName: string,
  take: { value(tag: number, dataValue: DataValue): void; flush(): void },
): Promise<Result<null, 'not-connected' | 'not-supported'>> {
  if (live === null) return refused('not-connected', `${deviceName} is not connected.`, 'Try again when the link is up.');
  const { library, session, limits } = live;
  const wanted = tags.filter((tag) => 'nodeId' in (live.nodes[tag.index] as object));
  const details = new library.ReadRawModifiedDetails({
    isReadModified: false,
    startTime: new Date(range.fromMs),
    endTime: new Date(range.toMs),
    numValuesPerNode: valuesPerAnswer,
    returnBounds: false,
  });
  let answered = 0;
  try {
    for (const part of chunk(wanted, limits.maxNodesPerHistoryRead)) {
      let open = part.map((tag) => ({ tag, continuationPoint: null as Buffer | null }));
      while (open.length > 0) {
        const response = await session.historyRead(
          new library.HistoryReadRequest({
            historyReadDetails: details,
            releaseContinuationPoints: false,
            timestampsToReturn: library.TimestampsToReturn.Both,
            nodesToRead: open.map(({ tag, continuationPoint }) => {
              const node = live.nodes[tag.index] as ResolvedNode;
              return {
                nodeId: node.nodeId,
                ...(node.indexRange === null ? {} : { indexRange: node.indexRange as never }),
                ...(continuationPoint === null ? {} : { continuationPoint }),
              };
            }),
          }),
        );
        const next: typeof open = [];
        open.forEach(({ tag }, at) => {
          const result = response.results?.[at];
          if (result === undefined || result.statusCode.isBad()) return;
          answered += 1;
          const data = result.historyData;
          if (data instanceof library.HistoryData) {
            for (const dataValue of data.dataValues ?? []) take.value(tag.index, dataValue);
          }
          const point = result.continuationPoint;
          if (point !== null && point !== undefined && point.length > 0) next.push({ tag, continuationPoint: point });
        });
        take.flush();
        open = next;
      }
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/BadHistoryOperationUnsupported|BadServiceUnsupported|BadNotSupported/.test(message)) {
      return refused('not-supported', `${deviceName} keeps no history of its own.`);
    }
    return refused('not-connected', `The link to ${deviceName} was lost while its history was read.`);
  }
  return answered > 0 || wanted.length === 0 ? ok(null) : refused('not-supported', `${deviceName} keeps no history of these tags.`);
}
