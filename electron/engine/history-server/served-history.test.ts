import { describe, expect, it } from 'vitest';
import type { ServerStatus } from './history-server.ts';
import { withServerStatus } from './served-history.ts';

const recording = { state: 'ok', sentence: 'Recording.', bytes: 5 } as const;
const server = (more: Partial<ServerStatus>): ServerStatus => ({
  state: 'connected',
  sentence: 'The history server db:5432 has the history.',
  sinceMs: 0,
  rowsBehind: 0,
  rowsLost: 0,
  readTrouble: null,
  ...more,
});

describe('what the operator is told of the history server', () => {
  it('nothing while all is well, and while nobody knows yet', () => {
    expect(withServerStatus(recording, null)).toEqual(recording);
    expect(withServerStatus(recording, server({}))).toEqual(recording);
    expect(withServerStatus(recording, server({ state: 'connecting' }))).toEqual(recording);
  });

  it('that it is away and how much waits for it', () => {
    const told = withServerStatus(
      recording,
      server({ state: 'buffering', sentence: 'The history server cannot be reached.', rowsBehind: 1200 }),
    );
    expect(told).toEqual({
      state: 'degraded',
      sentence: 'Recording. The history server cannot be reached. 1200 samples wait for it.',
      bytes: 5,
    });
  });

  it('what will be missing there, also when it is back', () => {
    expect(withServerStatus(recording, server({ rowsLost: 7 })).sentence).toContain('7 samples will be missing there.');
    expect(withServerStatus(recording, server({ rowsLost: 7 })).state).toBe('degraded');
  });

  it('that older samples could not be read from it', () => {
    const told = withServerStatus(recording, server({ readTrouble: 'The history server took too long over a request.' }));
    expect(told.state).toBe('degraded');
    expect(told.sentence).toBe(
      'Recording. Older samples could not be read from the history server: The history server took too long over a request.',
    );
  });

  it('never less than the trouble of this machine', () => {
    expect(withServerStatus({ ...recording, state: 'full' as 'full' | 'ok' }, server({ state: 'refused' })).state).toBe('full');
  });
});
