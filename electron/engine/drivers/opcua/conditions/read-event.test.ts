import * as client from 'node-opcua-client';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { describe, expect, test } from 'vitest';
import type { OpcuaLibrary } from '../library.ts';
import { type EventField, eventFields, eventFilterOf } from './event-fields.ts';
import { type ConditionState, readEvent } from './read-event.ts';

const { DataType, Variant, makeNodeId, StatusCodes } = client;
const library: OpcuaLibrary = { ...client, OPCUACertificateManager };
const nowMs = 1_000_000;
const at = new Date(500_000);
const text = (value: string | null) => new Variant({ dataType: DataType.LocalizedText, value: new client.LocalizedText({ text: value }) });
const flag = (value: boolean) => new Variant({ dataType: DataType.Boolean, value });
const node = (value: number | string) => new Variant({ dataType: DataType.NodeId, value: typeof value === 'number' ? makeNodeId(value) : client.coerceNodeId(value) });
const time = (value: Date) => new Variant({ dataType: DataType.DateTime, value });
const plain: Partial<Record<EventField, client.Variant>> = {
  EventId: new Variant({ dataType: DataType.ByteString, value: Buffer.from([1, 2, 3]) }),
  EventType: node(client.ObjectTypeIds.ExclusiveLimitAlarmType),
  SourceNode: node('ns=2;s=Tank'),
  SourceName: new Variant({ dataType: DataType.String, value: 'Tank' }),
  Time: time(at),
  Message: text('Tank is high'),
  Severity: new Variant({ dataType: DataType.UInt16, value: 700 }),
  ConditionId: node('ns=2;s=Tank.High'),
  ConditionName: new Variant({ dataType: DataType.String, value: 'High' }),
  BranchId: node(0),
  Retain: flag(true),
  'EnabledState.Id': flag(true),
  'AckedState.Id': flag(false),
  'ActiveState.Id': flag(true),
  'ActiveState.TransitionTime': time(at),
};
const read = (more: Partial<Record<EventField, client.Variant>> = {}) => {
  const given = { ...plain, ...more };
  return readEvent(eventFields.map((name) => given[name] ?? new Variant()), nowMs);
};
const state = (more: Partial<Record<EventField, client.Variant>> = {}): ConditionState => {
  const event = read(more);
  if (event.kind !== 'condition') throw new Error(`a ${event.kind} event: ${JSON.stringify(event)}`);
  return event;
};

