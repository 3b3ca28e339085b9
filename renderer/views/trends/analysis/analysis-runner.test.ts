import { describe, expect, it } from 'vitest';
import type { FromAnalysis, ToAnalysis } from './analysis-message.ts';
import { createAnalysisRunner } from './analysis-runner.ts';
import { createTaskRunner, type HistogramTask } from './analysis-task.ts';

const task = (): HistogramTask => ({ kind: 'histogram', rows: { timeMs: Float64Array.of(0, 10), value: Float64Array.of(1, 2), quality: new Uint32Array(2) }, fromMs: 0, toMs: 20, bins: 10 });

/** A port whose answers come when told to. */
function heldPort() {
  const posted: ToAnalysis[] = [];
  let tell: (message: FromAnalysis) => void = () => undefined;
  const run = createTaskRunner();
  let isClosed = false;
  return {
    posted,
    isClosed: () => isClosed,
    answerNext() {
      const message = posted.shift();
      if (message !== undefined) tell({ id: message.id, answer: run(message.task) });
    },
    failNext: () => tell({ id: (posted.shift() as ToAnalysis).id, failure: 'out of memory' }),
    port: { post: (message: ToAnalysis) => void posted.push(message), onMessage: (told: typeof tell) => void (tell = told), close: () => void (isClosed = true) },
  };
}

describe('the runner of analyses', () => {
  it('has one task in the worker at a time and answers each', async () => {
    const held = heldPort();
    const runner = createAnalysisRunner(held.port);
    const signal = new AbortController().signal;
    const [first, second] = [runner.run(task(), signal), runner.run(task(), signal)];
    expect(held.posted).toHaveLength(1);
    held.answerNext();
    expect((await first)?.ok).toBe(true);
    expect(held.posted).toHaveLength(1);
    held.answerNext();
    expect((await second)?.ok).toBe(true);
  });
  it('never computes what was given up before its turn, and drops the answer of what was given up in it', async () => {
    const held = heldPort();
    const runner = createAnalysisRunner(held.port);
    const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()];
    const answers = [runner.run(task(), one.signal), runner.run(task(), two.signal), runner.run(task(), three.signal)];
    one.abort();
    two.abort();
    held.answerNext();
    expect(held.posted).toHaveLength(1);
    held.answerNext();
    expect((await Promise.all(answers)).map((answer) => answer?.ok ?? null)).toEqual([null, null, true]);
  });
  it('tells a failure of the worker as a sentence and goes on', async () => {
    const held = heldPort();
    const runner = createAnalysisRunner(held.port);
    const signal = new AbortController().signal;
    const [first, second] = [runner.run(task(), signal), runner.run(task(), signal)];
    held.failNext();
    expect(await first).toEqual({ ok: false, sentence: 'The analysis failed: out of memory' });
    held.answerNext();
    expect((await second)?.ok).toBe(true);
  });
  it('gives up what waits when it is closed', async () => {
    const held = heldPort();
    const runner = createAnalysisRunner(held.port);
    const signal = new AbortController().signal;
    const answers = [runner.run(task(), signal), runner.run(task(), signal)];
    runner.close();
    expect(await Promise.all(answers)).toEqual([null, null]);
    expect(held.isClosed()).toBe(true);
  });
});
