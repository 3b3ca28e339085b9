import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../testing/virtual-ports.ts';
import { askMs, type Console, createLeases, goneMs } from './leases.ts';
import { createSelections, type Selection, selectionMs } from './selections.ts';

const areas = [{ area: 'U1', name: 'Unit 1' }, { area: 'U2', name: 'Unit 2' }];
const console1: Console = { id: 'c1', user: 'Anna', place: 'CR-1' };
const console2: Console = { id: 'c2', user: 'Ben', place: 'CR-2' };

function setUp() {
  const clock = createVirtualClock();
  const leases = createLeases(clock);
  leases.setAreas(areas);
  return { clock, leases };
}

describe('control of an area', () => {
  it('is taken by the first, refused to the second with the name of the holder, and free when released', () => {
    const { leases } = setUp();
    for (const console of [console1, console2]) leases.arrive(console);
    expect(leases.take('U1', console1)).toEqual({ ok: true, value: null });
    expect(leases.take('U1', console2)).toMatchObject({ ok: false, fault: { code: 'held', message: 'Unit 1 is held by Anna at CR-1.' } });
    expect(leases.take('U2', console2).ok).toBe(true);
    expect(leases.release('U1', console2)).toMatchObject({ ok: false, fault: { code: 'not-held' } });
    leases.release('U1', console1);
    expect(leases.take('U1', console2).ok).toBe(true);
    expect(leases.take('U9', console2)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });

  it('ends 10 s after its console was last there, not when another of its windows is still open, and not over a short loss of the line', () => {
    const { clock, leases } = setUp();
    const [leave, leaveOther] = [leases.arrive(console1), leases.arrive(console1)];
    leases.take('U1', console1);
    leave();
    clock.advance(10 * goneMs);
    expect(leases.holderOf('U1')).toEqual(console1);
    leaveOther();
    clock.advance(goneMs - 1);
    expect(leases.state('c2')[0]?.holder).toMatchObject({ user: 'Anna', isGone: true });
    const leaveAgain = leases.arrive(console1);
    clock.advance(10 * goneMs);
    expect(leases.holderOf('U1')).toEqual(console1);
    leaveAgain();
    clock.advance(goneMs);
    expect(leases.holderOf('U1')).toBeNull();
    // It does not come back with its console.
    leases.arrive(console1);
    expect(leases.fenceOf('U1', 'c1')).toBeNull();
  });

  it('is asked for, handed over to who asked, and the asking is forgotten after a minute', () => {
    const { clock, leases } = setUp();
    for (const console of [console1, console2]) leases.arrive(console);
    expect(leases.ask('U1', console2)).toMatchObject({ ok: false, fault: { code: 'not-held' } });
    leases.take('U1', console1);
    leases.ask('U1', console2);
    expect(leases.state('c1')[0]?.asker).toMatchObject({ user: 'Ben', isOwn: false });
    clock.advance(askMs);
    expect(leases.tidy()).toBe(true);
    expect(leases.give('U1', console1)).toMatchObject({ ok: false, fault: { code: 'not-asked' } });
    leases.ask('U1', console2);
    expect(leases.give('U1', console1).ok).toBe(true);
    expect([leases.holderOf('U1'), leases.state('c2')[0]?.asker]).toEqual([console2, null]);
  });
});

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('take' as const, 'release' as const, 'ask' as const, 'give' as const, 'force' as const), by: fc.integer({ min: 0, max: 3 }), area: fc.integer({ min: 0, max: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('arrive' as const, 'leave' as const), by: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('select' as const, 'operate' as const), by: fc.integer({ min: 0, max: 3 }), area: fc.integer({ min: 0, max: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.constantFrom(1, goneMs - 1, goneMs, selectionMs, askMs) }) },
);

describe('whatever consoles do, and in whatever order', () => {
  it('no area has two holders, and nothing selected before it changed hands is written after', () => {
    let written = 0;
    let stale = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 80, size: 'max' }), (steps) => {
        const { clock, leases } = setUp();
        const selections = createSelections(clock);
        const consoles = [0, 1, 2, 3].map((at): Console => ({ id: `c${at}`, user: `P${at}`, place: 'CR' }));
        const present: (() => void)[][] = [[], [], [], []];
        /** The model: who holds each area, told by what was answered alone, and how often it changed hands. */
        const owner: (number | null)[] = [null, null];
        const terms = [0, 0];
        const tokens: { token: string; by: number; area: number; term: number; atMs: number }[] = [];
        const settle = (): void => {
          for (const area of [0, 1]) {
            const holder = leases.holderOf(areas[area]!.area);
            const now = holder === null ? null : Number(holder.id.slice(1));
            if (now === owner[area]) continue;
            // Only time may take an area from its holder without a command, and then nobody has it.
            expect(now).toBeNull();
            owner[area] = null;
            terms[area]!++;
          }
        };
        for (const one of steps) {
          if (one.does === 'wait') clock.advance(one.ms);
          else if (one.does === 'arrive') present[one.by]!.push(leases.arrive(consoles[one.by]!));
          else if (one.does === 'leave') present[one.by]!.pop()?.();
          settle();
          if (!('area' in one)) continue;
          const { area: at, by } = one;
          const { area } = areas[at]!;
          const who = consoles[by]!;
          if (one.does === 'select') {
            const fence = leases.fenceOf(area, who.id);
            expect(fence !== null).toBe(owner[at] === by);
            if (fence === null) continue;
            const selection: Selection = { session: who.id, tag: 'T' as never, value: 1, fence, shownAs: '', writesSeen: 0 };
            tokens.push({ token: selections.add(selection).token, by, area: at, term: terms[at]!, atMs: clock.monotonicMs() });
          } else if (one.does === 'operate') {
            const mine = tokens.splice(tokens.findIndex((token) => token.by === by && token.area === at), 1)[0];
            if (mine === undefined) continue;
            const selection = selections.take(mine.token, `c${mine.by}`);
            expect(selections.take(mine.token, `c${mine.by}`)).toBe('unknown');
            const isInTime = clock.monotonicMs() < mine.atMs + selectionMs;
            if (!isInTime) expect(typeof selection).toBe('string');
            if (typeof selection === 'string') continue;
            const isAllowed = selection.fence === leases.fenceOf(areas[mine.area]!.area, `c${mine.by}`);
            expect(isAllowed).toBe(owner[mine.area] === mine.by && terms[mine.area] === mine.term);
            if (isAllowed) written++;
            else stale++;
          } else {
            const before = owner[at];
            const answer = leases[one.does](area, who);
            if (!answer.ok) {
              expect(leases.holderOf(area)?.id ?? null).toBe(before === null || before === undefined ? null : `c${before}`);
              continue;
            }
            const after = leases.holderOf(area);
            const next = after === null ? null : Number(after.id.slice(1));
            if (one.does === 'take' || one.does === 'force') expect(next).toBe(by);
            if (one.does === 'take') expect(before === null || before === by).toBe(true);
            if (one.does === 'release' || one.does === 'give') expect(before).toBe(by);
            if (next !== before) terms[at]!++;
            owner[at] = next;
          }
        }
      }),
      { numRuns: 4000 },
    );
    // Else none of this was tried.
    expect(written).toBeGreaterThan(500);
    expect(stale).toBeGreaterThan(80);
  });
});

