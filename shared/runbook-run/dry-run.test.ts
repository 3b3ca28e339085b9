import { describe, expect, it } from 'vitest';
import { runWords } from '../incident/run-words.ts';
import { applyRecord, foldRun } from './apply-record.ts';
import { missingOf } from './run-state.ts';
import { createRunRig, person, rigText } from './testing/run-rig.ts';

const dry = () => createRunRig(rigText, { kind: 'simulated' });
type Rig = ReturnType<typeof dry>;
const confirm = (rig: Rig, step: string, to: string | null = null) => rig.act({ kind: 'confirm', step, to, comment: '' });
function toLock(rig: Rig): void {
  rig.setCheck('stop', 1, 'pass');
  rig.act({ kind: 'note', step: 'stop', item: 2, text: 'Quiet' });
  confirm(rig, 'stop');
}

describe('a dry run', () => {
  it('says so in its first record and in all that are made of it', () => {
    const rig = dry();
    expect(rig.state.dry).toEqual({ kind: 'simulated' });
    expect(runWords(rig.records[0] as Rig['records'][number], (step) => step)).toMatch(/^DRY RUN: /);
    expect(createRunRig().state.dry).toBeNull();
  });
  it('is gone through by one person, whose one signature is marked and stands for all', () => {
    const rig = dry();
    toLock(rig);
    // Anna is an operator, and the step is a lead’s.
    expect(rig.act({ kind: 'gate', step: 'lock', item: 0, reference: 'L-1' })).toMatchObject({ ok: true });
    expect(rig.act({ kind: 'sign', step: 'lock', item: 1 })).toMatchObject({ ok: true });
    expect(rig.state.steps[1]?.items[1]).toMatchObject({ signatures: [{ user: 'Anna', isDry: true }, { user: 'Anna', isDry: true }] });
    expect(rig.act({ kind: 'sign', step: 'lock', item: 1 })).toMatchObject({ ok: false, fault: { code: 'already-signed' } });
    expect(confirm(rig, 'lock')).toMatchObject({ ok: true });
  });
  it('hangs no lock', () => {
    const rig = dry();
    toLock(rig);
    rig.act({ kind: 'gate', step: 'lock', item: 0, reference: 'L-1' });
    expect(rig.state.locks).toEqual([]);
    const meant = createRunRig();
    meant.setCheck('stop', 1, 'pass');
    meant.act({ kind: 'note', step: 'stop', item: 2, text: 'Quiet' });
    meant.act({ kind: 'confirm', step: 'stop', to: null, comment: '' });
    meant.act({ kind: 'gate', step: 'lock', item: 0, reference: 'L-1' }, person('Lea', 'lead'));
    expect(meant.state.locks).toMatchObject([{ asset: 'P-1' }]);
  });
  it('ticks what it would write, and that counts as done', () => {
    const rig = dry();
    toLock(rig);
    rig.act({ kind: 'gate', step: 'lock', item: 0, reference: 'L-1' });
    rig.act({ kind: 'sign', step: 'lock', item: 1 });
    confirm(rig, 'lock');
    rig.act({ kind: 'reading', step: 'look', item: 0, value: 1 });
    confirm(rig, 'look');
    expect(confirm(rig, 'clean')).toMatchObject({ ok: false, fault: { message: 'P-1.CMD has not been written.' } });
    expect(rig.act({ kind: 'try', step: 'clean', item: 0 })).toMatchObject({ ok: true, value: { kind: 'action-tried', tag: 'P-1.CMD', value: 0 } });
    expect(rig.state.steps[3]?.items[0]).toMatchObject({ ended: { outcome: 'dry', sentence: 'Would write P-1.CMD = 0; nothing was sent.' } });
    expect(missingOf(rig.state.steps[3] as Rig['state']['steps'][number])).toEqual([]);
    expect(confirm(rig, 'clean')).toMatchObject({ ok: true });
    expect(foldRun('run-0001', rig.records)).toEqual(rig.state);
  });
  it('is the only one that ticks a write: elsewhere it is refused, and a record of it changes nothing', () => {
    const rig = createRunRig(rigText.replace('::value{tag=PT-1}', '::action[Stop]{tag=P-1.CMD value=0}'));
    expect(rig.act({ kind: 'try', step: 'stop', item: 0 })).toMatchObject({ ok: false, fault: { code: 'dry-run' } });
    const forged = applyRecord('run-0001', rig.state, { seq: rig.state.seq + 1, timeMs: 2_000_000, who: person('Anna'), op: null, event: { kind: 'action-tried', step: 'stop', item: 0, tag: 'P-1.CMD', value: 0 } });
    expect(forged?.strange).toBe(1);
    expect(forged?.steps).toEqual(rig.state.steps);
  });
});
