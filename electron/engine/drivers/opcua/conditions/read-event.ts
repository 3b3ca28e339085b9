import type { NodeId, Variant } from 'node-opcua-client';
import type { DeviceHiding } from '#shared/model/device-condition.ts';
import { Q } from '#shared/model/quality.ts';
import { builtIn, qualityOf } from '../decode.ts';
import { type EventField, eventFields, fieldAt } from './event-fields.ts';

/** One state of one branch of a condition, as an event tells it. */
export type ConditionState = {
  readonly kind: 'condition';
  readonly conditionId: NodeId;
  /** Node of the branch as text; empty for the condition itself. */
  readonly branch: string;
  /** What an acknowledgement of this state names. */
  readonly eventId: Buffer;
  readonly source: string;
  readonly condition: string;
  /** Nodes as text, empty where there are none: what is judged, and what it stands at. */
  readonly inputNode: string;
  readonly sourceNode: string;
  readonly message: string;
  readonly limit: string;
  readonly severity: number;
  readonly timeMs: number;
  readonly turnedMs: number | null;
  readonly ackedMs: number | null;
  readonly isRetained: boolean;
  readonly isEnabled: boolean;
  readonly isActive: boolean;
  readonly isAcked: boolean;
  /** Null where the condition wants no confirmation. */
  readonly isConfirmed: boolean | null;
  readonly isLatched: boolean;
  readonly hiddenBy: DeviceHiding | null;
  readonly quality: number;
  readonly user: string | null;
  readonly comment: string;
};

/** What an event of the server says; `malformed` with a sentence where it claims to be a condition and cannot be one. */
export type ServerEvent =
  | ConditionState
  | { readonly kind: 'refresh-start' | 'refresh-end' | 'refresh-required' | 'overflow' | 'other' }
  | { readonly kind: 'malformed'; readonly why: string };

/** Longest of each text that is kept; more is cut. An event id is no text and cannot be cut: a longer one is refused. */
const most = { message: 300, source: 300, condition: 300, limit: 60, user: 120, comment: 500, eventId: 1024, node: 1000 } as const;
/** Types of OPC 10000-9, 5.11 and OPC 10000-5, 6.4.35 (numbers of OPC 10000-6, Annex A, checked in a test). */
const bracketTypes: Readonly<Record<string, 'refresh-start' | 'refresh-end' | 'refresh-required' | 'overflow'>> = {
  'ns=0;i=2787': 'refresh-start',
  'ns=0;i=2788': 'refresh-end',
  'ns=0;i=2789': 'refresh-required',
  'ns=0;i=3035': 'overflow',
};
/** The state Unshelved of ShelvedStateMachineType. */
const unshelved = 'ns=0;i=2930';
/** Control characters would break a line of the journal or of a log. */
const controls = /\p{Cc}+/gu;

const cut = (text: string, length: number): string => text.slice(0, length * 2).replace(controls, ' ').trim().slice(0, length);

/**
 * Reads the fields of one event, in the order of `eventFields`. A field the server does not have (null, or a status
 * code in its place, as of a disabled condition) counts as absent. A condition without ActiveState is active while it is
 * retained; one without AckedState needs no acknowledgement.
 */
