import { AssetDefinition } from '#shared/model/asset.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import { Connection, Interlock } from '#shared/model/logic.ts';
import type { BurstEvent } from '../burst-alarm.ts';
import type { KnowledgeSource } from '../plant-knowledge.ts';

/** A small compressor station: switchgear, two lube pumps, the machine, what it feeds, and a boiler that has nothing to do with it. */
export const station: KnowledgeSource = {
  assets: ['MCC', 'P-A', 'P-B', 'LUBE', 'K-1', 'M-1', 'V-1', 'FEED', 'BOILER', 'STACK'].map((id) => AssetDefinition.parse({ id, name: id })),
  connections: [
    ['MCC', 'P-A'],
    ['MCC', 'P-B'],
    ['MCC', 'M-1'],
    ['P-A', 'LUBE'],
    ['P-B', 'LUBE'],
    ['LUBE', 'K-1'],
    ['M-1', 'K-1'],
    ['K-1', 'V-1'],
    ['V-1', 'FEED'],
    ['BOILER', 'STACK'],
  ].map(([from, to]) => Connection.parse({ from, to })),
  interlocks: [
    Interlock.parse({ id: 'I-1', name: 'Low-low lube oil pressure trips K-1', tag: 'K-1.TRIP', causes: ['PT-1.LL'], effects: ['K-1', 'M-1'] }),
    Interlock.parse({ id: 'I-2', name: 'Low lube oil pressure starts P-B', causes: ['PT-1.L'], effects: ['P-B'] }),
  ],
};

/** `ASSET:ALARM` at a time in seconds, `-` in front for a return; alarms `X.L` belong to tag `X`. */
export function burstEvents(lines: readonly (readonly [string, number])[], uncertaintyMs = 1): readonly BurstEvent[] {
  return lines.map(([name, atS], at) => {
    const [asset = '', alarm = ''] = name.replace(/^-/, '').split(':');
    return {
      alarm: alarm as AlarmId,
      asset: asset as AssetId,
      tag: (/\.(L|LL|H|HH)$/.test(alarm) ? alarm.replace(/\.[LH]+$/, '') : alarm) as TagId,
      kind: name.startsWith('-') ? 'returned' : 'raised',
      seq: at + 1,
      timeMs: 1_800_000_000_000 + atS * 1000,
      uncertaintyMs,
    };
  });
}

/** The lube pump trips, the standby does not start, the machine trips, the process follows. */
export const lubeTrip: readonly (readonly [string, number])[] = [
  ['P-A:P-A.FLT', 0],
  ['LUBE:PT-1.L', 0.456],
  ['P-B:P-B.FTS', 0.611],
  ['LUBE:PT-1.LL', 0.964],
  ['K-1:K-1.TRIP', 1.012],
  ['M-1:M-1.BRK', 1.048],
  ['K-1:XI-1.L', 1.42],
  ['V-1:PT-2.H', 3.87],
  ['FEED:FT-1.L', 6.3],
];
