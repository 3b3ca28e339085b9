import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { createMemoryLog, createVirtualClock } from '../../testing/virtual-ports.ts';
import { openMadeAlarms } from './made-alarms.ts';

const made = (id: string, message = 'x'): AlarmDefinition => AlarmDefinition.parse({ id, tag: 'PLC-1.LINK', kind: 'condition', device: 'PLC-1', source: 's', condition: id, priority: 2, message });
function createFacts(stored: string | null = null) {
  let text = stored;
  let isBroken = false;
  const writes: number[] = [];
  return {
    writes,
    breaks: () => void (isBroken = true),
    get: () => Promise.resolve(text),
    set(_name: string, value: string) {
      if (isBroken) return Promise.reject(new Error('disk full'));
      text = value;
      writes.push(value.length);
      return Promise.resolve();
    },
  };
}

describe('what alarms of devices are about', () => {
  it('is kept over a restart, the last word about each', async () => {
    const facts = createFacts();
    const clock = createVirtualClock();
    const before = await openMadeAlarms(facts, clock, createMemoryLog());
    before.keep(made('A'));
    before.keep(made('B'));
    before.keep(made('A', 'again'));
    await before.close();
    const after = await openMadeAlarms(facts, clock, createMemoryLog());
    expect(after.known().map(({ id, message }) => [id, message])).toEqual([['B', 'x'], ['A', 'again']]);
  });
  it('is written once in five seconds, however often it changes, and not at all when nothing did', async () => {
    const facts = createFacts();
    const clock = createVirtualClock();
    const alarms = await openMadeAlarms(facts, clock, createMemoryLog());
    for (let times = 0; times < 100; times++) alarms.keep(made('A', `${times} bar`));
    clock.advance(5000);
    await Promise.resolve();
    await alarms.close();
    expect(facts.writes).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
  it('stays bounded: what was described longest ago is forgotten', async () => {
    const alarms = await openMadeAlarms(createFacts(), createVirtualClock(), createMemoryLog());
    for (let at = 0; at < 5001; at++) alarms.keep(made(`A${at}`));
    expect(alarms.known()).toHaveLength(5000);
    expect(alarms.known()[0]!.id).toBe('A1');
  });
  it.each(['{', '7', '[1, {"id": "A"}]', JSON.stringify([made('A'), { id: 'B' }])])('of %s is read as far as it goes', async (stored) => {
    const alarms = await openMadeAlarms(createFacts(stored), createVirtualClock(), createMemoryLog());
    expect(alarms.known().every(({ id }) => id === 'A')).toBe(true);
  });
  it('that cannot be written is said once, and tried again', async () => {
    const facts = createFacts();
    const clock = createVirtualClock();
    const log = createMemoryLog();
    const alarms = await openMadeAlarms(facts, clock, log);
    facts.breaks();
    for (let times = 0; times < 2; times++) {
      alarms.keep(made('A'));
      clock.advance(5000);
      await Promise.resolve();
      await Promise.resolve();
    }
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});
