import { describe, expect, it } from 'vitest';
import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../../client/console-client.ts';
import { readStretch } from './read-stretch.ts';

/** A historian that holds a sample every `stepMs` for ever, and counts the questions. */
function recorded(stepMs: number) {
  const questions: { fromMs: number; toMs: number; limit: number; rows: number }[] = [];
  const call = (async (_name: string, { span, limit }: { span: { fromMs: number; toMs: number }; limit: number }) => {
    const first = Math.floor(span.fromMs / stepMs);
    const all = Math.floor(span.toMs / stepMs) - first + 1;
    const count = Math.min(all, limit);
    questions.push({ ...span, limit, rows: count });
    return {
      ok: true,
      value: { timeMs: Float64Array.from({ length: count }, (_, n) => (first + n) * stepMs), value: new Float64Array(count), quality: new Uint32Array(count), truncated: all > limit },
    };
  }) as unknown as ConsoleClient['call'];
  return { call, questions };
}
const toMs = 1_800_000_000_000;
const read = (call: ConsoleClient['call'], points: number, declaredMs: number | null) => readStretch(call, { tag: 'A' as TagId, toMs, points, declaredMs }, new AbortController().signal);

describe('reading a stretch of a tag', () => {
  it.each([
    [0.5, null],
    [1 / 12, null],
    [1000, null],
    [10_000, null],
    [600_000, null],
    [0.5, 0.5],
    [1000, 100],
    [20, 5000],
  ] as const)('a sample every %d ms, stated as %s, is read up to the moment asked in few questions, most of them short', async (stepMs, declaredMs) => {
    const { call, questions } = recorded(stepMs);
    const answer = await read(call, 4096, declaredMs);
    if (!answer.ok) throw new Error(answer.fault.message);
    const { timeMs } = answer.value;
    expect(timeMs.length).toBeGreaterThanOrEqual(4096);
    expect(timeMs.length).toBeLessThan(4096 * 2.5 + 1000);
    expect(toMs - (timeMs.at(-1) as number)).toBeLessThanOrEqual(stepMs);
    expect(questions.length).toBeLessThanOrEqual(4);
    // A look is short: nothing like the stretch itself is read more than twice.
    expect(questions.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThan(4096 * 4);
  });
  it('a tag seen before is read with one question', async () => {
    const { call, questions } = recorded(0.5);
    await read(call, 4096, null);
    const before = questions.length;
    await read(call, 65_536, null);
    expect(questions.length - before).toBe(1);
  });
  it('gives what there is where there is less', async () => {
    const call = (async () => ({ ok: true, value: { timeMs: Float64Array.of(1, 2), value: new Float64Array(2), quality: new Uint32Array(2), truncated: false } })) as unknown as ConsoleClient['call'];
    const answer = await read(call, 1024, null);
    expect(answer).toMatchObject({ ok: true, value: { timeMs: Float64Array.of(1, 2) } });
  });
  it('passes a refusal of the historian on', async () => {
    const call = (async () => ({ ok: false, fault: { code: 'history-unavailable', message: 'No history now.' } })) as unknown as ConsoleClient['call'];
    expect(await read(call, 1024, null)).toMatchObject({ ok: false, fault: { message: 'No history now.' } });
  });
});
