import { describe, expect, it } from 'vitest';
import type { Runbook } from '#shared/model/runbook.ts';
import { paperPages } from './print-pages.ts';
import { readRunbook } from './read-runbook.ts';

const head = '---\nid: RB-T-01\ntitle: Pump stopped\nversion: "2.1"\nseverity: 1\nemergency: true\nminutes: 20\n---\n';
const pagesOf = (body: string, size?: { columns: number; lines: number }) => paperPages({ runbook: readRunbook(head + body).runbook as Runbook, hash: 'a89363efb421'.padEnd(64, '0') }, size);
const body = `## Hazards
Hot oil.
## Isolation
:::step[Isolate]{#isolate role=lead time=5m next=back}
1. Go there.
2. Shut it.

::check[Pressure is down]{expr="{PT-1} < 0.5 && !{P-1.RUN}" for=10s}
::reading[Filter dp]{unit=bar min=0 max=2}
::sign[Proved]{role=operator count=2}
::gate[Field P-1 locked]{kind=lockout}
::action[Stop it]{tag=P-1.CMD value=0}
::branch[It leaks]{when="{PT-1} > 1" to=leak}
::link[The skid]{scene=works view=skid}
:::
:::step[Leak]{#leak}
:::
:::step[Back]{#back}
:::
`;

describe('A runbook on paper', () => {
  it('has blanks for what a console shows live, and steps by number', () => {
    expect(pagesOf(body)[0]?.lines).toEqual([
      'HAZARDS', '=======', '', 'Hot oil.', '', 'ISOLATION', '=========', '',
      '1. Isolate', '   lead, 5 min, then step 3', '', '   1. Go there.', '   2. Shut it.',
      '   [ ] Pressure is down (PT-1 < 0.5 and not P-1.RUN, for 10 s) value:__________', '       time:__________',
      '       Filter dp [bar], 0 to 2 value:__________',
      '       Proved, operator 1 of 2, another person each name:__________ time:__________',
      '       Proved, operator 2 of 2, another person each name:__________ time:__________',
      '   [ ] Lockout: Field P-1 locked number:__________ time:__________',
      '   [ ] Stop it (write P-1.CMD = 0) time:__________',
      '    -> It leaks: go to step 2 if PT-1 > 1',
      '   see The skid (scene works, view skid)',
      '       Done name:__________ time:__________',
      '', '2. Leak', '   operator', '       Done name:__________ time:__________',
      '', '3. Back', '   operator', '       Done name:__________ time:__________',
    ]);
  });

  it('names title, id, version and the hash of its text on every page', () => {
    const pages = pagesOf(body, { columns: 60, lines: 12 });
    expect(pages.length).toBeGreaterThan(2);
    for (const [at, { head: top, foot, lines }] of pages.entries()) {
      expect(top).toMatch(/^RB-T-01 {2}Pump stopped/);
      expect(top).toContain(`EMERGENCY  page ${at + 1} of ${pages.length}`);
      expect(foot).toContain('RB-T-01  version 2.1, text a89363efb421');
      expect(lines.length).toBeLessThanOrEqual(12);
      for (const line of [top, foot, ...lines]) expect(line.length).toBeLessThanOrEqual(60);
    }
  });

  it('a heading never ends a page, and a word longer than a line loses nothing', () => {
    const word = 'x'.repeat(150);
    const pages = pagesOf(`## Hazards\n${word}\n${body}`, { columns: 40, lines: 10 });
    for (const { lines } of pages) expect(lines.at(-1)).not.toMatch(/^(=+|\d+\. \S|HAZARDS|ISOLATION)/);
    expect(pages.flatMap(({ lines }) => lines).join('').split('x').length - 1).toBeGreaterThanOrEqual(150);
  });
});
