import fc from 'fast-check';
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
  limit: '',
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

/** A server that keeps branches: what it knows of each condition, and what it would tell about it. */
type Model = { isActive: boolean; isAcked: boolean; readonly branches: Map<string, boolean> };

describe('Whatever events were lost', () => {
  const names = ['a', 'b', 'c'] as const;
  const step = fc.record({ name: fc.constantFrom(...names), what: fc.constantFrom('raise', 'clear', 'clear into a branch', 'acknowledge', 'acknowledge a branch', 'refresh', 'cut a refresh short'), isHeard: fc.boolean() });

  test('a refresh leaves the book as the server has it, and every report between is about what the server said', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), (steps) => {
        const server = new Map<string, Model>(names.map((name) => [name, { isActive: false, isAcked: true, branches: new Map() }]));
        const found = new Map<string, DeviceCondition>();
        const mirror = createConditionBook({
          most: 10,
          keyOf: (node) => node.toString(),
          tagOf: () => null,
          report(report) {
            if (report.kind === 'whole') found.clear();
            for (const one of report.kind === 'whole' ? report.conditions : report.kind === 'changed' ? [report.condition] : []) found.set(one.condition, one);
          },
        });
        let branchCount = 0;
        const trunk = (name: string, { isActive, isAcked }: Model) => named(name, { isActive, isAcked, isRetained: isActive || !isAcked });
        const branch = (name: string, id: string, isAcked: boolean) => named(name, { branch: id, isAcked, isRetained: !isAcked });
        const refresh = (isWhole: boolean): void => {
          mirror.refreshing();
          for (const [name, model] of server) {
            if (!isWhole && name === 'b') return mirror.abandon();
            if (model.isActive || !model.isAcked) mirror.take(trunk(name, model));
            for (const [id, isAcked] of model.branches) mirror.take(branch(name, id, isAcked));
          }
          mirror.refreshed(1);
        };
        const act = ({ name, what, isHeard }: { name: string; what: string; isHeard: boolean }): void => {
          const model = server.get(name)!;
          const tell = (...states: ConditionState[]): void => void (isHeard && states.forEach((state) => mirror.take(state)));
          if (what === 'raise') Object.assign(model, { isActive: true, isAcked: false });
          else if (what === 'clear') model.isActive = false;
          else if (what === 'acknowledge') model.isAcked = true;
          else if (what === 'clear into a branch' && model.isActive && !model.isAcked) {
            const id = `b${++branchCount}`;
            model.branches.set(id, false);
            tell(branch(name, id, false));
            Object.assign(model, { isActive: false, isAcked: true });
          } else if (what === 'acknowledge a branch') {
            const [id] = model.branches.keys();
            if (id === undefined) return;
            model.branches.delete(id);
            return tell(branch(name, id, true));
          } else return what === 'refresh' ? refresh(true) : what === 'cut a refresh short' ? refresh(false) : undefined;
          tell(trunk(name, model));
        };
        for (const one of steps) act(one);
        refresh(true);
        for (const [name, model] of server) {
          const isAcked = model.isAcked && model.branches.size === 0;
          expect([name, found.get(name)?.isActive ?? false, found.get(name)?.isAcked ?? true]).toEqual([name, model.isActive, isAcked]);
        }
        expect(mirror.size).toBe([...server.values()].filter((model) => model.isActive || !model.isAcked || model.branches.size > 0).length);
      }),
      { numRuns: 1000 },
    );
  });
});
