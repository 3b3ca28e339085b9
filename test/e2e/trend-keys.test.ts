import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatClock } from '#renderer/widgets/format-time.ts';
import { formatGap } from '#renderer/widgets/trend-chart/gap-text.ts';
import type { DemoPage } from '../support/demo-page.ts';
import { type DemoStation, openDemoStation } from '../support/open-demo.ts';
import { soon } from '../support/patience.ts';
import { openStationLine, type StationLine } from '../support/station-line.ts';
import type { BrowserPage, Station } from '../support/station.ts';
import { restingBox } from '../support/window-hand.ts';

/** Trends and time bar without a pointer, and the one thing that is the pointer's: the ends of the window. */
describe('events, notes and the window of the demo plant', () => {
  let opened: DemoStation;
  let station: Station;
  let operator: BrowserPage;
  let line: StationLine;
  let page: Page;
  let demo: DemoPage;
  let firstMs = 0;
  let secondMs = 0;

  const plot = (): Locator => page.locator('.trends-plot');
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.className ?? '');
  const tip = (): Locator => page.locator('.trend-tip:not([hidden])');
  const note = async (atMs: number, text: string): Promise<void> => {
    const answer = await line.client.call('note.write', { fromMs: atMs, toMs: null, text, tags: [], asset: null });
    if (!answer.ok) throw new Error(answer.fault.message);
  };

  /** From event to event back, until the tip reads these words. */
  const stepBackTo = async (words: string): Promise<void> => {
    await expect
      .poll(async () => {
        await page.keyboard.press('Shift+M');
        return (await tip().count()) === 0 ? '' : await tip().textContent();
      }, soon)
      .toContain(words);
  };

  beforeAll(async () => {
    opened = await openDemoStation('operate');
    ({ station, browser: operator, page, demo } = opened);
    line = await openStationLine(station.links.operate);
    // Apart by more than marks that stand as one in a span of 10 minutes.
    // Replay begins a little behind the present: a moment younger than that could not be gone to.
    secondMs = Date.now() - 10_000;
    firstMs = secondMs - 120_000;
    await note(firstMs, 'Filter changed over');
    await note(secondMs, 'Strainer cleaned');
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('PT-2312').click();
    await page.keyboard.press('t');
    await plot().waitFor();
  });
  afterAll(async () => {
    line?.close();
    await opened?.close();
  });

  it('M goes from event to event of the strip and reads it out, Enter opens it, Escape gives the focus back', async () => {
    await plot().focus();
    // The events of the past are read a moment after the pens.
    await expect
      .poll(async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Shift+M');
        return (await tip().count()) === 0 ? '' : await tip().textContent();
      }, soon)
      .toContain('Strainer cleaned');
    await operator.keepPicture('trend-mark-by-key');
    await stepBackTo('Filter changed over');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Notes' }).getByText('Filter changed over').waitFor();
    expect(await page.getByRole('dialog', { name: 'Notes' }).getByText('Strainer cleaned').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Notes' }).waitFor({ state: 'detached' });
    await expect.poll(() => focused(), soon).toContain('trends-plot');
  });

  it('a withdrawn note leaves the focus where it came from', async () => {
    await stepBackTo('Filter changed over');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Notes' }).and(page.locator(':focus-within')).waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), soon).toBe('Withdraw');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Notes' }).waitFor({ state: 'detached' });
    await expect.poll(focused, soon).toContain('trends-plot');
    const answer = await line.client.call('notes.in', { span: { fromMs: firstMs - 1, toMs: firstMs + 1 }, limit: 10 });
    expect(answer.ok && answer.value.notes.map(({ withdrawn }) => withdrawn !== null)).toEqual([true]);
  });

  it('notes on the time bar are one stop of Tab, and arrow keys go among them', async () => {
    await note(firstMs - 600_000, 'Shift began');
    const flag = (text: string): Locator => page.getByRole('button', { name: new RegExp(`^Note: ${text}`) });
    await flag('Shift began').waitFor();
    await expect.poll(() => flag('Strainer cleaned').getAttribute('tabindex'), soon).toBe('0');
    await expect.poll(() => flag('Shift began').getAttribute('tabindex'), soon).toBe('-1');
    await flag('Strainer cleaned').focus();
    // Alarms of a start on a busy machine have marks of their own between the notes.
    const goTo = async (key: string, words: string): Promise<void> => {
      await expect
        .poll(async () => {
          await page.keyboard.press(key);
          return page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
        }, soon)
        .toContain(words);
    };
    await goTo('ArrowLeft', 'Shift began');
    await goTo('ArrowRight', 'Strainer cleaned');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('slider', { name: 'Moment shown' }).getAttribute('aria-valuenow'), soon).toBe(String(secondMs));
    await page.keyboard.press('l');
    await page.locator('.shell:not(.is-past)').waitFor();
  });

  it('dragging an end of the window, or moving it by key, makes the trend show just that stretch', async () => {
    await demo.openView('Trends');
    await page.getByRole('button', { name: 'Window for playing and trends' }).click();
    const end = async (name: 'Beginning' | 'End'): Promise<number> => Number(await page.getByRole('slider', { name: `${name} of the window` }).getAttribute('aria-valuenow'));
    const words = async (): Promise<string> => `${formatGap((await end('End')) - (await end('Beginning')))} to .* ${formatClock(await end('End'))}`;
    const shown = async (): Promise<boolean> => new RegExp(await words()).test((await page.locator('.trends-past').textContent()) ?? '');
    await expect.poll(shown, soon).toBe(true);
    for (const [name, byPx] of [['Beginning', -180], ['End', -12]] as const) {
      const before = [await end('Beginning'), await end('End')];
      const box = await restingBox(page.getByRole('slider', { name: `${name} of the window` }));
      await page.mouse.move(box.x + box.width / 2, box.y + 30);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 + byPx, box.y + 30, { steps: 5 });
      await page.mouse.up();
      const [moved, kept] = name === 'Beginning' ? ([0, 1] as const) : ([1, 0] as const);
      await expect.poll(() => end(name), soon).toBeLessThan(before[moved] as number);
      expect(await end(name === 'Beginning' ? 'End' : 'Beginning')).toBe(before[kept]);
      await expect.poll(shown, soon).toBe(true);
    }
    await operator.keepPicture('trend-window');
    // By key the ends move as well, and the window goes.
    const before = await end('End');
    await page.getByRole('slider', { name: 'End of the window' }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => end('End'), soon).toBeLessThan(before);
    await expect.poll(shown, soon).toBe(true);
    await page.keyboard.press('Delete');
    await page.getByRole('slider', { name: 'End of the window' }).waitFor({ state: 'detached' });
  });

  it('a write dialog that stands open closes when replay begins, says that nothing was written, and writes nothing', async () => {
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('FIC-2011.PV').click();
    const change = page.locator('.faceplate-command').first().getByRole('button', { name: 'Change' });
    await change.click();
    const dialog = page.getByRole('dialog', { name: /^Change / });
    await dialog.waitFor();
    const tag = (await dialog.locator('.mono').textContent()) as string;
    await page.keyboard.press('Control+g');
    const go = page.getByRole('dialog', { name: 'Go to time' });
    await go.getByRole('button', { name: '1 h earlier' }).click();
    await go.getByRole('button', { name: 'Show', exact: true }).click();
    // Said for some seconds only, so it is looked for first.
    await page.getByText(`Nothing was written to ${tag}: the dialog closed because replay began.`).waitFor();
    await page.locator('.shell.is-past').waitFor();
    await dialog.waitFor({ state: 'detached' });
    const { fromMs, toMs } = { fromMs: secondMs, toMs: Date.now() + 60_000 };
    const answer = await line.client.call('actions.in', { span: { fromMs, toMs }, limit: 100 });
    expect(answer.ok && answer.value.actions.filter(({ action }) => action === 'tag.write')).toEqual([]);
    await page.keyboard.press('l');
    await page.locator('.shell:not(.is-past)').waitFor();
  });

  it('a moment to go to is typed year first on a clock of 24 hours, and its parts are stepped by key', async () => {
    await page.keyboard.press('Control+g');
    const moment = page.getByLabel('Date and time, local');
    await expect.poll(() => moment.inputValue(), soon).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
    await moment.fill('2026-03-31 23:59:58');
    await moment.press('ArrowUp');
    expect(await moment.inputValue()).toBe('2026-03-31 23:59:59');
    await moment.press('ArrowUp');
    expect(await moment.inputValue()).toBe('2026-04-01 00:00:00');
    await moment.fill('2026-04-0');
    await page.getByRole('dialog').getByText('Type a date and a time.').waitFor();
    await page.keyboard.press('Escape');
    await moment.waitFor({ state: 'detached' });
  });

  it('the tenth view of the rail opens by Alt 0', async () => {
    const tenth = page.locator('.navigation-rail-item[title$="(Alt 0)"]');
    expect(await tenth.getAttribute('aria-current')).toBeNull();
    await page.keyboard.press('Alt+0');
    await expect.poll(() => tenth.getAttribute('aria-current'), soon).toBe('page');
  });

  it('printed no error', () => expect(operator.errors.filter((entry) => !/WebSocket connection to/.test(entry))).toEqual([]));
});