describe('An event of an OPC UA server', () => {
  test('is a condition with everything it says', () => {
    expect(state()).toMatchObject({ source: 'Tank', condition: 'High', message: 'Tank is high', severity: 700, timeMs: 500_000, turnedMs: 500_000, branch: '', isActive: true, isAcked: false, isConfirmed: null, isLatched: false, hiddenBy: null, quality: 0, user: null, comment: '' });
    expect(state().eventId).toEqual(Buffer.from([1, 2, 3]));
  });
  test('is asked for by a filter that asks for every field, and whose types are joined in one chain', () => {
    expect(eventFilterOf(library, false).whereClause.elements ?? []).toEqual([]);
    const { selectClauses, whereClause } = eventFilterOf(library, true);
    expect(selectClauses).toHaveLength(eventFields.length);
    const elements = whereClause.elements!;
    // Every "or" joins two elements behind it, and every type is reached.
    const reached = new Set<number>();
    elements.forEach(({ filterOperator, filterOperands }, index) => {
      if (filterOperator !== client.FilterOperator.Or) return;
      for (const operand of filterOperands as client.ElementOperand[]) {
        expect(operand.index).toBeGreaterThan(index);
        reached.add(operand.index);
      }
    });
    expect([...reached].toSorted((a, b) => a - b)).toEqual(elements.map((_element, index) => index).slice(1));
  });
  test.each([
    [client.ObjectTypeIds.RefreshStartEventType, 'refresh-start'],
    [client.ObjectTypeIds.RefreshEndEventType, 'refresh-end'],
    [client.ObjectTypeIds.RefreshRequiredEventType, 'refresh-required'],
    [client.ObjectTypeIds.EventQueueOverflowEventType, 'overflow'],
  ])('of type %i is a %s', (type, kind) => {
    expect(read({ EventType: node(type), ConditionId: new Variant() }).kind).toBe(kind);
  });
  test('that is no condition is left alone', () => {
    expect(read({ ConditionId: new Variant() }).kind).toBe('other');
    expect(read({ ConditionId: node(0) }).kind).toBe('other');
  });
  test('without a time has the time of its receipt, else ours; OPC UA’s zero is no time', () => {
    const zero = time(new Date(Date.UTC(1601, 0, 1)));
    expect(state({ Time: zero, ReceiveTime: time(new Date(600_000)) }).timeMs).toBe(600_000);
    expect(state({ Time: new Variant(), 'ActiveState.TransitionTime': zero })).toMatchObject({ timeMs: nowMs, turnedMs: null });
  });
  test('of a disabled condition says only that: its status codes in place of values count as absent', () => {
    const disabled = new Variant({ dataType: DataType.StatusCode, value: StatusCodes.BadConditionDisabled });
    const given = { 'EnabledState.Id': flag(false), Retain: disabled, 'ActiveState.Id': disabled, 'AckedState.Id': disabled, Message: disabled, Severity: disabled, Quality: disabled };
    expect(state(given)).toMatchObject({ hiddenBy: 'disabled', isEnabled: false, isActive: false, isAcked: true, isRetained: false, message: '', severity: 1 });
  });
  test('of a plain condition without ActiveState is active while it is retained', () => {
    expect(state({ 'ActiveState.Id': new Variant(), 'AckedState.Id': new Variant() })).toMatchObject({ isActive: true, isAcked: true });
    expect(state({ 'ActiveState.Id': new Variant(), Retain: flag(false) }).isActive).toBe(false);
  });
  test.each([
    [{ 'SuppressedState.Id': flag(true) }, 'suppressed'],
    [{ 'OutOfServiceState.Id': flag(true), 'SuppressedState.Id': flag(true) }, 'out-of-service'],
    [{ 'ShelvingState.CurrentState.Id': node(2932) }, 'shelved'],
    [{ 'ShelvingState.CurrentState.Id': node(2933) }, 'shelved'],
    [{ 'ShelvingState.CurrentState.Id': node(2930), SuppressedOrShelved: flag(true) }, null],
    [{ SuppressedOrShelved: flag(true) }, 'suppressed'],
    // Both states are there and say no: their sum does not hide an alarm on its own.
    [{ 'SuppressedState.Id': flag(false), 'ShelvingState.CurrentState.Id': node(0), SuppressedOrShelved: flag(true) }, null],
  ] as const)('with %j is hidden by %s', (given, hiddenBy) => {
    expect(state(given).hiddenBy).toBe(hiddenBy);
  });
  test('of a hostile server stays within bounds: texts are cut, controls taken out, severities clamped, long ids refused', () => {
    const long = state({ Message: text('x'.repeat(1_000_000)), SourceName: new Variant({ dataType: DataType.String, value: 'a\u0000b\nc'.repeat(1000) }), Severity: new Variant({ dataType: DataType.UInt16, value: 65_535 }), Comment: text('y'.repeat(9999)) });
    expect([long.message.length, long.comment.length, long.severity]).toEqual([300, 500, 1000]);
    expect(long.source.length).toBeLessThanOrEqual(300);
    expect(long.source).toMatch(/^[abc ]+$/);
    expect(read({ EventId: new Variant({ dataType: DataType.ByteString, value: Buffer.alloc(1025) }) })).toEqual({ kind: 'malformed', why: 'the event id of “High” has 1025 bytes' });
    expect(read({ EventId: new Variant() })).toMatchObject({ kind: 'malformed' });
    expect(read({ ConditionId: node(`ns=2;s=${'k'.repeat(2000)}`) })).toMatchObject({ kind: 'malformed' });
    expect(readEvent([], nowMs)).toMatchObject({ kind: 'malformed' });
    expect(state({ Severity: text('high'), Message: node(5), Retain: text('yes'), Time: flag(true) })).toMatchObject({ severity: 1, message: '', isRetained: false, timeMs: nowMs });
  });
  test('carries the quality of what it is judged on, without its info bits', () => {
    expect(state({ Quality: new Variant({ dataType: DataType.StatusCode, value: client.StatusCodes.BadSensorFailure }) }).quality).toBe(client.StatusCodes.BadSensorFailure.value);
  });
});
