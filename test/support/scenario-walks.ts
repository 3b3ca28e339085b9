import type { Closing } from './incident-hand.ts';
import type { StepDeed, StepEnd } from './runbook-hand.ts';

/** One step of a runbook as a crew goes through it in the window. */
export type WalkedStep = {
  readonly step: string;
  readonly deeds?: readonly StepDeed[];
  /** Checks that the data tick by themselves before the step ends, by their text. */
  readonly ticks?: readonly string[];
  /** Tags whose values the ended step must still show, with what they then look like. */
  readonly evidence?: Readonly<Record<string, RegExp>>;
  /** Where the fault is mended at this step: the scenario ends before the checks are waited for. */
  readonly mends?: boolean;
  readonly end: StepEnd;
};

/** One scenario of the demo plant from the fault to the report. */
export type ScenarioWalk = {
  readonly key: string;
  readonly title: string;
  /** How many times faster than real time the plant runs. */
  readonly speed: 1 | 2 | 5 | 10 | 20;
  /** The plant goes on so much faster once the first failure and what follows at once are seen: polls tell their order in real time alone. */
  readonly hurries?: { readonly times: 10; readonly after: string };
  /** The documented first failure: its alarm, and what the first-out card calls it. */
  readonly first: { readonly alarm: string; readonly tag: string };
  /**
   * Where the incident begins and the runbook is found. `card`: the first-out card. `alarm`: the alarm in list and inspector, as
   * one alarm makes no burst. `alarm-then-card`: at the alarm, since the others come minutes later; the plant runs in real time
   * meanwhile, so that what is seen does not depend on how fast the window is, and the card is to name it then.
   * `board`: as `alarm`, and the runbook is one that the board suggests.
   */
  readonly begins: 'card' | 'alarm' | 'alarm-then-card' | 'board';
  /** Tags of what the scenario documents to follow, which stand below the first failure where its card has them. */
  readonly below?: readonly string[];
  /** Message of an alarm that follows, which the timeline holds behind the first. */
  readonly follows: string | null;
  readonly runbook: string;
  readonly steps: readonly WalkedStep[];
  /** How the run ends. */
  readonly end: { readonly kind: 'finish' | 'abort'; readonly words: string };
  readonly closing: Closing;
};

const confirm: StepEnd = { kind: 'confirm' };
const override = (reason: string, to?: string): StepEnd => ({ kind: 'override', reason, ...(to === undefined ? {} : { to }) });

/**
 * All scenarios of the demo plant. Those without a burst of their own come last or first: their alarms would be taken for precursors
 * of others within half an hour. Behind the power dip a plant set back warms up at once, which is a fast rise to its bearings.
 */
