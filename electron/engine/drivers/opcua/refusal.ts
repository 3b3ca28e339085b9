import { Q, type Quality } from '#shared/model/quality.ts';
import { qualityOf } from './decode.ts';

const reasons: Readonly<Record<string, { readonly quality: Quality; readonly reason: string }>> = {
  BadNodeIdUnknown: { quality: Q.badNodeIdUnknown, reason: 'the server has no such node' },
  BadNodeIdInvalid: { quality: Q.badNodeIdUnknown, reason: 'the server says this is no valid node id' },
  BadAttributeIdInvalid: { quality: Q.badNodeIdUnknown, reason: 'the node has no value: it is an object, a folder or a method' },
  BadIndexRangeInvalid: { quality: Q.badOutOfRange, reason: 'the server takes no element of this node' },
  BadIndexRangeNoData: { quality: Q.badOutOfRange, reason: 'the array has no such element' },
  BadNotReadable: { quality: Q.badNotReadable, reason: 'the server does not let this node be read' },
  BadUserAccessDenied: { quality: Q.badNotReadable, reason: 'the server does not let this user read the node' },
  BadTooManyMonitoredItems: { quality: Q.badOutOfService, reason: 'the server monitors no more items: raise its limit or use fewer tags' },
};

/** Quality and reason for a tag whose item the server refused. */
export function refusalOf(status: { readonly value: number; readonly name: string }): { readonly quality: Quality; readonly reason: string } {
  return reasons[status.name] ?? { quality: qualityOf(status.value), reason: `the server refuses it (${status.name})` };
}
