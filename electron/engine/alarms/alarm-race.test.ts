import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { createDisk, startAlarms } from '../../../test/support/alarm-rig.ts';

const id = AlarmId.parse('PT-1.H');
const definitions = [AlarmDefinition.parse({ id, tag: 'PT-1', kind: 'high', limit: 1, priority: 2, message: 'Pressure high', reAlarmMin: 1 })];

/** What happens between two people's clicks: the plant moves, time passes, the disk is slow or works again, somebody looks or acknowledges. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('raise' as const, 'return' as const) },
  { weight: 1, arbitrary: fc.constantFrom('minute' as const, 'slow' as const, 'good' as const) },
  { weight: 3, arbitrary: fc.record({ who: fc.integer({ min: 0, max: 4 }), does: fc.constantFrom('look' as const, 'acknowledge' as const) }) },
);

describe('acknowledging at once', () => {
  it('gives every occurrence to one person at most, tells the others who it was, and never touches an occurrence nobody had looked at', async () => {
    let races = 0;
    let lost = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), async (steps) => {
        const disk = createDisk();
        const { engine, clock, seen, feed } = startAlarms({ definitions, disk });
        const looked = [0, 0, 0, 0, 0];
        const asked: { readonly user: string; readonly seq: number; readonly answer: Awaited<ReturnType<typeof engine.act>> }[] = [];
        const answers: Promise<unknown>[] = [];
        steps.forEach((each, at) => {
          if (each === 'raise' || each === 'return') feed(0, at, each === 'raise' ? 2 : 0);
          else if (each === 'minute') clock.advance(60_250);
          else if (each === 'slow' || each === 'good') disk.set(each);
          else if (each.does === 'look') looked[each.who] = engine.currentOf(id)?.seq ?? 0;
          else {
            const [user, seq] = [`P${each.who}`, looked[each.who] ?? 0];
            answers.push(engine.act('acknowledge', [{ alarm: id, seq }], user, '').then((answer) => asked.push({ user, seq, answer })));
          }
        });
        disk.set('good');
        await Promise.all(answers);
        await engine.settled();
        // Who acknowledged which occurrence, by the journal.
        const byOccurrence = new Map<number, string>();
        let occurrence = 0;
        for (const event of seen) {
          if (event.kind === 'raised' || event.kind === 're-alarmed') occurrence = event.seq;
          if (event.kind !== 'acknowledged') continue;
          expect(byOccurrence.has(occurrence)).toBe(false);
          byOccurrence.set(occurrence, event.user ?? '');
        }
        const done = asked.filter(({ answer }) => answer.done.length === 1);
        expect(done.map(({ seq, user }) => [seq, user])).toEqual(expect.arrayContaining([...byOccurrence]));
        expect(done).toHaveLength(byOccurrence.size);
        for (const { seq, answer } of asked) {
          const reason = answer.refused[0]?.reason;
          if (reason?.startsWith('Already') !== true) continue;
          expect(reason).toBe(`Already acknowledged by ${byOccurrence.get(seq)}.`);
          lost++;
        }
        races += asked.length;
        engine.close();
      }),
      { numRuns: 2000, seed: 20_261_128 },
    );
    expect(races).toBeGreaterThan(10_000);
    expect(lost).toBeGreaterThan(500);
  }, 180_000);
});