export const scenarioWalks: readonly ScenarioWalk[] = [
  {
    key: 'stuck-valve',
    title: 'Feed valve stuck',
    speed: 10,
    first: { alarm: 'FCV-2011.DEV', tag: 'FCV-2011.DEV' },
    begins: 'alarm',
    follows: null,
    runbook: 'RB-U200-04',
    steps: [
      { step: 'manual', deeds: [{ write: 'FIC-2011 to Man' }], ticks: ['FIC-2011 in Man'], evidence: { 'FIC-2011.MODE': /^Man/, 'FCV-2011.ZT': /^\d/, 'LT-2101': /^\d/ }, end: confirm },
      { step: 'air', ticks: ['Instrument air above 5.5 bar'], evidence: { 'PT-4211': /^[67]\.\d+ bar/ }, end: confirm },
      { step: 'stroke', deeds: [{ write: 'Output 50 %' }, { write: 'Output 20 %' }], end: { kind: 'confirm', to: 'Hold the level without the valve' } },
      { step: 'hold', end: override('The level is held by hand, watched at the glass.') },
      { step: 'free', mends: true, end: override('The stem is seen to follow.', 'Back to cascade') },
      { step: 'back', deeds: [{ write: 'FIC-2011 to Cascade' }], end: override('The level comes back by itself.') },
    ],
    end: { kind: 'finish', words: 'Stem washed and free.' },
    closing: { cause: 'Salt on the stem of FCV-2011', actions: ['Wash the stem at each round', 'Order a new packing'], downtimeMin: 5 },
  },
  {
    key: 'lube-pump-trip',
    title: 'Lube pump overload',
    speed: 10,
    first: { alarm: 'P-231A.FLT', tag: 'P-231A.FLT' },
    begins: 'card',
    follows: 'Compressor tripped',
    runbook: 'RB-K201-03',
    steps: [
      { step: 'stopped', ticks: ['The drive is off'], evidence: { 'ST-2301': /^[\d\s,]+ rpm/, 'K-201.RUN': /./ }, end: override('The rotor is seen to come to rest.') },
      { step: 'vent', ticks: ['Vent open', 'Pressure below 1.10 bar a', 'Recycle valve FCV-2305 open'], evidence: { 'PT-2102': /^\d\.\d+ bar/, 'FCV-2305.ZT': /^(9\d|100)/ }, end: confirm },
    ],
    end: { kind: 'abort', words: 'The mechanics go on by the pump.' },
    closing: { cause: 'Lube pump P-231A overloaded by a seized bearing, standby left in manual', actions: ['Change the bearing of P-231A', 'Check selectors at each shift'], downtimeMin: 180 },
  },
  {
    key: 'suction-blockage',
    title: 'Feed pump suction blockage',
    speed: 10,
    first: { alarm: 'PT-2011.L', tag: 'PT-2011' },
    begins: 'card',
    follows: 'vibration',
    runbook: 'RB-U200-02',
    steps: [
      { step: 'tank', ticks: ['TK-201 above 25 %'], evidence: { 'LT-2012': /^\d+(\.\d+)? %/, 'PT-2011': /bar/ }, end: confirm },
      { step: 'cavitation', deeds: [{ reading: 'Suction pressure at the gauge of P-201A', value: '-0.2' }], ticks: ['Suction below 0.1 bar while P-201A runs'], end: confirm },
      { step: 'change-over', deeds: [{ write: 'Start P-201B' }], end: override('P-201B is heard to carry; P-201A is stopped at its panel.') },
    ],
    end: { kind: 'abort', words: 'The strainer is cleaned by the day shift.' },
    closing: { cause: 'Scale in the suction strainer of P-201A', actions: ['Clean the strainer'], downtimeMin: 0 },
  },
  {
    key: 'hydraulic-leak',
    title: 'Hydraulic leak',
    speed: 1,
    hurries: { times: 10, after: 'PT-4311.L' },
    first: { alarm: 'FT-4314.H', tag: 'FT-4314' },
    begins: 'card',
    follows: 'level',
    runbook: 'RB-U400-04',
    steps: [{ step: 'shut', deeds: [{ write: 'Shut XV-4311' }, { write: 'Stop the slurry pump' }], ticks: ['XV-4311 shut', 'Slurry off'], evidence: { 'FT-4314': /L\/min/, 'LT-4312': /%/ }, end: confirm }],
    end: { kind: 'abort', words: 'The mechanics change the hose.' },
    closing: { cause: 'Hose of HPU-431 burst', actions: ['Change all hoses of that year'], downtimeMin: 45 },
  },
  {
    key: 'bearing-wear',
    title: 'Bearing wear to trip',
    speed: 20,
    first: { alarm: 'VI-2336.H', tag: 'VI-2336' },
    begins: 'alarm-then-card',
    below: ['VT-2331Y', 'VT-2331X'],
    follows: 'vibration',
    runbook: 'RB-K201-01',
    steps: [
      { step: 'believe', ticks: ['Vibration monitor healthy'], evidence: { 'VI-2336': /^\d/, 'TT-2321': /°C/ }, end: override('Two probes and the index agree.') },
      { step: 'time', ticks: ['Bearing below 90 °C'], end: override('It is watched from the panel.') },
      { step: 'cause', end: { kind: 'confirm', to: 'Take speed off the rotor' } },
    ],
    end: { kind: 'abort', words: 'K-201 is stopped on purpose.' },
    closing: { cause: 'Drive-end bearing of K-201 worn out', actions: ['Change the bearing', 'Take a new baseline'], downtimeMin: 480 },
  },
  {
    key: 'instrument-air-loss',
    title: 'Instrument air loss',
    speed: 2,
    first: { alarm: 'FT-4214.H', tag: 'FT-4214' },
    begins: 'card',
    follows: 'air',
    runbook: 'RB-U400-01',
    steps: [
      // Confirmed as soon as the data point there, below 4 bar: just below, it is written as 4.00.
      { step: 'how-much', evidence: { 'PT-4211': /^(4\.00|[0-3]\.\d+) bar/ }, end: { kind: 'confirm', to: 'Park the evaporator before the valves do it' } },
      { step: 'park', deeds: [{ write: 'Stop K-201' }, { write: 'Shut XV-2020' }], ticks: ['K-201 off, vent open', 'Steam shut'], evidence: { 'XV-2190.ZSO': /./ }, end: confirm },
    ],
    end: { kind: 'abort', words: 'The main is shut in and mended under a permit.' },
    closing: { cause: 'Main of the instrument air broken at the pipe rack', actions: ['Mend the main', 'Fit section valves'], downtimeMin: 90 },
  },
  {
    key: 'power-dip',
    title: 'Power dip',
    speed: 5,
    first: { alarm: 'MCC-1.UV', tag: 'MCC-1.UV' },
    begins: 'card',
    follows: 'Compressor tripped',
    runbook: 'RB-EL-01',
    steps: [
      { step: 'supply', ticks: ['No undervoltage stands'], evidence: { 'EI-001': /^1\d\.\d+ kV/ }, end: override('The supplier says that the line is steady.') },
      { step: 'safe', ticks: ['K-201 off, vent open', 'No steam to the preheater', 'V-201 below 1.10 bar a', 'Drum of B-401 above 30 %'], evidence: { 'LT-4012': /^\d+(\.\d+)? %/ }, end: confirm },
    ],
    end: { kind: 'abort', words: 'The works is restarted by the restart list.' },
    closing: { cause: 'Supply dipped for 300 ms', actions: ['Ask the supplier for the record of the dip'], downtimeMin: 240 },
  },
  {
    key: 'link-closed',
    title: 'PLC-41 link closed',
    speed: 1,
    first: { alarm: 'PLC-41.LINK', tag: 'PLC-41.LINK' },
    begins: 'alarm',
    follows: null,
    runbook: 'RB-AUT-01',
    steps: [
      { step: 'eyes', deeds: [{ reading: 'Gauge glass of the drum of B-401', value: '50' }, { reading: 'Steam pressure at the gauge', value: '3.1' }, { reading: 'Air pressure at V-421', value: '6.9' }], end: confirm },
      { step: 'only-this', ticks: ['PLC-21 answers', 'GW-02 answers', 'MCC-2 answers'], evidence: { 'PLC-21.LINK': /./ }, end: confirm },
      { step: 'reason', deeds: [{ note: 'The sentence in Diagnose, word for word', text: 'It refuses the connection' }], end: { kind: 'confirm', to: 'Card or cable' } },
      { step: 'card', deeds: [{ note: 'What was changed', text: 'Network card pulled and pushed' }], mends: true, end: override('The link lamp is on.') },
      { step: 'stable', ticks: ['Air measured and above 5.5 bar'], evidence: { 'PT-4211': /^[67]\.\d+ bar/ }, end: override('All values agree with those read outside.') },
    ],
    end: { kind: 'finish', words: '' },
    closing: { cause: 'Network card of PLC-41 lost', actions: ['Order a card'], downtimeMin: 0 },
  },
  {
    key: 'link-hung',
    title: 'PLC-41 hangs',
    speed: 1,
    first: { alarm: 'PLC-41.LINK', tag: 'PLC-41.LINK' },
    begins: 'board',
    follows: null,
    runbook: 'RB-AUT-02',
    steps: [
      { step: 'hangs', deeds: [{ note: 'RUN lamp, link lamp, sentence in Diagnose', text: 'RUN on, takes connections, never answers' }, { photo: 'Lamps before the restart' }], ticks: ['Its values are bad'], evidence: { 'PT-4111': /./ }, end: override('Seen at the cabinet for five minutes.') },
      { step: 'park', end: { kind: 'skip', reason: 'The works stood already.' } },
      { step: 'save', deeds: [{ note: 'File name of the diagnostic buffer, last entries', text: 'plc41.txt, watchdog' }], end: confirm },
    ],
    end: { kind: 'abort', words: 'The restart waits for the maker.' },
    closing: { cause: 'PLC-41 hung, cause not known yet', actions: ['Send the buffer to the maker'], downtimeMin: 20 },
  },
  {
    key: 'sensor-drift',
    title: 'Density sensor drift',
    speed: 20,
    first: { alarm: 'DT-2041.H', tag: 'DT-2041' },
    begins: 'alarm',
    follows: null,
    runbook: 'RB-U200-05',
    steps: [
      { step: 'others', evidence: { 'DT-2041': /^1\.[34]\d+ kg\/L/ }, end: { kind: 'skip', reason: 'The cake is thinner than ever: it drifts.' } },
      { step: 'manual', deeds: [{ write: 'DIC-2041 to Man' }, { write: 'LCV-2041 to 52 %' }], ticks: ['DIC-2041 in Man'], evidence: { 'DIC-2041.MODE': /^Man/ }, end: confirm },
      { step: 'sample', deeds: [{ reading: 'Density of the sample', value: '1.29' }, { reading: 'Density of the second sample', value: '1.29' }, { note: 'Time of the sample', text: 'At noon; the transmitter read 1.33' }], end: confirm },
    ],
    end: { kind: 'abort', words: 'The radiation officer shuts the source tomorrow.' },
    closing: { cause: 'Scale on DT-2041', actions: ['Descale the spool'], downtimeMin: 0 },
  },
];
