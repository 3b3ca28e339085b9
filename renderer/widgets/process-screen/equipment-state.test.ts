import { describe, expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import { type EquipmentSignals, equipmentState, type Signal } from './equipment-state.ts';

const signal = (value: number, word = '', quality: number = Q.good): Signal => ({ value, quality, word });
const none: EquipmentSignals = {
  run: null,
  open: null,
  isOpenPercent: false,
  shut: null,
  faults: [],
  available: null,
  mode: null,
  local: null,
  command: null,
  pairRun: null,
  qualities: [],
};
const state = (signals: Partial<EquipmentSignals>) => equipmentState({ ...none, ...signals });

describe('state of equipment', () => {
  it('a running pump is running and says nothing', () => {
    expect(state({ run: signal(1, 'Running'), mode: signal(1, 'Auto') })).toEqual({
      state: 'running',
      words: '',
      badges: [],
      isStale: false,
    });
  });
  it('a stopped pump beside a running one is its standby', () => {
    expect(state({ run: signal(0), mode: signal(1, 'Auto'), pairRun: signal(1) })).toMatchObject({
      state: 'stopped',
      words: 'standby, auto',
    });
  });
  it('a standby in manual says so in words and with a badge', () => {
    expect(state({ run: signal(0), mode: signal(0, 'Manual'), pairRun: signal(1) })).toMatchObject({
      words: 'standby, manual',
      badges: ['M'],
    });
  });
  it('a commanded pump without feedback is starting', () => {
    expect(state({ run: signal(0), command: signal(1) })).toMatchObject({ state: 'moving', words: 'starting' });
  });
  it('a fault on a stopped machine is a trip, before command and availability', () => {
    expect(
      state({ run: signal(0), command: signal(1), available: signal(0, 'Not available'), faults: [signal(0), signal(1, 'Tripped')] }),
    ).toMatchObject({ state: 'tripped', words: 'tripped' });
  });
  it('a machine that is not available is out of service', () => {
    expect(state({ run: signal(0), available: signal(0, 'Not available') })).toMatchObject({
      state: 'out-of-service',
      words: 'not available',
    });
  });
  it.each([
    [Q.badNotConnected, 'no link'],
    [Q.badSensorFailure, 'state unknown'],
    [Q.badWaitingForInitialData, 'waiting'],
    [Q.badNoData, 'not recorded'],
  ])('status 0x%s is never shown as stopped', (quality, words) => {
    expect(state({ run: signal(0, '', quality) })).toMatchObject({ state: 'no-link', words });
    expect(state({ run: signal(1, '', quality) })).toMatchObject({ state: 'no-link', words });
  });
  it('a stale state stays but is marked as not confirmed', () => {
    expect(state({ run: signal(1, '', Q.uncertainLastUsable) })).toMatchObject({ state: 'running', isStale: true });
  });
  it('a fault signal that is bad trips nothing', () => {
    expect(state({ run: signal(0), faults: [signal(1, 'Tripped', Q.badNotConnected)] })).toMatchObject({ state: 'stopped' });
  });
  it('an on-off valve between its switches is moving', () => {
    expect(state({ open: signal(0), shut: signal(0) }).state).toBe('moving');
    expect(state({ open: signal(0), shut: signal(1) }).state).toBe('stopped');
    expect(state({ open: signal(1), shut: signal(0) }).state).toBe('running');
  });
  it('a control valve is shut below two per cent', () => {
    expect(state({ open: signal(1.9), isOpenPercent: true }).state).toBe('stopped');
    expect(state({ open: signal(2.1), isOpenPercent: true }).state).toBe('running');
  });
  it('a vessel without signals is plain until every one of its tags is lost', () => {
    expect(state({ qualities: [Q.badNotConnected, Q.good] }).state).toBe('plain');
    expect(state({ qualities: [Q.badNotConnected, Q.badSensorFailure] }).state).toBe('no-link');
  });
  it('forced feedback carries the badge F', () => {
    expect(state({ run: signal(1, '', Q.goodLocalOverride) }).badges).toEqual(['F']);
  });
});
