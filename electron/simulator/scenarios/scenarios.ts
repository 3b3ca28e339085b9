import { clamp } from '../model/functions.ts';
import type { Scenario } from './scenario.ts';

/** All fault scenarios, in the order of SIM.SCENARIO. */
export const scenarios: readonly Scenario[] = [
  {
    id: 1,
    key: 'lube-pump-trip',
    title: 'Lube pump overload, standby in manual',
    story:
      'The bearing of lube pump P-231A seizes slowly: its motor draws 141 % until the overload trips it. The standby pump was left in manual.',
    first: { alarm: 'P-231A.FLT', withinS: [30, 50] },
    cascade: [
      { alarm: 'PT-2312.L', withinS: [0.3, 0.6] },
      { alarm: 'P-231B.FTS', withinS: [0.45, 0.8] },
      { alarm: 'PT-2312.LL', withinS: [0.7, 1.1] },
      { alarm: 'K-201.TRIP', withinS: [0.75, 1.2] },
      { alarm: 'M-201.BRK', withinS: [0.78, 1.25] },
      { alarm: 'XI-2399.LL', withinS: [1, 2] },
      { alarm: 'XV-2190.ZSO', withinS: [1.4, 2.5] },
      { alarm: 'PT-2102.H', withinS: [2, 6] },
      { alarm: 'I-204.ACT', withinS: [5.5, 7] },
      { alarm: 'I-207.ACT', withinS: [6.3, 8] },
      { alarm: 'LT-2031.L', withinS: [12, 35] },
      { alarm: 'TT-2321.HH', withinS: [30, 80] },
    ],
    start: (plant) => {
      plant.world.motors.get('P-231B').isAuto = false;
    },
    step: (plant, sinceS) => {
      plant.world.motors.get('P-231A').friction = 1 + 0.43 * clamp(sinceS / 3, 0, 1);
    },
    stop: (plant) => {
      plant.world.motors.get('P-231A').friction = 1;
    },
  },
  {
    id: 2,
    key: 'bearing-wear',
    title: 'Bearing wear to trip',
    story:
      'The drive-end bearing of K-201 wears out over twenty minutes: condition index, vibration and temperature rise in this order until I-233 trips.',
    first: { alarm: 'VI-2336.H', withinS: [250, 450] },
    cascade: [
      { alarm: 'VT-2331Y.H', withinS: [60, 250] },
      { alarm: 'VT-2331X.H', withinS: [120, 350] },
      { alarm: 'VI-2336.HH', withinS: [200, 400] },
      { alarm: 'TT-2321.H', withinS: [400, 750] },
      { alarm: 'I-233.ACT', withinS: [500, 800] },
      { alarm: 'I-204.ACT', withinS: [505, 810] },
    ],
    start: () => undefined,
    step: (plant, sinceS) => {
      plant.world.compressor.wear = clamp(sinceS / 1200, 0, 1);
    },
    stop: (plant) => {
      plant.world.compressor.wear = 0;
    },
  },
  {
    id: 3,
    key: 'suction-blockage',
    title: 'Feed pump suction blockage',
    story: 'Scale blocks the suction strainer of P-201A: suction pressure falls, the pump cavitates and shakes, the feed collapses.',
    first: { alarm: 'PT-2011.L', withinS: [15, 70] },
    cascade: [
      { alarm: 'VT-2011.H', withinS: [4, 60] },
      { alarm: 'PT-2011.LL', withinS: [10, 90] },
      { alarm: 'VT-2011.HH', withinS: [12, 120] },
      { alarm: 'FT-2011.L', withinS: [20, 200] },
    ],
    start: () => undefined,
    step: (plant, sinceS) => {
      plant.world.feed.strainer = 1 + 34 * clamp(sinceS / 200, 0, 1) ** 1.5;
    },
    stop: (plant) => {
      plant.world.feed.strainer = 1;
    },
  },
  {
    id: 4,
    key: 'stuck-valve',
    title: 'Feed valve stuck',
    story: 'The stem of FCV-2011 slips and jams at 32 %: the controller opens in vain, the evaporator level sinks.',
    first: { alarm: 'FCV-2011.DEV', withinS: [4, 20] },
    cascade: [
      { alarm: 'LT-2101.L', withinS: [200, 900] },
      { alarm: 'LT-2101.LL', withinS: [400, 1400] },
      { alarm: 'I-205.ACT', withinS: [600, 1600] },
    ],
    start: (plant) => {
      const valve = plant.world.valves['FCV-2011'];
      valve.position = 32;
      valve.isStuck = true;
    },
    stop: (plant) => {
      plant.world.valves['FCV-2011'].isStuck = false;
    },
  },
  {
    id: 5,
    key: 'sensor-drift',
    title: 'Density sensor drift',
    story: 'Scale on DT-2041 makes it read ever higher. The controller draws more and more slurry, and the true density falls.',
    first: { alarm: 'DT-2041.H', withinS: [150, 500] },
    cascade: [{ alarm: 'DT-2041.HH', withinS: [200, 700] }],
    start: () => undefined,
    step: (plant, sinceS) => {
      plant.evaporationPlc.densityErrorKgL = clamp(sinceS * 0.00012, 0, 0.12);
    },
    stop: (plant) => {
      plant.evaporationPlc.densityErrorKgL = 0;
    },
  },
  {
    id: 6,
    key: 'instrument-air-loss',
    title: 'Instrument air loss',
    story: 'A main of the instrument air breaks. Both compressors cannot hold it; below 3.5 bar the valves go to their fail positions.',
    first: { alarm: 'FT-4214.H', withinS: [1, 5] },
    cascade: [
      { alarm: 'PT-4211.L', withinS: [3, 20] },
      { alarm: 'PT-4211.LL', withinS: [12, 50] },
      { alarm: 'XV-2190.ZSO', withinS: [20, 70] },
      { alarm: 'FT-2011.L', withinS: [22, 80] },
      { alarm: 'FCV-2011.DEV', withinS: [24, 80] },
    ],
    start: (plant) => {
      plant.world.air.leakM3H = 4200;
    },
    stop: (plant) => {
      plant.world.air.leakM3H = 0;
    },
  },
  {
    id: 7,
    key: 'power-dip',
    title: 'Power dip',
    story:
      'The supply dips to 35 % for 300 ms. Contactors drop out one after another within 80 ms, the compressor drive trips, and everything that follows follows.',
    first: { alarm: 'MCC-1.UV', withinS: [0, 0.2] },
    cascade: [
      { alarm: 'M-201.FLT', withinS: [0, 0.1] },
      { alarm: 'K-201.TRIP', withinS: [0, 0.1] },
      { alarm: 'P-201A.FLT', withinS: [0.01, 0.15] },
      { alarm: 'XI-2399.LL', withinS: [0.2, 1] },
      { alarm: 'PT-2312.L', withinS: [0.35, 1] },
      { alarm: 'BS-4016', withinS: [1, 20] },
    ],
    start: (plant) => {
      for (const section of ['MCC-1', 'MCC-2', 'MCC-4'] as const) plant.setVoltage(section, 0.35);
    },
    step: (plant, sinceS) => {
      if (sinceS >= 0.3 && plant.world.voltage['MCC-1'] < 1)
        for (const section of ['MCC-1', 'MCC-2', 'MCC-4'] as const) plant.setVoltage(section, 1);
    },
    stop: (plant) => {
      for (const section of ['MCC-1', 'MCC-2', 'MCC-4'] as const) if (plant.world.voltage[section] < 1) plant.setVoltage(section, 1);
    },
  },
  {
    id: 8,
    key: 'link-closed',
    title: 'PLC-41 link closed',
    story: 'The utilities PLC loses its network card: connections are closed and refused. The plant itself goes on.',
    first: { alarm: 'link:PLC-41', withinS: [0, 5] },
    cascade: [],
    start: (plant) => plant.setLink('PLC-41', 'closed'),
    stop: (plant) => plant.setLink('PLC-41', 'none'),
  },
  {
    id: 9,
    key: 'link-hung',
    title: 'PLC-41 hangs',
    story: 'The utilities PLC hangs: it takes connections and requests and never answers. The plant itself goes on.',
    first: { alarm: 'link:PLC-41', withinS: [0, 5] },
    cascade: [],
    start: (plant) => plant.setLink('PLC-41', 'hung'),
    stop: (plant) => plant.setLink('PLC-41', 'none'),
  },
  {
    id: 10,
    key: 'hydraulic-leak',
    title: 'Hydraulic leak',
    story:
      'A hose of the hydraulic unit bursts: flow high, oil level falling, the pumps stop at low oil, the centrifuge pusher stands and the centrifuge trips on vibration.',
    first: { alarm: 'FT-4314.H', withinS: [0.2, 3] },
    cascade: [
      { alarm: 'PT-4311.L', withinS: [0.2, 5] },
      { alarm: 'LT-4312.L', withinS: [60, 150] },
      { alarm: 'I-431.ACT', withinS: [120, 260] },
      { alarm: 'I-206.ACT', withinS: [125, 300] },
    ],
    start: (plant) => {
      plant.world.hydraulics.leakLpm = 75;
    },
    stop: (plant) => {
      plant.world.hydraulics.leakLpm = 0;
    },
  },
];
