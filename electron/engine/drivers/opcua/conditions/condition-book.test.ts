import { coerceNodeId } from 'node-opcua-client';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ConditionReport, DeviceCondition } from '#shared/model/device-condition.ts';
import { createConditionBook, type ConditionBook } from './condition-book.ts';
import type { ConditionState } from './read-event.ts';

const plain: ConditionState = {
  kind: 'condition',
  conditionId: coerceNodeId('ns=2;s=Tank.High'),
  branch: '',
  eventId: Buffer.from([1]),
  source: 'Tank',
  condition: 'High',
  inputNode: 'ns=2;s=Level',
  sourceNode: 'ns=2;s=Tank',
  message: 'Tank is high',
  severity: 500,
  timeMs: 100,
  turnedMs: 100,
  ackedMs: null,
  isRetained: true,
  isEnabled: true,
  isActive: true,
  isAcked: false,
  isConfirmed: null,
  isLatched: false,
  hiddenBy: null,
  quality: 0,
  user: null,
  comment: '',
};
const over = { isRetained: false, isActive: false, isAcked: true, message: 'Tank is normal again' } as const;
const named = (name: string, more: Partial<ConditionState> = {}): ConditionState => ({ ...plain, conditionId: coerceNodeId(`ns=2;s=${name}`), condition: name, ...more });

let reports: ConditionReport[];
let book: ConditionBook;
beforeEach(() => {
  reports = [];
  book = createConditionBook({ most: 3, keyOf: (node) => node.toString(), tagOf: (node) => (node === 'ns=2;s=Level' ? 'T.LEVEL' : null), report: (report) => void reports.push(report) });
});
const last = (): DeviceCondition => {
  const report = reports.at(-1);
  if (report?.kind !== 'changed') throw new Error(`the last report is ${JSON.stringify(report)}`);
  return report.condition;
};
const whole = (): readonly string[] => {
  const report = reports.at(-1);
  return report?.kind === 'whole' ? report.conditions.map(({ condition, isActive, isAcked }) => `${condition}${isActive ? ' active' : ''}${isAcked ? ' acked' : ''}`) : [];
};

describe('The book of a server’s conditions', () => {
  test('stands a condition at the tag whose node it judges', () => {
    book.take(plain);
    expect(last()).toMatchObject({ key: 'ns=2;s=Tank.High', tag: 'T.LEVEL', isActive: true, isAcked: false });
    book.take(named('Other', { inputNode: '' }));
    expect(last().tag).toBeNull();
  });

  test('forgets a condition that is over, and says that it is', () => {
    book.take(plain);
    book.take({ ...plain, ...over });
    expect(last()).toMatchObject({ isActive: false, isAcked: true });
    expect(book.size).toBe(0);
  });

  test('does not clear an active alarm because the server stops retaining it', () => {
    book.take(plain);
    book.take({ ...plain, isAcked: true, isRetained: false });
    expect(last()).toMatchObject({ isActive: true, isAcked: true });
    expect(book.size).toBe(1);
  });

  test('is unacknowledged as long as one earlier occurrence is, and acknowledges the oldest first', () => {
    book.take(plain);
    book.take({ ...plain, branch: 'b1', eventId: Buffer.from([2]) });
    book.take({ ...plain, ...over, isRetained: true, eventId: Buffer.from([3]) });
    expect(last()).toMatchObject({ isActive: false, isAcked: false, message: 'Tank is high' });
    expect(book.callsFor('ns=2;s=Tank.High', 'acknowledge')).toMatchObject({ eventIds: [Buffer.from([2])] });
    book.take({ ...plain, eventId: Buffer.from([4]), timeMs: 200 });
    expect(last()).toMatchObject({ isActive: true, isAcked: false });
    expect(book.callsFor('ns=2;s=Tank.High', 'acknowledge')!.eventIds).toEqual([Buffer.from([2]), Buffer.from([4])]);
    book.take({ ...plain, branch: 'b1', isAcked: true, isRetained: false });
    expect(book.callsFor('ns=2;s=Tank.High', 'acknowledge')!.eventIds).toEqual([Buffer.from([4])]);
  });

  test('latches while anything wants a confirmation, and confirms what is acknowledged', () => {
    book.take({ ...plain, isConfirmed: true });
    expect(last().isLatching).toBe(true);
    book.take({ ...plain, isActive: false, isAcked: true, isConfirmed: false, eventId: Buffer.from([5]) });
    expect(last()).toMatchObject({ isAcked: true, isLatching: true });
    expect(book.callsFor('ns=2;s=Tank.High', 'reset')).toMatchObject({ eventIds: [Buffer.from([5])], isLatched: false });
    book.take({ ...plain, ...over, isConfirmed: true });
    expect(last().isLatching).toBe(false);
  });

  test('of a disabled condition keeps the words it had', () => {
    book.take(plain);
    book.take({ ...plain, ...over, message: '', severity: 1, inputNode: '', isEnabled: false, hiddenBy: 'disabled' });
    expect(last()).toMatchObject({ hiddenBy: 'disabled', message: 'Tank is high', severity: 500, tag: 'T.LEVEL', isActive: false });
  });
});

describe('A refresh', () => {
  test('holds reports back until its end and then gives the whole: what was not named is over', () => {
    book.take(plain);
    book.take(named('Low'));
    reports.length = 0;
    book.refreshing();
    book.take(named('Low', { isAcked: true }));
    book.take(named('New'));
    expect(reports).toEqual([]);
    book.refreshed(900);
    expect(reports).toHaveLength(1);
    expect(whole()).toEqual(['Low active acked', 'New active']);
  });

  test('forgets branches that were not named, and a condition of which only a branch was', () => {
    book.take(plain);
    book.take({ ...plain, branch: 'b1' });
    book.take({ ...plain, branch: 'b2' });
    book.refreshing();
    book.take({ ...plain, branch: 'b2', eventId: Buffer.from([9]) });
    book.refreshed(900);
    expect(whole()).toEqual(['High']);
    expect(book.callsFor('ns=2;s=Tank.High', 'acknowledge')!.eventIds).toEqual([Buffer.from([9])]);
  });

  test('with news in between takes the news', () => {
    book.refreshing();
    book.take(plain);
    book.take({ ...plain, ...over });
    book.refreshed(900);
    expect(whole()).toEqual([]);
    expect(book.size).toBe(0);
  });

  test('whose end is long in coming is reported as far as it got, and still ends', () => {
    book.take(named('Low'));
    book.refreshing();
    book.take(plain);
    reports.length = 0;
    book.release();
    expect(last().condition).toBe('High');
    book.take({ ...plain, isAcked: true });
    expect(last().isAcked).toBe(true);
    book.refreshed(900);
    expect(whole()).toEqual(['High active acked']);
  });

  test('cut off by a lost link drops nothing', () => {
    book.take(named('Low'));
    book.refreshing();
    book.take(plain);
    book.abandon();
    book.refreshed(900);
    expect(reports.every(({ kind }) => kind === 'changed')).toBe(true);
    expect(book.size).toBe(2);
  });

  test('of more conditions than are kept counts the others instead of dropping known ones', () => {
    book.refreshing();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'd']) book.take(named(name));
    book.refreshed(900);
    expect(whole()).toEqual(['a active', 'b active', 'c active']);
    expect(book.leftOut).toBe(2);
  });
});
