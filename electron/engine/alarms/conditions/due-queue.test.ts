import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDueQueue } from './due-queue.ts';

it('always has the earliest first, after any setting, moving and removing', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), item: fc.nat(19), dueMs: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ kind: fc.constant('remove' as const), item: fc.nat(19), dueMs: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const queue = createDueQueue(20);
      const model = new Map<number, number>();
      for (const { kind, item, dueMs } of actions) {
        if (kind === 'set') {
          queue.set(item, dueMs);
          model.set(item, dueMs);
        } else {
          queue.remove(item);
          model.delete(item);
        }
        expect(queue.size).toBe(model.size);
        expect(queue.firstMs).toBe(Math.min(Infinity, ...model.values()));
        if (model.size > 0) expect(model.get(queue.first)).toBe(queue.firstMs);
        for (let at = 0; at < 20; at++) expect(queue.has(at)).toBe(model.has(at));
      }
    }),
  );
});
