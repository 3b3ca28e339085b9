import type { EventFilter } from 'node-opcua-client';
import type { OpcuaLibrary } from '../library.ts';

/**
 * Fields asked of every condition event, by their browse path (OPC 10000-9, 5.5 to 5.8; the names were checked against
 * the nodeset the library carries). `ConditionId` is the node of the condition itself, which has no path. A server
 * without a field answers it with null.
 */
export const eventFields = [
  'EventId',
  'EventType',
  'SourceNode',
  'SourceName',
  'Time',
  'ReceiveTime',
  'Message',
  'Severity',
  'ConditionId',
  'ConditionName',
  'BranchId',
  'Retain',
  'EnabledState.Id',
  'Quality',
  'Comment',
  'ClientUserId',
  'AckedState.Id',
  'AckedState.TransitionTime',
  'ConfirmedState.Id',
  'ActiveState.Id',
  'ActiveState.TransitionTime',
  'LatchedState.Id',
  'SuppressedState.Id',
  'OutOfServiceState.Id',
  'ShelvingState.CurrentState.Id',
  'SuppressedOrShelved',
  'InputNode',
  'LimitState.CurrentState',
] as const;
export type EventField = (typeof eventFields)[number];

/** Place of each field in what the server sends. */
export const fieldAt = Object.fromEntries(eventFields.map((name, at) => [name, at])) as Readonly<Record<EventField, number>>;

/**
 * The filter of the item that monitors events. With `isNarrow` only conditions pass, and what the server says about its
 * own queue; the events round a refresh pass any filter (OPC 10000-9, 4.5), and are named for servers that forgot.
 * Not every server can judge such a clause: without it all its events come, and those that are no conditions are left.
 */
export function eventFilterOf(library: OpcuaLibrary, isNarrow: boolean): EventFilter {
  const { ObjectTypeIds, AttributeIds, SimpleAttributeOperand, FilterOperator } = library;
  const selectClauses = eventFields.map((name) =>
    name === 'ConditionId'
      ? new SimpleAttributeOperand({ typeDefinitionId: library.makeNodeId(ObjectTypeIds.ConditionType), browsePath: [], attributeId: AttributeIds.NodeId })
      : new SimpleAttributeOperand({
          typeDefinitionId: library.makeNodeId(ObjectTypeIds.BaseEventType),
          browsePath: name.split('.').map((part) => ({ namespaceIndex: 0, name: part })),
          attributeId: AttributeIds.Value,
        }),
  );
  if (!isNarrow) return new library.EventFilter({ selectClauses });
  const { ConditionType, RefreshStartEventType, RefreshEndEventType, RefreshRequiredEventType, EventQueueOverflowEventType } = ObjectTypeIds;
  const types = [ConditionType, RefreshStartEventType, RefreshEndEventType, RefreshRequiredEventType, EventQueueOverflowEventType];
  const ofType = (type: number) =>
    new library.ContentFilterElement({
      filterOperator: FilterOperator.OfType,
      filterOperands: [new library.LiteralOperand({ value: { dataType: library.DataType.NodeId, value: library.makeNodeId(type) } })],
    });
  const either = (first: number, second: number) =>
    new library.ContentFilterElement({
      filterOperator: FilterOperator.Or,
      filterOperands: [new library.ElementOperand({ index: first }), new library.ElementOperand({ index: second })],
    });
  // A chain: each "or" stands before what it joins, as OPC 10000-4, 7.7.1 wants operands to come later in the list.
  const ors = types.length - 1;
  const elements = Array.from({ length: ors }, (_none, at) => either(ors + at, at + 1 < ors ? at + 1 : ors + types.length - 1));
  return new library.EventFilter({ selectClauses, whereClause: new library.ContentFilter({ elements: [...elements, ...types.map(ofType)] }) });
}
