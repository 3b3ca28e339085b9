import { createDirectoryIndex, type DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { Directory } from '#shared/contract/project.ts';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { noLogic } from '#shared/model/logic.ts';
import { AlarmSettings, ScreenEntry } from '#shared/model/project.ts';
import { TagDefinition } from '#shared/model/tag.ts';

/** The same as the console knows it. */
export const smallIndex = (): DirectoryIndex => createDirectoryIndex(smallDirectory());

/** A directory of one site with two units, for tests. */
export function smallDirectory(revision = 1): Directory {
  const tag = (id: string, asset: string, more: Record<string, unknown> = {}) => TagDefinition.parse({ id, name: `Name of ${id}`, asset, ...more });
  return {
    revision,
    name: 'Test works',
    home: 'plant',
    isSimulated: false,
    assets: [
      AssetDefinition.parse({ id: 'HW', name: 'Works', level: 'site', screen: 'plant' }),
      AssetDefinition.parse({ id: 'U1', name: 'Unit 1', level: 'area', parent: 'HW', screen: 'u1' }),
      AssetDefinition.parse({ id: 'U2', name: 'Unit 2', level: 'area', parent: 'HW' }),
      AssetDefinition.parse({ id: 'P-1', name: 'Pump 1', parent: 'U1', kind: 'pump' }),
      AssetDefinition.parse({ id: 'LOST', name: 'Lost', parent: 'NOWHERE' }),
    ],
    tags: [
      tag('FT-1', 'P-1', { unit: 'm³/h', range: [0, 100], normal: [40, 60], setpoint: 'FT-1.SP', device: 'PLC-1', address: 'a', decimals: 1 }),
      tag('FT-1.SP', 'P-1', { use: 'sp', writable: true, range: [0, 100], device: 'PLC-1', address: 'b' }),
      tag('P-1.RUN', 'P-1', { use: 'run', type: 'bool', device: 'PLC-1', address: 'c' }),
      tag('TT-2', 'U2', { unit: '°C', device: 'PLC-2', address: 'd' }),
      tag('XI-9', 'U2', { expression: '{TT-2} * 2.0' }),
    ],
    logic: noLogic,
    alarmSettings: AlarmSettings.parse({}),
    alarms: [
      AlarmDefinition.parse({ id: 'FT-1.HH', kind: 'high-high', tag: 'FT-1', priority: 1, limit: 90, message: 'Flow high-high' }),
      AlarmDefinition.parse({ id: 'FT-1.H', kind: 'high', tag: 'FT-1', priority: 2, limit: 70, message: 'Flow high' }),
      AlarmDefinition.parse({ id: 'TT-2.H', kind: 'high', tag: 'TT-2', asset: 'U2', priority: 3, limit: 50, message: 'Temperature high' }),
      AlarmDefinition.parse({ id: 'TT-2.D', kind: 'discrete', tag: 'TT-2', state: 1, priority: 4, message: 'Diagnostic' }),
    ],
    devices: [
      { id: 'PLC-1', name: 'PLC 1', driver: 'modbus', asset: null, enabled: true, tagCount: 3 },
      { id: 'PLC-2', name: 'PLC 2', driver: 'opcua', asset: null, enabled: true, tagCount: 1 },
    ],
    screens: [ScreenEntry.parse({ id: 'plant', title: 'Plant' }), ScreenEntry.parse({ id: 'u1', title: 'Unit 1' })],
    trends: [],
    recording: null,
  };
}
