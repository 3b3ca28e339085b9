import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { Directory } from '#shared/contract/project.ts';
import { formatValue } from '#shared/model/format-value.ts';
import { isGood } from '#shared/model/quality.ts';
import type { DemoPage } from '../support/demo-page.ts';
import { type DemoStation, openDemoStation } from '../support/open-demo.ts';
import { soon } from '../support/patience.ts';
import type { BrowserPage, Station } from '../support/station.ts';
import { openStationLine, type StationLine } from '../support/station-line.ts';

/** Values of the U200 screen that a trip of the compressor moves. */
const tags = ['PT-2312', 'TT-2321', 'ST-2301', 'FIC-2011.PV'] as const;
const replayRefusal = 'Replay shows the past; go back to live (L) to acknowledge or write.';

describe('the past of a compressor trip, replayed on a console of the demo plant', () => {
  let opened: DemoStation;
  let station: Station;
  let operator: BrowserPage;
  let line: StationLine;
  let page: Page;
  let demo: DemoPage;
  let directory: Directory;

  const plain = (text: string): string => text.replaceAll(/[\u2009\u202f]/g, '').replace('−', '-');
  const playhead = () => page.getByRole('slider', { name: 'Moment shown' });
  const key = (name: string) => page.getByRole('group', { name: 'Transport' }).getByRole('button', { name, exact: true });
  /** The moment the time bar says is shown, exact while the replay stands. */
  const shownMs = async (): Promise<number> => Number(await playhead().getAttribute('aria-valuenow'));
  const isPast = async (): Promise<boolean> => (await page.locator('.shell.is-past').count()) === 1;
  const answerOf = async <Value>(asked: Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: { readonly message: string } }>): Promise<Value> => {
    const answer = await asked;
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer.value;
  };
  /** What history says these tags read at a moment, as the console writes it; "----" where nothing was recorded. */
  const recordedAt = async (atMs: number, ids: readonly string[] = tags): Promise<readonly string[]> => {
    const indices = ids.map((id) => directory.tags.findIndex((tag) => tag.id === id));
    const { timeMs, value, quality } = await answerOf(line.client.call('history.at', { revision: directory.revision, tags: indices, atMs }));
    return indices.map((index, row) => {
      const tag = directory.tags[index];
      if (tag === undefined || Number.isNaN(timeMs[row]) || !isGood(quality[row] ?? 0x8000_0000)) return '----';
      return plain(`${formatValue(tag, value[row] ?? Number.NaN, () => '')} ${tag.unit}`);
    });
  };
  /** What the screen reads: the value with its unit, without the words on alarm and quality behind it. */
  const readings = (ids: readonly string[] = tags): Promise<readonly string[]> => Promise.all(ids.map(async (id) => (await demo.reading(id)).replace(/^----.*|,.*$/, (rest) => (rest.startsWith('----') ? '----' : '')).trim()));
  const standingAt = async (atMs: number): Promise<readonly string[]> => {
    const { standings } = await answerOf(line.client.call('alarms.standingAt', { atMs }));
    return standings.filter(({ state }) => /^(active|returned|latched)/.test(state)).map(({ alarm }) => alarm as string).toSorted();
  };
  const listed = async (): Promise<readonly string[]> => (await demo.rows()).map(({ alarm }) => alarm).toSorted();
  const raisedMs = async (alarm: string): Promise<number> => {
    const { events } = await answerOf(line.client.call('alarms.journal', { beforeSeq: null, limit: 500 }));
    return events.find((event) => event.alarm === alarm && event.kind === 'raised')?.engineMs ?? Number.NaN;
  };
  /** The playhead stands at this moment and the picture is there. */
  const standsAt = async (atMs: number): Promise<void> => {
    await expect.poll(shownMs, soon).toBe(atMs);
    await page.locator('.time-playhead-target').waitFor({ state: 'detached' });
  };

  /** Types the whole second up to this moment into the dialog; answers the moment shown then. */
  const goTo = async (atMs: number): Promise<number> => {
    const wholeSecond = Math.floor(atMs / 1000) * 1000;
    const local = await page.evaluate((ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19), wholeSecond);
    await page.keyboard.press('Control+g');
    await page.getByLabel('Date and time, local').fill(local);
    await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
    await standsAt(wholeSecond);
    return wholeSecond;
  };

  beforeAll(async () => {
    opened = await openDemoStation('operate');
    ({ station, browser: operator, page, demo } = opened);
    line = await openStationLine(station.links.view);
    directory = await answerOf(line.client.call('project.directory', {}));
    const tripped = new Promise<void>((resolve) => {
      line.client.open('alarms.events', { afterSeq: 0 }, { onItem: ({ events }) => events.some(({ alarm }) => alarm === 'K-201.TRIP') && resolve() });
    });
    await demo.scenario.speed(10);
    await demo.scenario.start('Lube pump overload');
    await tripped;
    await demo.scenario.speed(1);
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('PT-2312').waitFor();
  });
  afterAll(async () => {
    line?.close();
    await opened?.close();
  });

  it('is live until somebody asks for the past, with the lag behind the field', async () => {
    expect(await isPast()).toBe(false);
    expect(await page.getByRole('group', { name: 'Moment shown' }).getByRole('button', { name: 'LIVE' }).getAttribute('aria-pressed')).toBe('true');
    await page.locator('.time-bar-place', { hasText: /^\d+\.\d s lag$/ }).waitFor();
    // The bar's alarms are those of the journal.
    const { events } = await answerOf(line.client.call('alarms.journal', { beforeSeq: null, limit: 1000 }));
    const raised = events.filter(({ kind }) => kind === 'raised').length;
    await expect.poll(async () => Number(/^(\d+) alarms raised/.exec((await page.locator('.time-track-picture').getAttribute('aria-label')) ?? '')?.[1]), soon).toBeGreaterThanOrEqual(raised);
  });

  it('jumps alarm by alarm, and screen, list and inspector show what history says of that moment', async () => {
    await demo.shown('PT-2312').click();
    const tripMs = await raisedMs('K-201.TRIP');
    // Replay ends two seconds behind the present: the trip must be older.
    await expect.poll(() => Date.now(), soon).toBeGreaterThan(tripMs + 2500);
    await page.keyboard.press('<');
    await expect.poll(isPast, soon).toBe(true);
    const fromMs = await goTo(tripMs - 2000);
    // Forward over the alarms that led to the trip, each of them once.
    const { events: all } = await answerOf(line.client.call('alarms.eventsIn', { span: { fromMs, toMs: tripMs }, limit: 1000 }));
    const raised = [...new Set(all.filter(({ kind }) => kind === 'raised').map(({ engineMs }) => engineMs))];
    expect(raised.length).toBeGreaterThan(1);
    for (const atMs of raised) {
      await key('Next alarm').click();
      await standsAt(atMs);
    }
    await page.keyboard.press('<');
    await standsAt(raised.at(-2) as number);
    await page.keyboard.press('>');
    await standsAt(tripMs);
    await expect.poll(() => readings(), soon).toEqual(await recordedAt(tripMs));
    await expect.poll(() => page.locator('.replay-pill').textContent(), soon).toMatch(/^REPLAY, .*\d+ s ago$/);
    await expect.poll(() => page.locator('.faceplate-pv .live-cell-number').textContent(), soon).toBe((await recordedAt(tripMs, ['PT-2312']))[0]?.split(' ')[0]);
    await demo.keepBothThemes('replay-process');
    await demo.openTab('Alarms', 'Active alarms');
    await expect.poll(listed, soon).toEqual(await standingAt(tripMs));
    expect(await listed()).toContain('K-201.TRIP');
    await demo.keepBothThemes('replay-alarms');
    await demo.openTab('Alarms', 'History');
    const first = page.locator('.alarms-journal .alarms-item').first();
    await first.waitFor();
    const { seq } = await answerOf(line.client.call('alarms.standingAt', { atMs: tripMs }));
    const { events } = await answerOf(line.client.call('alarms.journal', { beforeSeq: seq + 1, limit: 1 }));
    const tag = directory.alarms.find(({ id }) => id === events[0]?.alarm)?.tag;
    await expect.poll(() => first.locator('.alarms-tag').textContent(), soon).toBe(tag);
    await demo.keepBothThemes('replay-history');
    expect(await shownMs()).toBe(tripMs);
  });

  it('draws the trend up to the moment shown, with its values', async () => {
    await page.locator('.inspector-foot').getByRole('button', { name: 'Trend' }).click();
    const atMs = await shownMs();
    const value = page.locator('.trends-legend tr', { hasText: 'PT-2312' }).locator('.trends-value .live-cell-number').first();
    await value.waitFor();
    await expect.poll(() => value.textContent(), soon).toBe((await recordedAt(atMs, ['PT-2312']))[0]?.split(' ')[0]);
    await demo.keepBothThemes('replay-trends');
  });

  it('keeps explorer, overview, diagnostics and simulation in the past, or says what is not recorded', async () => {
    const atMs = await shownMs();
    await demo.openView('Explorer');
    await page.getByRole('textbox', { name: 'Search tags' }).fill('PT-2312');
    const cell = page.locator('.explorer-item', { hasText: 'PT-2312' }).first().locator('.explorer-value .live-cell-number');
    await expect.poll(() => cell.textContent(), soon).toBe((await recordedAt(atMs, ['PT-2312']))[0]?.split(' ')[0]);
    await demo.keepBothThemes('replay-explorer');
    await demo.openView('Overview');
    await page.locator('.process-view:visible').waitFor();
    await expect.poll(async () => (await demo.labels()).filter((label) => /waiting/.test(label)), soon).toEqual([]);
    // What reads as lost was lost then: a link may have been, for a moment.
    const lostLabels = (await demo.labels()).filter((label) => label.includes('----'));
    const lost = directory.tags.filter(({ id }) => lostLabels.some((label) => label.startsWith(`${id}, `) || label.includes(`, ${id}: `))).map(({ id }) => id as string);
    if (lost.length > 0) expect(await recordedAt(atMs, lost)).toEqual(lost.map(() => '----'));
    expect(lost.length).toBeLessThan(directory.tags.length / 2);
    await expect.poll(() => demo.reading('PT-2312'), soon).toContain((await recordedAt(atMs, ['PT-2312']))[0]);
    await demo.keepBothThemes('replay-overview');
    await demo.openView('Diagnose');
    await page.getByText('Diagnostics are not recorded').waitFor();
    await demo.keepBothThemes('replay-diagnose');
    await demo.openView('Simulate');
    await expect.poll(() => page.getByRole('button', { name: 'End scenario' }).getAttribute('title'), soon).toBe(replayRefusal);
    await page.locator('.simulation-controls b', { hasText: 'Lube pump overload' }).waitFor();
    await demo.keepBothThemes('replay-simulate');
  });

  it('lets nobody write or acknowledge, says why, and leaves the banner of now in place', async () => {
    const before = (await answerOf(line.client.call('alarms.journal', { beforeSeq: null, limit: 1000 }))).events.filter(({ kind }) => kind === 'acknowledged').length;
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('FIC-2011.PV').click();
    const change = page.getByRole('button', { name: 'Change SP' });
    await expect.poll(() => change.getAttribute('aria-disabled'), soon).toBe('true');
    expect(await change.getAttribute('title')).toBe(replayRefusal);
    await change.click({ force: true });
    expect(await page.getByRole('dialog').count()).toBe(0);
    const ack = page.getByRole('button', { name: /^Ack shown/ });
    expect([await ack.getAttribute('aria-disabled'), await ack.getAttribute('title')]).toEqual(['true', replayRefusal]);
    await page.keyboard.press('F9');
    await page.getByText(replayRefusal).waitFor();
    const after = (await answerOf(line.client.call('alarms.journal', { beforeSeq: null, limit: 1000 }))).events.filter(({ kind }) => kind === 'acknowledged').length;
    expect(after).toBe(before);
    const { standings } = await answerOf(line.client.call('alarms.standing', {}));
    await expect.poll(async () => (await demo.bannerCounts()).unacked, soon).toBe(standings.filter(({ state }) => state.endsWith('unacked')).length);
    // Silence stops the horn of now, in replay too.
    const silence = page.getByRole('button', { name: /^(Silence|Click for sound)/ });
    await page.keyboard.press('F8');
    await expect.poll(() => silence.getAttribute('title'), soon).toBe('Nothing sounds.');
  });

  it('goes on recording meanwhile, with the clock of the title at now', async () => {
    const first = await answerOf(line.client.call('history.extent', {}));
    const clock = () => page.locator('.title-bar-clock').getAttribute('datetime');
    const firstClock = Date.parse((await clock()) ?? '');
    await expect.poll(async () => (await answerOf(line.client.call('history.extent', {}))).toMs ?? 0, soon).toBeGreaterThan((first.toMs ?? 0) + 1000);
    await expect.poll(async () => Date.parse((await clock()) ?? ''), soon).toBeGreaterThan(firstClock);
    expect(await isPast()).toBe(true);
  });

  it('steps through every event of the journal, back and forth', async () => {
    const fromMs = await shownMs();
    let times: readonly number[] = [];
    const look = async (): Promise<number> => {
      const { events } = await answerOf(line.client.call('alarms.eventsIn', { span: { fromMs, toMs: fromMs + 600_000 }, limit: 1000 }));
      times = [...new Set(events.map(({ engineMs }) => engineMs))].filter((ms) => ms > fromMs).slice(0, 3);
      return times.length;
    };
    await expect.poll(look, soon).toBe(3);
    for (const atMs of times) {
      await page.keyboard.press('.');
      await standsAt(atMs);
    }
    await expect.poll(() => readings(), soon).toEqual(await recordedAt(times[2] as number));
    await page.keyboard.press(',');
    await standsAt(times[1] as number);
    await page.keyboard.press(',');
    await standsAt(times[0] as number);
    await expect.poll(() => readings(), soon).toEqual(await recordedAt(times[0] as number));
  });

  it('plays from 60 s before the selected alarm, ten times as fast, no faster, and stands where it is paused', async () => {
    await page.keyboard.press('l');
    await expect.poll(isPast, soon).toBe(false);
    await demo.openTab('Alarms', 'Active alarms');
    await page.getByRole('grid', { name: 'Standing alarms' }).locator('.alarms-scroller').focus();
    await page.keyboard.press('End');
    await page.locator('[id="alarm-K-201.TRIP"]').click();
    await demo.openTab('Process', 'U200 Evaporation');
    await page.keyboard.press('r');
    const tripMs = await raisedMs('K-201.TRIP');
    await expect.poll(shownMs, soon).toBeLessThan(tripMs - 50_000);
    // Measured from one standstill to the next, where the moment shown is exact.
    await key('Pause').click();
    await key('Play').waitFor();
    const begunMs = await shownMs();
    await page.getByRole('combobox', { name: 'Speed of replay' }).selectOption('10');
    const startedMs = await page.evaluate(() => performance.now());
    await key('Play').click();
    await expect.poll(shownMs, { ...soon, interval: 100 }).toBeGreaterThan(tripMs - 3000);
    await key('Pause').click();
    const atMs = await shownMs();
    const tookMs = (await page.evaluate(() => performance.now())) - startedMs;
    expect(atMs - begunMs).toBeLessThanOrEqual(10 * tookMs);
    const recorded = await recordedAt(atMs);
    expect(recorded).not.toContain('----');
    await expect.poll(() => readings(), soon).toEqual(recorded);
    expect(await shownMs()).toBe(atMs);
    // By pictures, faster than every sample can be shown: it ends behind the present and does not go live by itself.
    await page.getByRole('combobox', { name: 'Speed of replay' }).selectOption('1000');
    await key('Play').click();
    await key('Play').waitFor(soon);
    expect(await isPast()).toBe(true);
    expect(Date.now() - (await shownMs())).toBeLessThan(20_000);
    await expect.poll(async () => [await readings(), await recordedAt(await shownMs())], soon).toSatisfy(([shown, recorded]) => JSON.stringify(shown) === JSON.stringify(recorded));
  });

  it('goes to a time that is typed, shows a note as a flag, and comes back to live with L', async () => {
    const tripMs = await raisedMs('K-201.TRIP');
    const wholeSecond = await goTo(tripMs - 5000);
    await expect.poll(() => readings(), soon).toEqual(await recordedAt(wholeSecond));
    const writer = await openStationLine(station.links.operate);
    await answerOf(writer.client.call('note.write', { fromMs: tripMs, toMs: tripMs + 60_000, text: 'Pump A overloaded', tags: [], asset: null }));
    writer.close();
    await page.getByRole('button', { name: /^Note: Pump A overloaded/ }).focus();
    await page.keyboard.press('Enter');
    await standsAt(tripMs);
    await operator.keepPicture('replay-note');
    await page.keyboard.press('l');
    await expect.poll(isPast, soon).toBe(false);
    await page.locator('.time-bar-place', { hasText: /^\d+\.\d s lag$/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Change SP' }).count()).toBeLessThanOrEqual(1);
    await demo.keepBothThemes('replay-over');
  });

  it('printed no error', () => expect(operator.errors.filter((entry) => !/WebSocket connection to/.test(entry))).toEqual([]));
});
