import { describe, expect, it } from 'vitest';
import { createFakeConsole } from '../testing/fake-console.ts';

const run = 'run-of-test-1';

describe('what is locked out on a console', () => {
  it('is what somebody at another console confirmed, and as it was at the moment shown; unknown while that is on its way', async () => {
    const { timers, engine, client } = createFakeConsole();
    const locks = () => client.locks.getState();
    const told = () => [...locks().byAsset].map(([asset, all]) => [asset, all.map(({ reference, by, number }) => `${reference} by ${by}, run ${number}`)]);
    expect(locks().isKnown).toBe(false);
    await timers.settle();
    const begunMs = timers.wallMs();
    await client.call('runbook.begin', { run, runbook: 'RB-T-01', hash: null, incident: null, alarm: null, asset: null, reason: '' });
    engine.runs.act(run, { kind: 'skip', step: 'stop', to: null, reason: 'seen on the spot' }, 'Ben');
    await timers.advance(10_000);
    expect([locks().isKnown, told()]).toEqual([true, []]);
    engine.runs.act(run, { kind: 'gate', step: 'lock', item: 0, reference: 'L-17' }, 'Ben');
    await timers.advance(30_000);
    const hung = [['P-1', ['L-17 by Ben, run 1']]];
    expect(told()).toEqual(hung);
    for (const [afterMs, then] of [[5000, []], [15_000, hung], [-5000, []]] as const) {
      client.timeline.seek(begunMs + afterMs);
      await timers.advance(100);
      expect(client.timeline.state.getState().mode).toBe('replay');
      expect([locks().isKnown, told()]).toEqual([true, then]);
    }
    client.timeline.live();
    await timers.advance(100);
    expect(told()).toEqual(hung);
    client.close();
  });
});
