import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { Log } from '../../ports.ts';
import type { DriverTag, WriteFault } from '../driver.ts';
import type { OpcuaAddress } from './address.ts';
import { encodeValue } from './encode.ts';
import { holdSocket } from './held-socket.ts';
import type { LiveSession } from './live-session.ts';

const isTimeout = (error: unknown): boolean => /timeout|timed out/i.test(error instanceof Error ? error.message : String(error));

/** Writes values, converted to the data type of their node, which is asked for once per node and session. */
export function createWriter(log: Log) {
  let knownFor: LiveSession['session'] | null = null;
  const dataTypes = new Map<string, number>();

  const dataTypeOf = async (live: LiveSession, nodeId: string): Promise<number | null> => {
    if (knownFor !== live.session) dataTypes.clear();
    knownFor = live.session;
    const known = dataTypes.get(nodeId);
    if (known !== undefined) return known;
    const { library, session } = live;
    const answer = await session.read({ nodeId, attributeId: library.AttributeIds.DataType });
    const typeId: unknown = answer.value?.value;
    if (answer.statusCode.isNotGood() || typeId === null || typeId === undefined) return null;
    // Walks up from an enumeration or a derived type to the built-in type that is sent.
    const dataType = await session.getBuiltInDataType(library.coerceNodeId(nodeId));
    dataTypes.set(nodeId, dataType);
    return dataType;
  };

  return async (live: LiveSession | null, tag: DriverTag<OpcuaAddress>, value: number | string, { deviceName, isLate }: { readonly deviceName: string; readonly isLate: () => boolean }): Promise<Result<null, WriteFault>> => {
    if (!tag.writable) return refused('not-writable', `${tag.id} is not writable.`, 'Set writable in its tag definition if it should be.');
    if (live === null) return refused('not-connected', `${deviceName} is not connected; ${tag.id} was not written.`, 'Try again when the link is up.');
    const node = live.nodes[tag.index];
    if (node === undefined || 'problem' in node) {
      return refused('rejected-by-device', `${tag.id} was not written: ${node === undefined ? 'it has no node' : node.problem}.`);
    }
    const { library, session } = live;
    let reset: (() => void) | null = null;
    try {
      const dataType = await dataTypeOf(live, node.nodeId.toString());
      if (dataType === null) return refused('rejected-by-device', `${tag.id} was not written: ${deviceName} has no such node.`);
      const encoded = encodeValue(dataType, value, tag.id);
      if (!encoded.ok) return encoded;
      if (isLate()) return refused('not-connected', `${deviceName} was not reached in time; ${tag.id} was not written.`, 'Try again when the link is up.');
      reset = holdSocket(live.client);
      const isElement = node.indexRange !== null;
      const status = await session.write({
        nodeId: node.nodeId,
        attributeId: library.AttributeIds.Value,
        ...(isElement ? { indexRange: node.indexRange as never } : {}),
        value: {
          value: isElement
            ? { dataType: encoded.value.dataType, arrayType: library.VariantArrayType.Array, value: [encoded.value.value] }
            : { dataType: encoded.value.dataType, arrayType: library.VariantArrayType.Scalar, value: encoded.value.value },
        },
      });
      if (status.isGood()) return ok(null);
      if (/BadNotWritable|BadUserAccessDenied/.test(status.name)) {
        return refused('not-writable', `${deviceName} does not let ${tag.id} be written (${status.name}).`, 'Give the user of this device the right to write, in the server.');
      }
      if (status.name === 'BadOutOfRange') return refused('out-of-range', `${deviceName} refused ${value} for ${tag.id}: it is out of range.`);
      return refused('rejected-by-device', `${deviceName} refused to write ${tag.id} (${status.name}).`);
    } catch (error) {
      // What was handed over may have gone out, and what has not must not go out later: nobody looks for it then.
      reset?.();
      if (reset !== null && isTimeout(error)) return refused('timeout', `${deviceName} did not confirm in time that ${tag.id} was written.`, 'Look at the value before writing again.');
      log.warn(tag.id, `Writing ${tag.id} to ${deviceName} failed: ${error instanceof Error ? error.message : String(error)}`);
      if (reset !== null) return refused('timeout', `The link to ${deviceName} was lost while ${tag.id} was written; it may or may not have taken it.`, 'Look at the value before writing again.');
      return refused('not-connected', `The link to ${deviceName} was lost; ${tag.id} was not written.`, 'Try again when the link is up.');
    }
  };
}
