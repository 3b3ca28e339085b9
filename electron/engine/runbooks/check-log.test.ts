import { expect, it } from 'vitest';
import { createCheckLog } from './check-log.ts';

it('every change of a check is written down, but of one that chatters one in ten seconds, with the number left out', () => {
  const log = createCheckLog();
  let written = 0;
  let unsaid = 0;
  // Ten changes a second for 100 s, asked for after each and again when told to.
  let againMs = 0;
  for (let ms = 0; ms < 100_000; ms += 100) {
    log.note('a');
    if (ms < againMs) continue;
    const may = log.spend('a', ms);
    if ('againMs' in may) againMs = may.againMs;
    else {
      written++;
      unsaid += may.unsaid;
    }
  }
  expect(written).toBe(20 + 9);
  const last = log.spend('a', 200_000);
  expect('unsaid' in last && written + unsaid + last.unsaid + 1).toBe(1000);
});

it('what could not be written down is still to be said', () => {
  const log = createCheckLog();
  for (let change = 0; change < 5; change++) log.note('a');
  expect(log.spend('a', 0)).toEqual({ unsaid: 4 });
  log.giveBack('a', 4);
  log.note('a');
  expect(log.spend('a', 0)).toEqual({ unsaid: 5 });
});

it('a check that changes now and then is written down each time', () => {
  const log = createCheckLog();
  for (let change = 0; change < 500; change++) {
    log.note('a');
    expect(log.spend('a', change * 10_000)).toEqual({ unsaid: 0 });
  }
});
