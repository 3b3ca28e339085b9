import type { PartEntry, PartGroup, PartKey } from './part-entry.ts';

type Extra = 'turn' | 'caption' | 'level';
type Sizes = Readonly<Partial<Record<'size' | 'width' | 'height', number>>>;
/** Name, title, group, bounds at its own size (x, y, width, height), its own sizes, and what else it takes. */
type Row = readonly [string, string, PartGroup, readonly [number, number, number, number], Sizes, ...Extra[]];

const sizeTitles = { size: 'Size', width: 'Width', height: 'Height' } as const;
const sides = [
  { value: 'below', title: 'Below' },
  { value: 'above', title: 'Above' },
  { value: 'left', title: 'Left' },
  { value: 'right', title: 'Right' },
  { value: 'none', title: 'Not shown' },
] as const;

const extraKeys: Readonly<Record<Extra, readonly PartKey[]>> = {
  turn: [
    {
      name: 'turn',
      title: 'Direction',
      kind: 'choice',
      own: '0',
      choices: [
        { value: '0', title: 'Right' },
        { value: '90', title: 'Down' },
        { value: '180', title: 'Left' },
        { value: '270', title: 'Up' },
      ],
    },
    { name: 'flip', title: 'To the left', kind: 'flag', on: 'x' },
  ],
  caption: [{ name: 'caption', title: 'Letters in it', kind: 'text' }],
  level: [{ name: 'level', title: 'Level', kind: 'tag', types: ['float', 'int'] }],
};

/** What every symbol takes besides its sizes. The signals name another tag than the one of the asset with that use. */
const commonKeys: readonly PartKey[] = [
  { name: 'asset', title: 'Asset', kind: 'asset' },
  { name: 'label', title: 'Name stands', kind: 'choice', own: 'below', choices: sides },
  { name: 'note', title: 'State words stand', kind: 'choice', own: 'below', choices: sides },
  { name: 'name', title: 'Name in place of the asset’s tag', kind: 'text' },
  { name: 'screen', title: 'Opens screen', kind: 'screen' },
  { name: 'pair', title: 'Stands by for', kind: 'asset' },
  { name: 'run', title: 'Running signal', kind: 'tag' },
  { name: 'open', title: 'Open signal or position', kind: 'tag' },
  { name: 'shut', title: 'Shut signal', kind: 'tag' },
  { name: 'fault', title: 'Fault signal', kind: 'tag' },
  { name: 'mode', title: 'Mode', kind: 'tag' },
  { name: 'available', title: 'Available signal', kind: 'tag' },
  { name: 'local', title: 'Local signal', kind: 'tag' },
  { name: 'command', title: 'Command', kind: 'tag' },
];

/** An instrument stands for a tag rather than for an asset. */
const instrumentTag: PartKey = { name: 'tag', title: 'Tag', kind: 'tag' };

