import { describe, expect, test } from 'vitest';
import { DeviceDefinition, LinkHealth } from '#shared/model/device.ts';
import { createVirtualClock } from '../testing/virtual-ports.ts';
import { createHealthBook } from './health.ts';

function bench() {
  const clock = createVirtualClock();
  const reports: LinkHealth[] = [];
  const device = DeviceDefinition.parse({ id: 'PLC-1', name: 'PLC-1', driver: 'modbus' });
  const book = createHealthBook({ device, clock, onHealth: (health) => reports.push(LinkHealth.parse(health)) }, 'Modbus TCP plc:502');
  return { clock, reports, book };
}

describe('health of a link', () => {
  test('a change of state is told at once, the same state again is not', () => {
    const { reports, book } = bench();
    book.set('connecting', null);
    book.set('down', 'No answer.', 1234);
    book.set('down', 'No answer.', 1234);
    expect(reports.map((report) => [report.state, report.problem, report.nextAttemptMs])).toEqual([
      ['connecting', null, null],
      ['down', 'No answer.', 1234],
    ]);
  });

  test('counters are told once a second however fast they run, and the last count is not lost', () => {
    const { clock, reports, book } = bench();
    for (let request = 0; request < 5000; request++) {
      book.requested();
      book.answered(2);
      clock.advance(1);
    }
    expect(reports.length).toBe(5);
    clock.advance(1000);
    expect(reports.at(-1)!.requests).toBe(5000);
    clock.advance(60_000);
    expect(reports.length).toBe(5);
    expect(clock.pending).toBe(0);
  });

  test('the round trip is the median of the last 32: one slow answer does not move it, old ones are forgotten', () => {
    const { book } = bench();
    expect(book.roundTripMs()).toBeNull();
    book.answered(4);
    book.answered(8);
    expect(book.roundTripMs()).toBe(6);
    for (let trip = 0; trip < 31; trip++) book.answered(2);
    book.answered(900);
    expect(book.roundTripMs()).toBe(2);
    for (let trip = 0; trip < 100; trip++) book.answered(50);
    expect(book.roundTripMs()).toBe(50);
    book.answered(Number.NaN);
    expect(book.roundTripMs()).toBe(50);
  });

  test('at most 50 refused addresses are named, and the full count is told', () => {
    const { book } = bench();
    for (let tag = 0; tag < 80; tag++) book.refuse(`T${tag}`, 'no such address');
    expect(book.snapshot().refusedTags).toHaveLength(50);
    expect(book.snapshot().details['refused addresses']).toBe('80');
    for (let tag = 0; tag < 79; tag++) book.accept(`T${tag}`);
    expect(book.snapshot().refusedTags).toEqual([{ tag: 'T79', reason: 'no such address' }]);
    expect(book.snapshot().details['refused addresses']).toBeUndefined();
  });

  test('the last good time is the time of the last answer, and failures leave it alone', () => {
    const { clock, book } = bench();
    expect(book.snapshot().lastGoodMs).toBeNull();
    clock.advance(10);
    book.answered(1);
    const good = clock.nowMs();
    clock.advance(5000);
    book.failed();
    expect(book.snapshot()).toMatchObject({ lastGoodMs: good, errors: 1 });
  });

  test('the clock of the device is told by the measurement that was least uncertain, of the last sixteen', () => {
    const { book } = bench();
    expect(book.snapshot().clock).toBeUndefined();
    book.clock(40, 30);
    book.clock(12, 2);
    book.clock(25, 20);
    expect(book.snapshot().clock).toEqual({ aheadMs: 12, errorMs: 2 });
    for (let more = 0; more < 16; more++) book.clock(-900, 20);
    expect(book.snapshot().clock).toEqual({ aheadMs: -900, errorMs: 20 });
  });

  test('after dispose nothing is told and no timer is left', () => {
    const { clock, reports, book } = bench();
    book.requested();
    book.dispose();
    book.set('down', 'x');
    book.requested();
    clock.advance(5000);
    expect(reports).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
