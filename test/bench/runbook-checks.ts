import { createHash } from 'node:crypto';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import type { CompiledExpression } from '#shared/expressions/compiled-expression.ts';
import { ok } from '#shared/model/fault.ts';
import type { KeptRecord } from '#shared/model/kept-record.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { readRunbook } from '#shared/runbook/read-runbook.ts';
import type { RunPlant } from '#electron/engine/runbooks/run-plant.ts';
import type { NewRecord } from '#electron/engine/records/records.ts';
import type { RunRecords } from '#electron/engine/runbooks/run-records.ts';
import { createRunbooks, type RunbookService } from '#electron/engine/runbooks/run-service.ts';
import { createTagTable } from '#electron/engine/tags/tag-table.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import { type Bench, median } from './bench.ts';

const runCount = 50;
const checksOfRun = 10;
const tagCount = 1000;
const periodMs = 500;
const warmUp = 40;
const groups = 9;
/** Of the values of a scan one in so many goes to the other side of its limit. */
const oneFlipIn = 250;

/**
 * One scan of 1,000 tags while 50 runbooks run, with 10 checks of two tags each: every tag of the batch has a new value, so
 * all 500 expressions are looked at, hold times run out, some four checks change, and those of open steps become records and
 * are told. Processor time of the engine's thread from the batch in the table to the records handed to the store; median of
 * nine groups. Beside it the bytes left on the heap by a scan in which nothing changes its state.
 */