export function readEvent(fields: readonly Variant[], nowMs: number): ServerEvent {
  if (fields.length < eventFields.length) return { kind: 'malformed', why: `it has ${fields.length} fields instead of ${eventFields.length}` };
  const valueOf = (name: EventField, dataType: number): unknown => {
    const variant = fields[fieldAt[name]];
    return variant !== undefined && variant.dataType === dataType && variant.arrayType === 0 ? variant.value : undefined;
  };
  const flag = (name: EventField): boolean | undefined => {
    const value = valueOf(name, builtIn.boolean);
    return typeof value === 'boolean' ? value : undefined;
  };
  const text = (name: EventField, length: number): string => {
    const localized = valueOf(name, builtIn.localizedText);
    const value = localized === undefined || localized === null ? valueOf(name, builtIn.string) : (localized as { text?: unknown }).text;
    return typeof value === 'string' ? cut(value, length) : '';
  };
  const node = (name: EventField): NodeId | null => {
    const value = valueOf(name, builtIn.nodeId) as NodeId | null | undefined;
    return value === undefined || value === null || value.isEmpty() ? null : value;
  };
  const nodeText = (name: EventField): string => node(name)?.toString().slice(0, most.node) ?? '';
  const time = (name: EventField): number | null => {
    const value = valueOf(name, builtIn.dateTime);
    const ms = value instanceof Date ? value.getTime() : Number.NaN;
    // The zero of OPC UA's time lies in 1601: "not known".
    return ms > 0 ? ms : null;
  };

  const bracket = bracketTypes[nodeText('EventType')];
  if (bracket !== undefined) return { kind: bracket };
  const conditionId = node('ConditionId');
  if (conditionId === null) return { kind: 'other' };
  const condition = text('ConditionName', most.condition);
  const eventId = valueOf('EventId', builtIn.byteString);
  if (!(eventId instanceof Uint8Array) || eventId.length === 0) return { kind: 'malformed', why: `“${condition}” has no event id` };
  if (eventId.length > most.eventId) return { kind: 'malformed', why: `the event id of “${condition}” has ${eventId.length} bytes` };
  if (conditionId.toString().length > most.node) return { kind: 'malformed', why: `the node id of “${condition}” is too long` };
  const severity = valueOf('Severity', builtIn.uint16);
  const isRetained = flag('Retain') ?? false;
  const isActive = flag('ActiveState.Id') ?? isRetained;
  const quality = valueOf('Quality', builtIn.statusCode) as { value: number } | undefined | null;
  const user = text('ClientUserId', most.user);
  const source = text('SourceName', most.source);
  const isEnabled = flag('EnabledState.Id') ?? true;
  return {
    kind: 'condition',
    conditionId,
    branch: nodeText('BranchId'),
    eventId: Buffer.from(eventId),
    source: source === '' ? 'Unnamed source' : source,
    condition: condition === '' ? 'Condition' : condition,
    inputNode: nodeText('InputNode'),
    sourceNode: nodeText('SourceNode'),
    message: text('Message', most.message),
    limit: text('LimitState.CurrentState', most.limit),
    severity: typeof severity === 'number' ? Math.min(1000, Math.max(1, severity)) : 1,
    timeMs: time('Time') ?? time('ReceiveTime') ?? nowMs,
    turnedMs: time('ActiveState.TransitionTime'),
    ackedMs: time('AckedState.TransitionTime'),
    isRetained,
    isEnabled,
    isActive: isActive && isEnabled,
    isAcked: flag('AckedState.Id') ?? true,
    isConfirmed: flag('ConfirmedState.Id') ?? null,
    isLatched: flag('LatchedState.Id') ?? false,
    hiddenBy: hidingOf(isEnabled, flag, nodeText('ShelvingState.CurrentState.Id')),
    quality: quality === undefined || quality === null ? Q.good : qualityOf(quality.value),
    user: user === '' ? null : user,
    comment: text('Comment', most.comment),
  };
}

/**
 * What hides it, the strongest first. `SuppressedOrShelved` counts only where the server has neither of the two states:
 * beside them it is their sum, and a server whose sum is wrong (node-opcua before its shelving is set up) hides nothing.
 */
function hidingOf(isEnabled: boolean, flag: (name: EventField) => boolean | undefined, shelving: string): DeviceHiding | null {
  if (!isEnabled) return 'disabled';
  if (flag('OutOfServiceState.Id') === true) return 'out-of-service';
  const isSuppressed = flag('SuppressedState.Id');
  if (isSuppressed === true) return 'suppressed';
  if (shelving !== '') return shelving === unshelved ? null : 'shelved';
  return isSuppressed === undefined && flag('SuppressedOrShelved') === true ? 'suppressed' : null;
}
