import { describe, expect, it } from 'vitest';
import type { Incident } from '#shared/model/incident.ts';
import { incidentOfOrigin } from './incident-of-origin.ts';

const incident = (id: string, alarm: string, assets: readonly string[], linked: readonly string[] = []) => ({ id, origin: { kind: 'alarm', alarm }, links: linked.map((one) => ({ kind: 'alarm', alarm: one })), assets }) as unknown as Pick<Incident, 'id' | 'origin' | 'links' | 'assets'>;
const open = [incident('INC-0001', 'P-231A.FLT', ['P-231A', 'K-201']), incident('INC-0002', 'FT-4314.H', ['HPU-431'], ['PT-4311.L'])];
const of = (alarm: string | null, asset: string | null): string | null => incidentOfOrigin({ incident: null, alarm, asset }, open);

describe('a run begun from an alarm, a first-out card or an asset', () => {
  it('belongs to the open incident that began with its alarm, or is linked to it', () => {
    expect(of('P-231A.FLT', null)).toBe('INC-0001');
    expect(of('PT-4311.L', null)).toBe('INC-0002');
  });

  it('belongs to the one that affects its asset where no alarm tells, and the alarm goes before the asset', () => {
    expect(of('XX-1.H', 'K-201')).toBe('INC-0001');
    expect(of('FT-4314.H', 'K-201')).toBe('INC-0002');
  });

  it('belongs to none that is about something else, and to the one it was opened for whatever else stands', () => {
    expect(of('XX-1.H', 'B-401')).toBeNull();
    expect(of(null, null)).toBeNull();
    expect(incidentOfOrigin({ incident: 'INC-0002', alarm: 'P-231A.FLT', asset: 'K-201' }, open)).toBe('INC-0002');
  });
});
