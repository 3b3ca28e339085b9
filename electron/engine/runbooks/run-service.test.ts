import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import { ok } from '#shared/model/fault.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import type { WriteRecord, WriteSelection } from '#shared/contract/control.ts';
import { mostPhotoBytes } from '#shared/contract/runbook-runs.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { readRunbook } from '#shared/runbook/read-runbook.ts';
import { runbookHead } from '#shared/runbook-run/testing/run-rig.ts';
import { openRecords } from '../records/records.ts';
import { type Store, StoreError } from '../store/store.ts';
import { createDataDir, openTestStore } from '../store/testing/open-test-store.ts';
import { createTagTable } from '../tags/tag-table.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import type { RunControl } from './run-actions.ts';
import type { RunPlant } from './run-plant.ts';
import { createRunbooks, type RunbookService } from './run-service.ts';

const anna = { id: 's1', user: 'Anna', role: 'operate' } as const;
const lea = { id: 's2', user: 'Lea', role: 'lead' } as const;
const text = `${runbookHead('RB-1')}## Isolation
:::step[Let it off]{#off}
::check[Pressure is down]{expr="{PT-1} < 5"}
:::
:::step[Stop it]{#stop}
::action[Stop]{tag=PT-1 value=0}
:::
## Return to service
:::step[Fill it]{#fill}
::check[Pressure is up]{expr="{PT-1} > 50"}
:::
`;
const tag = TagDefinition.parse({ id: 'PT-1', name: 'Pressure', asset: 'A', device: 'D', address: '0', writable: true });

