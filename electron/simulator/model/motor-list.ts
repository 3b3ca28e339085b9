import { Motor } from './motor.ts';
import type { Random } from './random.ts';

type Section = 'MCC-1' | 'MCC-2' | 'MCC-4';
type Row = readonly [id: string, section: Section, ratedA: number, runA: number, isRunning: boolean, coastS?: number, startS?: number];

// Rated and running currents, A; coast and start times, s. Kept as a table: it is the motor list of the works.
const rows: readonly Row[] = [
  ['P-101A', 'MCC-1', 32, 21, true],
  ['P-101B', 'MCC-1', 32, 21, false],
  ['AG-101', 'MCC-1', 11, 7, true],
  ['P-102A', 'MCC-1', 40, 27, true],
  ['P-102B', 'MCC-1', 40, 27, false],
  ['P-201A', 'MCC-2', 42, 29, true],
  ['P-201B', 'MCC-2', 42, 29, false],
  ['P-203', 'MCC-2', 28, 19, true],
  ['P-204', 'MCC-2', 24, 16, true],
  ['P-231A', 'MCC-2', 22.4, 22, true, 0.03, 0.4],
  ['P-231B', 'MCC-2', 22.4, 22, false, 0.03, 0.4],
  ['C-201', 'MCC-2', 98, 64, true, 40, 20],
  ['CV-201', 'MCC-2', 18, 11.4, true, 1, 1],
  ['CV-301', 'MCC-1', 9, 5, true],
  ['FN-301', 'MCC-1', 85, 58, true, 12, 6],
  ['FN-302', 'MCC-1', 98, 66, true, 12, 6],
  ['DR-301', 'MCC-1', 15, 9, true],
  ['RV-301', 'MCC-1', 5, 2.8, true],
  ['CV-302', 'MCC-1', 11, 6.5, true],
  ['P-301', 'MCC-1', 16, 10, true],
  ['P-401A', 'MCC-4', 35, 23, true],
  ['P-401B', 'MCC-4', 35, 23, false],
  ['FN-401', 'MCC-4', 30, 19, true, 8, 4],
  ['P-411A', 'MCC-4', 75, 52, true],
  ['P-411B', 'MCC-4', 75, 52, false],
  ['FN-411', 'MCC-4', 22, 14, true, 5, 3],
  ['FN-412', 'MCC-4', 22, 14, true, 5, 3],
  ['K-421', 'MCC-4', 105, 72, true, 3, 3],
  ['K-422', 'MCC-4', 105, 72, false, 3, 3],
  ['P-431A', 'MCC-4', 40, 24, true],
  ['P-431B', 'MCC-4', 40, 24, false],
  ['P-501A', 'MCC-4', 32, 20, true],
  ['P-501B', 'MCC-4', 32, 20, false],
];

export type MotorSet = {
  readonly byId: ReadonlyMap<string, Motor>;
  readonly sectionOf: ReadonlyMap<string, Section>;
  get(id: string): Motor;
};

/** The motors of the works in their normal state: duty machines run at speed, standby machines stand in automatic. */
export function createMotors(random: Random): MotorSet {
  const byId = new Map<string, Motor>();
  const sectionOf = new Map<string, Section>();
  for (const [id, section, ratedA, runA, isRunning, coastS, startS] of rows) {
    const motor = new Motor(id, {
      ratedA,
      runA,
      ...(coastS === undefined ? {} : { coastS }),
      // A start of 20 s would trip an ordinary relay: heavy starters have a slow one (IEC 60947-4-1, class 30; from common knowledge).
      ...(startS === undefined ? {} : { startS, ...(startS > 10 ? { thermalS: 8 * startS } : {}) }),
      dropOutMs: Math.round(25 + 45 * random.uniform()),
      hours: Math.round((isRunning ? 12_000 : 6_000) + 9_000 * random.uniform()),
    });
    motor.isRunning = isRunning;
    motor.speed = isRunning ? 1 : 0;
    motor.thermal = isRunning ? (runA / ratedA) ** 2 : 0;
    byId.set(id, motor);
    sectionOf.set(id, section);
  }
  const get = (id: string): Motor => {
    const motor = byId.get(id);
    if (motor === undefined) throw new Error(`no motor ${id}`);
    return motor;
  };
  return { byId, sectionOf, get };
}