const rows: readonly Row[] = [
  ['pump', 'Pump', 'Rotating', [-16, -16, 32, 35.52], { size: 32 }, 'turn'],
  ['motor', 'Motor', 'Rotating', [-16, -16, 32, 32], { size: 32 }],
  ['generator', 'Generator', 'Rotating', [-16, -16, 32, 32], { size: 32 }],
  ['drive', 'Variable speed drive', 'Rotating', [-15, -15, 30, 30], { size: 30 }],
  ['fan', 'Fan', 'Rotating', [-16, -16, 32, 32], { size: 32 }],
  ['agitator', 'Agitator', 'Rotating', [-13, -13, 26, 26], { size: 26, height: 60 }],
  ['compressor', 'Compressor', 'Rotating', [-42, -40, 84, 80], { width: 84, height: 80 }, 'turn', 'caption'],
  ['screw-compressor', 'Screw compressor', 'Rotating', [-18, -18, 36, 39.96], { size: 36 }, 'turn'],
  ['displacement-pump', 'Positive-displacement pump', 'Rotating', [-16, -16, 32, 35.52], { size: 32 }, 'turn'],
  ['metering-pump', 'Metering pump', 'Rotating', [-16, -16, 32, 35.52], { size: 32 }, 'turn'],
  ['submersible-pump', 'Submersible pump', 'Rotating', [-10, -26, 20, 46], { size: 20 }],
  ['vacuum-pump', 'Vacuum pump', 'Rotating', [-16, -16, 32, 35.52], { size: 32 }],
  ['blower', 'Blower', 'Rotating', [-17, -17, 40.8, 37.74], { size: 34 }],
  ['ejector', 'Ejector', 'Rotating', [-32, -13, 64, 32], { size: 64 }, 'turn'],

  ['valve', 'On-off valve', 'Valves', [-12, -20, 24, 29], { size: 24 }, 'turn'],
  ['control-valve', 'Control valve', 'Valves', [-12, -23, 24, 32], { size: 24 }, 'turn'],
  ['hand-valve', 'Hand valve', 'Valves', [-12, -12, 24, 21], { size: 24 }, 'turn'],
  ['check-valve', 'Check valve', 'Valves', [-12, -9, 24, 18], { size: 24 }, 'turn'],
  ['relief-valve', 'Relief valve', 'Valves', [-12, -18, 24, 27], { size: 24 }, 'turn'],
  ['safety-valve', 'Safety valve', 'Valves', [-12, -22, 24, 34], { size: 24 }, 'turn'],
  ['three-way-valve', 'Three-way valve', 'Valves', [-12, -20, 24, 32], { size: 24 }, 'turn'],
  ['angle-valve', 'Angle valve', 'Valves', [-12, -20, 24, 32], { size: 24 }, 'turn'],
  ['butterfly-valve', 'Butterfly valve', 'Valves', [-12, -20, 24, 30], { size: 24 }, 'turn'],
  ['ball-valve', 'Ball valve', 'Valves', [-12, -20, 24, 29], { size: 24 }, 'turn'],
  ['diaphragm-valve', 'Diaphragm valve', 'Valves', [-12, -20, 24, 29], { size: 24 }, 'turn'],
  ['damper', 'Damper', 'Valves', [-12, -20, 24, 31], { size: 24 }, 'turn'],
  ['steam-trap', 'Steam trap', 'Valves', [-12, -12, 24, 24], { size: 24 }],

  ['tank', 'Tank', 'Vessels', [-17, -22, 34, 44], { width: 34, height: 44 }, 'level'],
  ['vessel', 'Upright vessel', 'Vessels', [-30, -60, 60, 120], { width: 60, height: 120 }, 'level'],
  ['drum', 'Drum', 'Vessels', [-58, -24, 116, 48], { width: 116, height: 48 }, 'level'],
  ['silo', 'Silo', 'Vessels', [-40, -65, 80, 130], { width: 80, height: 130 }, 'level'],
  ['accumulator', 'Hydraulic accumulator', 'Vessels', [-13, -30, 26, 60], { width: 26, height: 60 }, 'level'],
  ['hydraulic-unit', 'Hydraulic power unit', 'Vessels', [-60, -35, 120, 70], { width: 120, height: 70 }, 'level'],
  ['column', 'Column with trays', 'Vessels', [-26, -110, 52, 220], { width: 52, height: 220 }, 'level'],
  ['reactor', 'Agitated reactor', 'Vessels', [-38, -58, 76, 116], { width: 76, height: 116 }, 'level'],
  ['basin', 'Basin', 'Vessels', [-65, -26, 130, 52], { width: 130, height: 52 }, 'level'],
  ['hopper', 'Hopper', 'Vessels', [-32, -31, 64, 62], { width: 64, height: 62 }, 'level'],

  ['heat-exchanger', 'Heat exchanger', 'Heat', [-52, -23, 104, 46], { width: 104, height: 46 }],
  ['evaporator', 'Evaporator', 'Heat', [-78, -199, 156, 398], {}, 'level'],
  ['dryer', 'Fluid bed dryer', 'Heat', [-120, -46, 240, 92], { width: 240, height: 92 }],
  ['boiler', 'Boiler', 'Heat', [-65, -45, 130, 90], { width: 130, height: 90 }, 'level'],
  ['cooling-tower', 'Cooling tower', 'Heat', [-48, -52, 96, 104], { width: 96, height: 104 }],
  ['plate-exchanger', 'Plate heat exchanger', 'Heat', [-24, -32, 48, 64], { width: 48, height: 64 }],
  ['air-cooler', 'Air-cooled exchanger', 'Heat', [-55, -30, 110, 60], { width: 110, height: 60 }],
  ['condenser', 'Condenser', 'Heat', [-60, -30, 120, 60], { width: 120, height: 60 }, 'level'],
  ['chiller', 'Chiller', 'Heat', [-52, -30, 104, 60], { width: 104, height: 60 }],
  ['furnace', 'Fired heater', 'Heat', [-46, -65, 92, 130], { width: 92, height: 130 }],
  ['electric-heater', 'Electric heater', 'Heat', [-36, -14, 72, 28], { width: 72, height: 28 }],
  ['flare', 'Flare', 'Heat', [-22, -85, 44, 170], { height: 170 }],
  ['stack', 'Stack', 'Heat', [-17, -75, 34, 150], { width: 34, height: 150 }],

  ['filter', 'Filter', 'Separation', [-15, -25, 30, 50], { width: 30, height: 50 }],
  ['cyclone', 'Cyclone', 'Separation', [-27, -48, 54, 96], { width: 54, height: 96 }],
  ['centrifuge', 'Centrifuge', 'Separation', [-36, -22, 72, 44], { width: 72, height: 44 }],
  ['air-dryer', 'Air dryer', 'Separation', [-23, -31, 46, 62], { width: 46, height: 62 }],
  ['strainer', 'Strainer', 'Separation', [-14, -6, 28, 24], { size: 28 }, 'turn'],
  ['sieve', 'Sieve', 'Separation', [-46, -28, 92, 56], { width: 92, height: 56 }],

  ['conveyor', 'Conveyor', 'Transport', [-127, -10, 254, 34], { width: 254 }, 'turn'],
  ['rotary-valve', 'Rotary valve', 'Transport', [-14, -14, 28, 28], { size: 28 }],
  ['cylinder', 'Hydraulic cylinder', 'Transport', [-37, -11, 74, 22], { width: 74, height: 22 }],
  ['screw-conveyor', 'Screw conveyor', 'Transport', [-90, -10, 180, 20], { width: 180 }, 'turn'],
  ['bucket-elevator', 'Bucket elevator', 'Transport', [-32, -75, 64, 150], { height: 150 }],
  ['tanker', 'Tanker', 'Transport', [-64, -26, 128, 52], { size: 128 }],
  ['loading-arm', 'Loading arm', 'Transport', [-42, -34, 84, 68], { size: 84 }],
  ['crusher', 'Crusher', 'Transport', [-28, -30, 56, 60], { size: 56 }],
  ['mill', 'Ball mill', 'Transport', [-48, -22, 96, 44], { width: 96, height: 44 }],
  ['mixer', 'Mixer', 'Transport', [-48, -23, 96, 46], { width: 96, height: 46 }],
  ['static-mixer', 'Static mixer', 'Transport', [-38, -11, 76, 22], { width: 76, height: 22 }],

  ['breaker', 'Circuit breaker', 'Electrical', [-12, -12, 24, 24], { size: 24 }],
  ['feeder', 'Motor feeder', 'Electrical', [-12, -12, 24, 24], { size: 24 }],
  ['transformer', 'Transformer', 'Electrical', [-11.56, -17, 23.12, 34], { size: 34 }],
  ['plc', 'Controller', 'Electrical', [-30, -16, 60, 32], { width: 60, height: 32 }],
  ['disconnector', 'Disconnector', 'Electrical', [-12, -12, 24, 24], { size: 24 }],
  ['contactor', 'Contactor', 'Electrical', [-12, -12, 24, 24], { size: 24 }],
  ['earth-switch', 'Earthing switch', 'Electrical', [-12, -12, 24, 34], { size: 24 }],
  ['fuse', 'Fuse', 'Electrical', [-6, -12, 12, 24], { size: 24 }, 'turn'],
  ['bus-coupler', 'Bus coupler', 'Electrical', [-32, -12, 64, 24], { size: 64 }],
  ['ups', 'Uninterruptible supply', 'Electrical', [-18, -18, 36, 36], { size: 36 }],
  ['battery', 'Battery', 'Electrical', [-26, -17, 52, 34], { width: 52, height: 34 }, 'level'],
  ['rectifier', 'Rectifier', 'Electrical', [-15, -15, 30, 30], { size: 30 }],
  ['inverter', 'Inverter', 'Electrical', [-15, -15, 30, 30], { size: 30 }],
  ['solar', 'Solar panels', 'Electrical', [-38, -22, 76, 44], { width: 76, height: 44 }],
  ['diesel-set', 'Diesel generator', 'Electrical', [-38, -20, 76, 40], { size: 76 }],

  ['instrument', 'Field instrument', 'Instruments', [-22, -22, 44, 44], { size: 44 }, 'caption'],
  ['instrument-panel', 'Panel instrument', 'Instruments', [-22, -22, 44, 44], { size: 44 }, 'caption'],
  ['instrument-shared', 'Shared display or control', 'Instruments', [-22, -22, 44, 44], { size: 44 }, 'caption'],
  ['instrument-logic', 'Logic controller', 'Instruments', [-22, -22, 44, 44], { size: 44 }, 'caption'],
  ['interlock', 'Interlock', 'Instruments', [-13, -13, 26, 26], { size: 26 }, 'caption'],
  ['orifice', 'Orifice plate', 'Instruments', [-6, -13, 12, 26], { size: 12 }, 'turn'],
  ['venturi', 'Venturi tube', 'Instruments', [-22, -9, 44, 18], { size: 44 }, 'turn'],
  ['magnetic-meter', 'Magnetic flowmeter', 'Instruments', [-14, -22, 28, 34], { size: 28 }, 'turn'],
  ['coriolis-meter', 'Coriolis flowmeter', 'Instruments', [-20, -8, 40, 34], { size: 40 }, 'turn'],
  ['turbine-meter', 'Turbine flowmeter', 'Instruments', [-14, -14, 28, 28], { size: 28 }, 'turn'],
  ['rotameter', 'Rotameter', 'Instruments', [-12, -26, 24, 52], { size: 24 }],
];

function entryOf([name, title, group, [x, y, width, height], sizes, ...extras]: Row): PartEntry {
  const sizeKeys = Object.entries(sizes).map(([key, own]): PartKey => ({
    name: key,
    title: sizeTitles[key as keyof Sizes],
    kind: 'number',
    min: 4,
    max: 2000,
    own,
  }));
  return {
    name,
    title,
    group,
    isEquipment: true,
    box: { x, y, width, height },
    sizeKeys: sizeKeys.map((key) => key.name),
    keys: [...(group === 'Instruments' ? [instrumentTag] : []), ...commonKeys, ...sizeKeys, ...extras.flatMap((extra) => extraKeys[extra])],
    items: null,
  };
}

/** The symbols of `renderer/symbols/library`; a twin test there keeps bounds, sizes and keys equal to what they draw. */
export const equipmentCatalogue: readonly PartEntry[] = rows.map(entryOf);