export const runbookChecks: Bench = async (pace) => {
  const rounds = pace === 'short' ? 60 : 200;
  const clock = createVirtualClock();
  const tags = Array.from({ length: tagCount }, (_none, at) => TagDefinition.parse({ id: `T${at}`, name: `T${at}`, asset: 'A', device: 'D', address: '0' }));
  const table = createTagTable(tags, new Float64Array(tagCount));
  const directory = new Map(tags.map(({ id }, index) => [id as string, { index, type: 'float' as const }]));
  const compiled = new Map<string, CompiledExpression | null>();
  const memory = memoryRecords();
  const plant: RunPlant = {
    isSimulated: false,
    revision: 1,
    table,
    source: { value: table.value, quality: table.quality, timeMs: table.timeMs, text: () => '' },
    indexOf: (tag) => directory.get(tag)?.index,
    idOf: (index) => `T${index}`,
    isText: () => false,
    compile(text) {
      if (!compiled.has(text)) {
        const made = compileExpression(text, directory);
        compiled.set(text, made.ok ? made.value : null);
      }
      return compiled.get(text) ?? null;
    },
    runbookOf: (id) => runbookFile(id, Number(id.slice(3))),
  };
  const runbooks = await createRunbooks({ clock, log: createMemoryLog(), records: memory.records, control: { select: () => never(), operate: () => never(), history: () => never() }, plant: () => plant, isStill: false });
  await begin(runbooks);
  const batches = Array.from({ length: 8 }, (_none, nth) => makeBatch(nth));
  const scan = async (batch: SampleBatch): Promise<void> => {
    const changed = table.apply(batch, null, clock.monotonicMs(), clock.nowMs());
    runbooks.judge(changed, table);
    clock.advance(periodMs);
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  for (let round = 0; round < warmUp; round++) await scan(batches[round % batches.length] as SampleBatch);
  const before = memory.count();
  const ms: number[] = [];
  for (let group = 0; group < groups; group++) {
    let spent = 0;
    for (let round = 0; round < rounds; round++) {
      const batch = batches[(group * rounds + round) % batches.length] as SampleBatch;
      batch.timeMs.fill(clock.nowMs());
      const changed = table.apply(batch, null, clock.monotonicMs(), clock.nowMs());
      if (changed.length !== tagCount) throw new Error(`${changed.length} of ${tagCount} values changed`);
      const start = process.threadCpuUsage();
      runbooks.judge(changed, table);
      clock.advance(periodMs);
      await new Promise<void>((resolve) => setImmediate(resolve));
      const { user, system } = process.threadCpuUsage(start);
      spent += (user + system) / 1000;
    }
    ms.push(spent / rounds);
  }
  if (memory.count() === before) throw new Error('no check changed: nothing to speak of was judged');
  const bytes = quietBytes(runbooks, table, clock, makeBatch(99, false));
  await runbooks.close();
  return [
    { name: 'runbook.checks_ms_per_tick_50x10', value: median(ms), unit: 'ms' },
    { name: 'runbook.checks_heap_bytes_per_quiet_tick', value: bytes, unit: 'B' },
  ];
};

/** What a scan that changes no state leaves on the heap, the reading of it included; the least of five groups of 200. */
function quietBytes(runbooks: RunbookService, table: ReturnType<typeof createTagTable>, clock: ReturnType<typeof createVirtualClock>, batch: SampleBatch): number {
  table.apply(batch, null, clock.monotonicMs(), clock.nowMs());
  runbooks.judge(batch, table);
  clock.advance(60_000);
  let least = Number.POSITIVE_INFINITY;
  for (let group = 0; group < 5; group++) {
    const before = process.memoryUsage().heapUsed;
    for (let round = 0; round < 200; round++) runbooks.judge(batch, table);
    const used = process.memoryUsage().heapUsed - before;
    // Less than before: it was tidied up in between, and says nothing.
    if (used >= 0) least = Math.min(least, used / 200);
  }
  return least;
}

async function begin(runbooks: RunbookService): Promise<void> {
  for (let run = 0; run < runCount; run++) {
    const begun = await runbooks.begin({ run: `run-${String(run).padStart(8, '0')}`, runbook: `RB-${run}`, hash: null, incident: null, alarm: null, asset: null, reason: '' }, { id: 's', user: 'Anna', role: 'operate' });
    if (!begun.ok) throw new Error(begun.fault.message);
  }
}

/** Two steps of five checks each; every check reads two tags of its own. Half of them have a hold time. */
function runbookFile(id: string, run: number) {
  const check = (nth: number): string => {
    const tag = ((run * checksOfRun + nth) * 2) % tagCount;
    return `::check[Check ${nth}]{expr="{T${tag}} < 50 && abs({T${tag}} - {T${tag + 1}}) < 100"${nth % 2 === 0 ? ' for=2s' : ''}}`;
  };
  const step = (nth: number): string => `:::step[Step ${nth}]{#step-${nth}}\n${Array.from({ length: checksOfRun / 2 }, (_none, at) => check(nth * (checksOfRun / 2) + at)).join('\n')}\n:::\n`;
  const text = `---\nid: ${id}\ntitle: Bench\nversion: "1"\nseverity: 3\nminutes: 5\nroles: [operator]\n---\n## Hazards\n${step(0)}${step(1)}`;
  const { runbook, problems } = readRunbook(text);
  if (runbook === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return { runbook, file: `runbooks/${id}.md`, text, hash: createHash('sha256').update(text).digest('hex'), isSound: true };
}

function makeBatch(seed: number, isFlipping = true): SampleBatch {
  const random = createSeededRandom(seed + 1);
  const batch = createBatch(tagCount);
  for (let tag = 0; tag < tagCount; tag++) pushSample(batch, tag, 0, isFlipping && random() < 1 / oneFlipIn ? 60 + random() : 20 + random(), Q.good);
  return batch;
}

/** Records in memory: their hashing and syncing is the store's thread's, not the engine's. */
function memoryRecords(): { readonly records: RunRecords; count(): number } {
  const all: KeptRecord[] = [];
  const listeners = new Set<(record: KeptRecord) => void>();
  const appendAll = (some: readonly NewRecord[]) => {
    const kept = some.map(({ stream, kind, body, who, opId }): KeptRecord => ({ seq: 0, stream, kind, opId: opId ?? null, timeMs: 0, sourceMs: null, user: who?.user ?? null, role: who?.role ?? null, body, hash: '' })).map((record, at) => ({ ...record, seq: all.length + at + 1 }));
    for (const record of kept) {
      all.push(record);
      for (const listener of listeners) listener(record);
    }
    return Promise.resolve(ok({ records: kept, isAgain: false }));
  };
  return {
    count: () => all.length,
    records: {
      appendAll,
      read: (stream, afterSeq) => Promise.resolve(all.filter((one) => one.stream === stream && one.seq > afterSeq)),
      readAll: (stream) => Promise.resolve(all.filter((one) => one.stream === stream)),
      onRecord(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      attach: () => Promise.resolve(ok('0'.repeat(64))),
      attachment: () => Promise.resolve(null),
    },
  };
}

function never(): never {
  throw new Error('nothing is written here');
}
