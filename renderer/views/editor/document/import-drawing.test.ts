import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Job } from '#shared/contract/exchange.ts';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import { drawingFormat, importDrawing } from './import-drawing.ts';

const job = (state: Job['state'], sentence = ''): Job => ({
  id: 'j1',
  kind: 'import',
  title: 't',
  user: 'u',
  state,
  progress: 0.5,
  leftMs: null,
  startedMs: 0,
  sentence,
  file: null,
});
const file = (size: number, name = 'plant.svg') => ({
  name,
  size,
  slice: (from: number, to: number) => ({ arrayBuffer: () => Promise.resolve(new ArrayBuffer(to - from)) }),
});
const made = { screens: [], files: [], report: [], suggestions: [] };

function line(onStart: (jobs: ConsoleClient['jobs']) => void) {
  const asked: { readonly name: string; readonly input: unknown }[] = [];
  const jobs = createStore<readonly Job[]>(() => []) as ConsoleClient['jobs'];
  const answers: Readonly<Record<string, unknown>> = {
    'screens.importOpen': { upload: 'u1' },
    'import.piece': {},
    'screens.importStart': { job: 'j1' },
    'screens.imported': made,
    'job.cancel': {},
    'job.remove': {},
  };
  const call = ((name: string, input: unknown) => {
    asked.push({ name, input });
    if (name === 'screens.importStart') onStart(jobs);
    return Promise.resolve({ ok: true, value: answers[name] });
  }) as unknown as ConsoleClient['call'];
  return { asked, jobs, call };
}

describe('a drawing of another system', () => {
  it('is handed over in pieces of at most 1 MiB, and what was made of it is answered when the job has ended', async () => {
    const { asked, jobs, call } = line((store) => store.setState([job('running', 'Read 1 of 2 layers.')], true));
    const told: string[] = [];
    const answer = importDrawing(
      { call, jobs },
      file(2_500_000),
      1512,
      ({ sentence }) => {
        told.push(sentence);
        if (sentence === 'Read 1 of 2 layers.') queueMicrotask(() => jobs.setState([job('done')], true));
      },
      new AbortController().signal,
    );
    expect(await answer).toEqual({ ok: true, value: made });
    const pieces = asked.filter(({ name }) => name === 'import.piece').map(({ input }) => (input as { bytes: Uint8Array }).bytes.length);
    expect(pieces).toEqual([1_048_576, 1_048_576, 402_848]);
    expect(asked[0]).toEqual({ name: 'screens.importOpen', input: { name: 'plant.svg', format: 'svg', bytes: 2_500_000 } });
    expect(told).toContain('Read 1 of 2 layers.');
    expect(asked.at(-1)?.name).toBe('job.remove');
  });

  it('that fails is refused with the job’s sentence', async () => {
    const { jobs, call } = line((store) => store.setState([job('failed', 'The file is no drawing.')], true));
    expect(await importDrawing({ call, jobs }, file(10), 1512, () => undefined, new AbortController().signal)).toMatchObject({
      ok: false,
      fault: { message: 'The file is no drawing.' },
    });
  });

  it('that is given up ends the engine’s job too', async () => {
    const ended = new AbortController();
    const { asked, jobs, call } = line((store) => {
      store.setState([job('running')], true);
      queueMicrotask(() => ended.abort());
    });
    expect(await importDrawing({ call, jobs }, file(10), 1512, () => undefined, ended.signal)).toMatchObject({
      ok: false,
      fault: { code: 'cancelled' },
    });
    expect(asked.at(-1)).toEqual({ name: 'job.cancel', input: { job: 'j1' } });
  });

  it('is told by its name', async () => {
    expect(['a.SVG', 'b.dxf', 'c.fuxap', 'd.json', 'e.png', 'f'].map(drawingFormat)).toEqual(['svg', 'dxf', 'fuxa', 'fuxa', null, null]);
    const { jobs, call } = line(() => undefined);
    expect(await importDrawing({ call, jobs }, file(10, 'a.png'), 1512, () => undefined, new AbortController().signal)).toMatchObject({
      ok: false,
      fault: { code: 'unreadable' },
    });
  });
});
