import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { ConditionAction } from '#shared/model/device-condition.ts';
import type { Log } from '../../../ports.ts';
import type { ConditionFault } from '../../driver.ts';
import type { LiveSession } from '../live-session.ts';
import type { ConditionBook, ConditionCalls } from './condition-book.ts';

/** What a person is told for the answers OPC 10000-9, 5.7.3, 5.7.4 and 5.8.5 name; the device's name goes before it. */
const reasons: Readonly<Record<string, string>> = {
  BadConditionBranchAlreadyAcked: 'already has it acknowledged',
  BadConditionBranchAlreadyConfirmed: 'already has it confirmed',
  BadConditionAlreadyEnabled: 'already has it enabled',
  BadEventIdUnknown: 'has a newer state of it: look at that first',
  BadConditionDisabled: 'has switched this condition off',
  BadConditionNotShelved: 'does not have it shelved',
  BadUserAccessDenied: 'does not let this console do that: give its user the right in the server',
  BadNotSupported: 'cannot do that with this condition',
  BadMethodInvalid: 'cannot do that with this condition',
  BadNodeIdUnknown: 'no longer has this condition',
  BadNodeIdInvalid: 'cannot do that with this condition',
  BadInvalidState: 'cannot do that in the state the condition is in',
};

/**
 * Acknowledges a condition at the server, earlier occurrences first, or confirms and resets it. Good when the server took
 * every call; what it makes of them comes as events. `comment` goes there as it is.
 */
export async function actOnCondition(
  live: LiveSession | null,
  book: ConditionBook | null,
  request: { readonly action: ConditionAction; readonly key: string; readonly comment: string },
  deviceName: string,
  log: Log,
): Promise<Result<null, ConditionFault>> {
  const { action, key, comment } = request;
  const deed = action === 'acknowledge' ? 'acknowledged' : 'reset';
  if (live === null || book === null) return refused('not-connected', `${deviceName} is not connected; the alarm is ${deed} there when the link is back.`, 'Try again when the link is up.');
  const calls = book.callsFor(key, action);
  if (calls === null) return refused('rejected-by-device', `${deviceName} no longer has this condition to report.`);
  const { library, session } = live;
  const requests = requestsFor(library, calls, action, comment);
  if (requests.length === 0) return refused('rejected-by-device', `${deviceName} ${action === 'acknowledge' ? 'already has it acknowledged' : 'has nothing to reset there'}.`);
  try {
    for (const request of requests) {
      const { statusCode } = await session.call(request);
      if (statusCode.isGood()) continue;
      return refused('rejected-by-device', `${deviceName} ${reasons[statusCode.name] ?? `refuses it (${statusCode.name})`}.`);
    }
    return ok(null);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/timeout|timed out/i.test(why)) return refused('timeout', `${deviceName} did not confirm in time that the alarm was ${deed}.`, 'Look at the alarm before trying again.');
    log.warn(deviceName, `An alarm was not ${deed} at ${deviceName}: ${why.split('\n')[0] ?? ''}`);
    return refused('not-connected', `The link to ${deviceName} was lost while the alarm was ${deed}.`, 'Look at the alarm before trying again.');
  }
}

function requestsFor(library: LiveSession['library'], calls: ConditionCalls, action: ConditionAction, comment: string) {
  const { DataType, MethodIds, makeNodeId } = library;
  const method = action === 'acknowledge' ? MethodIds.AcknowledgeableConditionType_Acknowledge : MethodIds.AcknowledgeableConditionType_Confirm;
  const requests = calls.eventIds.map((eventId) => ({
    objectId: calls.conditionId,
    methodId: makeNodeId(method),
    inputArguments: [
      { dataType: DataType.ByteString, value: eventId },
      { dataType: DataType.LocalizedText, value: new library.LocalizedText({ text: comment }) },
    ],
  }));
  if (action === 'reset' && calls.isLatched) requests.push({ objectId: calls.conditionId, methodId: makeNodeId(MethodIds.AlarmConditionType_Reset), inputArguments: [] });
  return requests;
}