describe('a selection', () => {
  const selection: Selection = { session: 's1', tag: 'T' as never, value: 1, fence: null, shownAs: '', writesSeen: 0 };
  it('is good once, for the session that made it, for 30 s', () => {
    const clock = createVirtualClock();
    const selections = createSelections(clock);
    const [one, other, late] = [selections.add(selection).token, selections.add(selection).token, selections.add(selection).token];
    expect(selections.take(one, 's1')).toMatchObject(selection);
    expect(selections.take(one, 's1')).toBe('unknown');
    expect(selections.take(other, 's2')).toBe('not-yours');
    expect(selections.take(other, 's1')).toBe('unknown');
    // The wall clock does not count.
    clock.stepWall(-86_400_000);
    clock.advance(selectionMs);
    expect(selections.take(late, 's1')).toBe('expired');
  });
  it('is one of 16 a session may keep, and of 2,000 altogether: the oldest go', () => {
    const clock = createVirtualClock();
    const selections = createSelections(clock);
    const tokens = Array.from({ length: 20 }, () => selections.add(selection).token);
    expect(selections.take(tokens[3]!, 's1')).toBe('unknown');
    expect(selections.take(tokens[4]!, 's1')).toMatchObject(selection);
    for (let session = 0; session < 3000; session++) selections.add({ ...selection, session: `x${session}` });
    expect(selections.open).toBe(2000);
  });
});