/** The service over the real store, one tag, and a write service that answers when it is told. */
describe('Runs over the records', () => {
  /** Of the test at hand. */
  let run = '';
  let runs = 0;
  let dir: ReturnType<typeof createDataDir>;
  let store: Store;
  let runbooks: RunbookService;
  let clock: ReturnType<typeof createVirtualClock>;
  let table: ReturnType<typeof createTagTable>;
  /** What of an append fails: before it is written, or after it. */
  let failing: 'no' | 'before' | 'after';
  let answer: () => ReturnType<RunControl['operate']>;
  let written: number;
  /** Answers of the disk that were lost. */
  let lost = 0;
  /** What the write service says of past writes. */
  let past: readonly WriteRecord[];

  const settle = async (): Promise<void> => {
    // What is under way at the store comes back as messages of its thread; timers stand still meanwhile.
    clock.advance(0);
    await store.meta.get('none');
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const until = async (claim: () => boolean): Promise<void> => {
    while (!claim()) await settle();
  };
  const feed = (value: number, quality: number = Q.good): void => {
    const batch = createBatch(1);
    pushSample(batch, 0, clock.nowMs(), value, quality);
    runbooks.judge(table.apply(batch, null, clock.monotonicMs(), clock.nowMs()), table);
  };
  const plantOf = (): RunPlant => ({
    isSimulated: true,
    revision: 1,
    table,
    source: { value: table.value, quality: table.quality, timeMs: table.timeMs, text: () => '' },
    indexOf: (id) => (id === 'PT-1' ? 0 : undefined),
    idOf: () => 'PT-1',
    isText: () => false,
    compile(expression) {
      const made = compileExpression(expression, new Map([['PT-1', { index: 0, type: 'float' as const }]]));
      return made.ok ? made.value : null;
    },
    runbookOf(id) {
      const { runbook } = readRunbook(text);
      return runbook === null || id !== runbook.id ? null : { runbook, file: 'runbooks/rb-1.md', text, hash: createHash('sha256').update(text).digest('hex'), isSound: true };
    },
  });
  const start = async (): Promise<void> => {
    const log = createMemoryLog();
    table = createTagTable([tag], new Float64Array(1));
    const plant = plantOf();
    const control: RunControl = {
      select: ({ tag: id, value }) => ok({ token: 'token', tag: id, next: String(value) } as WriteSelection),
      operate: () => {
        written++;
        return answer();
      },
      history: () => Promise.resolve(past),
    };
    const records = await openRecords({
      store: {
        records: {
          ...store.records,
          async append(...asked) {
            const how = failing;
            if (how === 'before') throw new StoreError('full', 'The disk is full.');
            const done = await store.records.append(...asked);
            if (how === 'after') lost++;
            if (how === 'after') throw new StoreError('failed', 'The data store stopped before this was done.');
            return done;
          },
        },
      },
      clock,
      log,
      isStill: false,
    });
    runbooks = await createRunbooks({ clock, log, records, control, plant: () => plant, isStill: false });
    runbooks.start();
  };
  const begin = () => runbooks.begin({ run, runbook: 'RB-1', hash: null, incident: null, alarm: null, asset: null, reason: '' }, anna);
  let acts = 0;
  const act = (what: Parameters<RunbookService['act']>[0]['act'], session: typeof anna | typeof lea = anna, opId = `op-${String(++acts).padStart(6, '0')}`) => runbooks.act({ opId, run, seenSeq: runbooks.summary(run)?.seq ?? 0, act: what }, session);
  const kinds = async (): Promise<readonly string[]> => ((await runbooks.records(run, 0, 1000, Number.POSITIVE_INFINITY))?.records ?? []).map(({ event }) => (event.kind === 'check-changed' ? `${event.step} ${event.state}` : event.kind));
  const checkOf = (step: string) => runbooks.live(run)?.checks.find((one) => one.step === step)?.state;

  beforeAll(async () => {
    dir = createDataDir();
    clock = createVirtualClock();
    store = await openTestStore(dir.dataDir, clock, createMemoryLog());
  });
  beforeEach(async () => {
    run = `run-${String(++runs).padStart(5, '0')}`;
    failing = 'no';
    written = 0;
    past = [];
    answer = () => Promise.resolve(ok({ outcome: 'confirmed', sentence: 'It shows 0.' }));
    await start();
  });
  afterEach(async () => {
    failing = 'no';
    await runbooks.close();
  });
  afterAll(async () => {
    await store.close();
    dir.remove();
  });

  it('what the disk does not take is refused, changes nothing, and is done once when it is sent again', async () => {
    failing = 'before';
    expect(await begin()).toMatchObject({ ok: false, fault: { code: 'not-recorded' } });
    expect(runbooks.summary(run)).toBeNull();
    failing = 'no';
    expect(await begin()).toMatchObject({ ok: true, value: { isAgain: false } });
    feed(1);
    failing = 'before';
    expect(await act({ kind: 'confirm', step: 'off', to: null, comment: '' }, anna, `again-${run}`)).toMatchObject({ ok: false, fault: { code: 'not-recorded' } });
    expect(runbooks.summary(run)?.step?.id).toBe('off');
    failing = 'no';
    expect(await act({ kind: 'confirm', step: 'off', to: null, comment: '' }, anna, `again-${run}`)).toMatchObject({ ok: true, value: { isAgain: false } });
    expect(await act({ kind: 'confirm', step: 'off', to: null, comment: '' }, anna, `again-${run}`)).toMatchObject({ ok: true, value: { isAgain: true } });
    expect(runbooks.summary(run)?.step?.id).toBe('stop');
  });

  it('what was written and whose answer was lost is found written, not done twice', async () => {
    await begin();
    feed(1);
    failing = 'after';
    const unanswered = await act({ kind: 'note', step: null, item: null, text: 'Oil on the floor' }, anna, `lost-${run}`);
    failing = 'no';
    expect(await act({ kind: 'note', step: null, item: null, text: 'Oil on the floor' }, anna, `lost-${run}`)).toMatchObject({ ok: true });
    expect(await act({ kind: 'note', step: null, item: null, text: 'Another' })).toMatchObject({ ok: true });
    expect((await kinds()).filter((kind) => kind === 'note-added')).toHaveLength(2);
    expect(unanswered.ok || unanswered.fault.code === 'not-recorded').toBe(true);
    expect(lost).toBeGreaterThan(0);
  });

  it('a change of a check that the disk does not take is written down when it does, once; it is shown at once', async () => {
    await begin();
    feed(9);
    await until(() => checkOf('off') === 'fail');
    failing = 'before';
    feed(1);
    await settle();
    await settle();
    expect(checkOf('off')).toBe('pass');
    failing = 'no';
    clock.advance(1000);
    for (;;) {
      await settle();
      if ((await kinds()).includes('off pass')) break;
    }
    expect((await kinds()).filter((kind) => kind === 'off pass')).toHaveLength(1);
  });

  it('a write that was under way when the engine ended has the end that the write service finds after the start, and can be made again', async () => {
    await begin();
    feed(1);
    await act({ kind: 'confirm', step: 'off', to: null, comment: '' });
    const place = { run, step: 'stop', item: 0 };
    await runbooks.select(place, anna);
    let isAsked = false;
    answer = () => {
      isAsked = true;
      return new Promise(() => undefined);
    };
    void runbooks.operate({ ...place, opId: 'op-write1', seenSeq: runbooks.summary(run)?.seq ?? 0, token: 'token', reason: '' }, anna);
    await until(() => isAsked);
    expect(await kinds()).toContain('action-begun');
    const write = { seq: (runbooks.summary(run)?.seq ?? 0) + 1, timeMs: clock.nowMs(), user: 'Anna', role: 'operate', place: '', before: '', after: '0', reason: '', result: null };
    await runbooks.close();
    clock.advance(1000);
    // The service is still asking the device.
    past = [write];
    await start();
    await settle();
    expect(await act({ kind: 'override', step: 'stop', to: null, reason: 'x' }, lea)).toMatchObject({ ok: false, fault: { code: 'write-under-way' } });
    past = [{ ...write, result: 'failed: PT-1 still shows 1.' }];
    clock.advance(1000);
    for (;;) {
      await settle();
      if ((await kinds()).includes('action-ended')) break;
    }
    const again = { ...place, opId: 'op-write1', seenSeq: 0, token: 'token', reason: '' };
    expect(await runbooks.operate(again, anna)).toMatchObject({ ok: true, value: { outcome: 'refused', sentence: 'PT-1 still shows 1.' } });
    expect(written).toBe(1);
    expect(await runbooks.operate({ ...again, opId: 'op-write2', seenSeq: 1e9 }, anna)).toMatchObject({ ok: false, fault: { code: 'no-selection' } });
    await runbooks.select(place, anna);
    expect(await runbooks.operate({ ...again, opId: 'op-write2', seenSeq: 1e9 }, lea)).toMatchObject({ ok: false, fault: { code: 'no-selection' } });
    answer = () => {
      // From here on the disk takes what it is given, and the answers are lost.
      failing = 'after';
      clock.after(0, () => (failing = 'no'));
      return Promise.resolve(ok({ outcome: 'confirmed', sentence: 'It shows 0.' }));
    };
    const lostBefore = lost;
    const done = runbooks.operate({ ...again, opId: 'op-write2', seenSeq: 1e9 }, anna);
    let isDone = false;
    void done.finally(() => (isDone = true));
    while (!isDone) {
      await settle();
      clock.advance(1000);
    }
    expect(await done).toMatchObject({ ok: true, value: { outcome: 'confirmed' } });
    expect([written, lost - lostBefore]).toEqual([2, 1]);
    expect((await kinds()).filter((kind) => kind === 'action-ended')).toHaveLength(2);
  });

  it('photos are kept up to 4 MB and only where they are pictures, at the place that asks for one or at the run', async () => {
    await begin();
    const photo = (step: string | null, item: number | null, picture: Uint8Array) => runbooks.photo({ opId: `photo-${String(++acts).padStart(6, '0')}`, run, step, item, caption: '', picture }, anna);
    const jpeg = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, (_none, at) => [0xff, 0xd8, 0xff][at] ?? 0);
    expect(await photo(null, null, jpeg(mostPhotoBytes))).toMatchObject({ ok: true });
    expect(await photo(null, null, jpeg(mostPhotoBytes + 1))).toMatchObject({ ok: false, fault: { code: 'bad-picture', message: 'The photo has 4.0 MB; at most 4 MB are kept.' } });
    expect(await photo('off', null, jpeg(10))).toMatchObject({ ok: true });
    expect(await photo('off', 0, jpeg(10))).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(await photo(null, null, new TextEncoder().encode('<svg onload="x()"/>'))).toMatchObject({ ok: false, fault: { code: 'bad-picture' } });
    expect((await kinds()).filter((kind) => kind === 'photo-added')).toHaveLength(2);
  });

  it('what the return to service undoes on purpose is no regress of the steps before it; before that it is', async () => {
    await begin();
    feed(1);
    await act({ kind: 'confirm', step: 'off', to: null, comment: '' });
    feed(9);
    await until(() => runbooks.summary(run)?.regressed.length === 1);
    feed(1);
    await until(() => runbooks.summary(run)?.regressed.length === 0);
    await act({ kind: 'override', step: 'stop', to: null, reason: 'Stopped by hand' }, lea);
    feed(99);
    await until(() => checkOf('fill') === 'pass');
    expect(checkOf('off')).toBeUndefined();
    await act({ kind: 'confirm', step: 'fill', to: null, comment: '' });
    expect(await act({ kind: 'finish', comment: '' })).toMatchObject({ ok: true });
    expect(runbooks.summary(run)).toMatchObject({ status: 'finished', regressed: [] });
  });
});
