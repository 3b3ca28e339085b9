import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { LogicFile } from '#shared/model/logic.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { createDirectoryIndex } from './directory-index.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { watchNext } from './watch-next.ts';

const names = ['A', 'B', 'C', 'D', 'E'];
const directory = (connections: readonly unknown[]) =>
  createDirectoryIndex({
    ...smallDirectory(),
    assets: names.map((id) => AssetDefinition.parse({ id, name: id })),
    tags: [...names.map((id) => TagDefinition.parse({ id: `${id}.PV`, name: id, asset: id })), TagDefinition.parse({ id: 'B.RUN', name: 'Runs', asset: 'B', type: 'bool' }), TagDefinition.parse({ id: 'B.X', name: 'No limit', asset: 'B' })],
    alarms: names.map((id) => AlarmDefinition.parse({ id: `${id}.H`, tag: `${id}.PV`, kind: 'high', limit: 5, priority: 2, message: `${id} high` })),
    logic: LogicFile.parse({ connections }),
  });
const burst = (...alarms: readonly string[]): FirstOutGroup => ({
  id: 1,
  startMs: 0,
  lastMs: 0,
  isOver: false,
  alarmCount: alarms.length,
  ranked: [],
  undecided: [],
  members: alarms.map((alarm, at) => ({ alarm: alarm as AlarmId, seq: at, timeMs: at, uncertaintyMs: 0, parent: null, via: null })),
  runbook: null,
});
const row = [{ from: 'A', to: 'B' }, { from: 'B', to: 'C' }, { from: 'C', to: 'D' }];

describe('what to watch next', () => {
  const named = (index: ReturnType<typeof directory>, group: FirstOutGroup, active: readonly string[] = [], most = 6) =>
    watchNext(group, index, (alarm) => active.includes(alarm), most).map(({ tagIndex, steps }) => `${index.tag(tagIndex)?.id} ${steps}`);

  it('is the next two steps downstream, nearest first, then what stands in the burst itself; only values with limits', () => {
    expect(named(directory(row), burst('A.H'), ['A.H'])).toEqual(['B.PV 1', 'C.PV 2']);
    expect(named(directory(row), burst('A.H'))).toEqual(['B.PV 1', 'C.PV 2', 'A.PV 0']);
    expect(named(directory(row), burst('A.H'), ['A.H'], 1)).toEqual(['B.PV 1']);
  });

  it('leaves out what is in alarm already, and goes on behind it', () => {
    expect(named(directory(row), burst('A.H', 'B.H'), ['A.H', 'B.H'])).toEqual(['C.PV 1', 'D.PV 2']);
  });

  it('goes against the flow only where a fault acts back, and says nothing without a topology', () => {
    expect(named(directory([{ from: 'E', to: 'A' }]), burst('A.H'), ['A.H'])).toEqual([]);
    expect(named(directory([{ from: 'E', to: 'A', back: true }]), burst('A.H'), ['A.H'])).toEqual(['E.PV 1']);
    expect(named(directory([]), burst('A.H'), ['A.H'])).toEqual([]);
  });
});
