import { expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { startAlarms, story } from '../../../../test/support/alarm-rig.ts';
import { standingsToGoOn } from './strays.ts';

it('an alarm a device brought along, over between the reading of the snapshot and the reload, does not stand again', async () => {
  const own = AlarmDefinition.parse({ id: 'PT.H', tag: 'PT', kind: 'high', limit: 1, priority: 2, message: 'High' });
  const made = AlarmDefinition.parse({ id: 'PLC:E-1.Fault', tag: 'PT', kind: 'condition', device: 'PLC', source: 'E-1', condition: 'Fault', priority: 2, message: 'Drive fault' });
  const cause = { timeMs: 1, value: Number.NaN, quality: Q.good };
  const before = startAlarms({ definitions: [own] });
  before.engine.know(made);
  before.engine.report(made.id, 'condition-true', cause);
  before.engine.report(made.id, 'acknowledge', { ...cause, user: 'Anna' });
  await before.engine.settled();
  const snapshot = [...before.disk.standings.values()];
  before.engine.report(made.id, 'condition-false', cause);
  await before.engine.settled();
  const gone = { ...snapshot[0], alarm: AlarmId.parse('OLD.H'), definition: undefined };
  const goneOn = standingsToGoOn([...snapshot, gone as (typeof snapshot)[number]], before.engine);
  expect(goneOn.map(({ alarm }) => alarm)).toEqual(['OLD.H']);
  const after = startAlarms({ definitions: [own], disk: before.disk, restored: goneOn });
  after.engine.know(made);
  after.engine.report(made.id, 'condition-false', cause);
  await after.engine.settled();
  expect(story(after.seen)).toEqual([]);
  expect(after.engine.standings()).toEqual([]);
});
