import { expect, it } from 'vitest';
import { incidentSpan } from './incident-span.ts';

const closed = { atMs: 5_000_000, by: 'Lena', cause: 'x', actions: [], downtimeMin: null };

it('a recording of an incident begins before what led to it, and ends after its close, or now', () => {
  const one = { startMs: 2_000_000, openedMs: 2_100_000, precursorMs: null, closed: null };
  expect(incidentSpan(one, 4_000_000)).toEqual({ fromMs: 1_700_000, toMs: 4_000_000 });
  expect(incidentSpan({ ...one, precursorMs: 1_000_000, closed }, 9_000_000)).toEqual({ fromMs: 700_000, toMs: 5_060_000 });
  // Nothing of the time to come.
  expect(incidentSpan({ ...one, closed }, 5_010_000).toMs).toBe(5_010_000);
});
