import { expect, it } from 'vitest';
import { TagId } from '#shared/model/ids.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { EngineParts } from './engine-parts.ts';
import { historyHandlers } from './history-handlers.ts';

const tag = TagId.parse('T');
const session: Session = { id: '1', user: 'Guest', role: 'view' };
const query = { tags: [tag], span: { fromMs: 0, toMs: 1000 }, intervalMs: 1000, aggregates: ['Average' as const] };
/** The only parts these questions reach. */
const partsWith = (aggregates: () => Promise<readonly never[]>): EngineParts =>
  ({ plant: () => ({ project: { directory: new Map([[tag, { index: 0 }]]) } }), historian: () => ({ aggregates }) }) as unknown as EngineParts;
const context = () => ({ signal: new AbortController().signal });

it('works on a few questions for aggregates at a time, so that many at once do not fill the memory of the engine', async () => {
  const open: (() => void)[] = [];
  let most = 0;
  const handlers = historyHandlers(
    partsWith(() => {
      most = Math.max(most, open.length + 1);
      return new Promise((resolve) => open.push(() => resolve([])));
    }),
  );
  const given = new AbortController();
  const asked = Array.from({ length: 20 }, async (_, at) => handlers['history.aggregates'](query, session, at === 10 ? { signal: given.signal } : context()));
  given.abort();
  let answered = 0;
  while (answered < 19) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const answer of open.splice(0)) {
      answered++;
      answer();
    }
  }
  const answers = await Promise.all(asked);
  expect(most).toBeLessThanOrEqual(4);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(19);
  // One given up while it waited is never begun.
  expect(answers[10]).toMatchObject({ ok: false, fault: { code: 'cancelled' } });
});

it('refuses more intervals than are worked on at once with a sentence', async () => {
  const handlers = historyHandlers(partsWith(() => Promise.resolve([])));
  expect(await handlers['history.aggregates']({ ...query, intervalMs: 0.001 }, session, context())).toMatchObject({ ok: false, fault: { code: 'too-many' } });
});
