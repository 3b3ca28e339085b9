import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoPage } from '../support/demo-page.ts';
import { type DemoStation, openDemoStation } from '../support/open-demo.ts';
import { inTime, soon } from '../support/patience.ts';
import type { BrowserPage } from '../support/station.ts';
import { openPalette, restingBox } from '../support/window-hand.ts';

/** What an operator takes from one view to the trends by hand: whatever shows a tag can be taken. */
describe('pens dragged to the trends of the demo plant', () => {
  let opened: DemoStation;
  let operator: BrowserPage;
  let page: Page;
  let demo: DemoPage;

  const rail = (): Locator => demo.rail.getByRole('button', { name: 'Trends' });
  const pens = (): Promise<string[]> => page.locator('.trends-legend:visible .trends-tag').allTextContents();
  const legendRow = (tag: string): Locator => page.locator('.trends-legend tbody tr').filter({ has: page.getByRole('button', { name: tag, exact: true }) });
  const middle = async (place: Locator): Promise<{ x: number; y: number }> => {
    const box = await restingBox(place);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  /** Puts the pointer onto a thing; again where that went elsewhere on the way. Gives where the pointer is. */
  const pointAt = async (thing: Locator): Promise<{ x: number; y: number }> => {
    for (let at = await middle(thing); ; ) {
      await page.mouse.move(at.x, at.y);
      const now = await middle(thing);
      if (now.x === at.x && now.y === at.y) return at;
      at = now;
    }
  };
  /** Takes hold of a thing and carries it above a place, without letting go. */
  const carry = async (from: Locator, to: Locator): Promise<void> => {
    const end = await middle(to);
    const start = await pointAt(from);
    await page.mouse.down();
    await page.mouse.move(start.x + 12, start.y + 6, { steps: 3 });
    await page.mouse.move(end.x, end.y, { steps: 6 });
  };
  const drag = async (from: Locator, to: Locator): Promise<void> => {
    await carry(from, to);
    await page.mouse.up();
  };
  /** Takes all pens off the trend in front. */
  const removePens = async (): Promise<void> => {
    const remove = page.getByRole('button', { name: /^Remove the pen/ });
    for (let left = await remove.count(); left > 0; left = await remove.count()) {
      await remove.first().click();
      await expect.poll(() => remove.count(), soon).toBeLessThan(left);
    }
    await page.locator('.trends-empty').waitFor();
  };
  const clearTrend = async (): Promise<void> => {
    await demo.openView('Trends');
    await page.locator('.trends-bar').waitFor();
    await removePens();
  };
  const inspected = (): Promise<string | null> => page.locator('.inspector-id').textContent();
  const run = async (command: string): Promise<void> => {
    await openPalette(page);
    await page.getByRole('combobox').fill(command);
    await page.getByRole('option', { name: command }).first().click();
  };

  beforeAll(async () => {
    opened = await openDemoStation('operate');
    ({ browser: operator, page, demo } = opened);
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('PT-2312').waitFor();
  });
  afterAll(() => opened?.close());

  it('a click on a value still selects it, also with a hand that shakes, and keys still do', async () => {
    await demo.shown('PT-2312').click();
    await page.locator('.faceplate-pv').waitFor();
    await expect.poll(() => page.locator('.inspector-section h4').first().textContent(), soon).toContain('PT-2312');
    const { x, y } = await pointAt(demo.shown('FIC-2011.PV'));
    await page.mouse.down();
    await page.mouse.move(x + 2, y + 1);
    await page.mouse.up();
    await expect.poll(() => page.locator('.inspector-section h4').first().textContent(), soon).toContain('FIC-2011.PV');
    await demo.shown('PT-2312').focus();
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('.inspector-section h4').first().textContent(), soon).toContain('PT-2312');
    expect(await page.locator('.process-view:visible').count()).toBe(1);
    await demo.shown('FIC-2011.PV').click();
  });

  it('a value of a screen dropped on “Trends” of the rail opens the trends with that pen alone, and the pen reads as the value does', async () => {
    await carry(demo.shown('PT-2312'), rail());
    await expect.poll(() => rail().getAttribute('data-tag-target'), soon).toBe('over');
    await operator.keepPicture('pen-drag-rail');
    await page.mouse.up();
    await legendRow('PT-2312').waitFor();
    await expect.poll(() => pens(), soon).toEqual(['PT-2312']);
    await expect.poll(() => page.locator('html').getAttribute('data-tag-drag'), soon).toBeNull();
    await page.getByRole('button', { name: 'PT-2312', exact: true }).click();
    // Both are painted a few times a second: at some moment they read the same, and it is a number.
    await expect
      .poll(() => page.evaluate(() => [document.querySelector('.trends-value .live-cell-number')?.textContent ?? '', document.querySelector('.faceplate-pv .live-cell-number')?.textContent ?? ' ']), soon)
      .toSatisfy(([legend, faceplate]: readonly string[]) => legend === faceplate && /^\d+\.\d+$/.test(legend ?? ''));
  });

  it('tiles, indicators, points of a profile and rows of a table are taken as well, equipment brings its own tags', async () => {
    await clearTrend();
    const screen = page.locator('.process-view:visible');
    const take = async (part: () => Locator): Promise<readonly string[]> => {
      const before = await pens();
      await demo.openTab('Process', 'U200 Evaporation');
      await demo.shown('PT-2312').waitFor();
      await drag(part(), rail());
      await page.locator('.trends-legend').waitFor();
      await expect.poll(async () => (await pens()).length, soon).toBeGreaterThan(before.length);
      return (await pens()).filter((tag) => !before.includes(tag));
    };
    expect(await take(() => screen.locator('.value-tile', { hasText: 'Specific energy' }))).toEqual(['XI-2990']);
    expect(await take(() => screen.locator('.ps-indicator').first())).toEqual(['LT-2012']);
    expect(await take(() => screen.locator('.ps-profile .ps-hit').nth(8))).toEqual(['DT-2041']);
    expect(await take(() => screen.locator('.ps-row', { hasText: 'TT-2322' }))).toEqual(['TT-2322']);
    const pump = screen.locator('.sy[aria-label^="P-201A, "]');
    const ofPump = await take(() => pump);
    expect(ofPump.length).toBeGreaterThan(0);
    expect(ofPump.length).toBeLessThanOrEqual(4);
    await page.getByRole('button', { name: ofPump[0] as string, exact: true }).click();
    await expect.poll(inspected, soon).toBe('P-201A');
  });

  it('rows of the explorer and its assets, what the inspector shows and alarm rows are taken; a text is refused with its reason', async () => {
    await clearTrend();
    const find = async (text: string): Promise<Locator> => {
      await demo.openView('Explorer');
      await page.getByRole('textbox', { name: 'Search tags' }).fill(text);
      const row = page.locator('.explorer-item').filter({ has: page.locator('.explorer-id', { hasText: new RegExp(`^${text}$`) }) });
      await row.click();
      return row;
    };
    await drag(await find('TT-2321'), rail());
    await expect.poll(pens, soon).toEqual(['TT-2321']);
    await drag(page.locator('.faceplate-pv'), page.locator('.trends-plot'));
    await page.getByText('TT-2321 is pen 1 already.').waitFor();
    const value = page.locator('.faceplate-value').first();
    // Its title says the tag and what that is.
    const tag = ((await value.getAttribute('title')) as string).replace(/,.*/, '');
    await carry(value, page.locator('.trends-plot'));
    await expect.poll(() => page.locator('.trends').getAttribute('data-tag-target'), soon).toBe('over');
    await operator.keepPicture('pen-drag-trend');
    await page.mouse.up();
    await expect.poll(pens, soon).toEqual(['TT-2321', tag]);
    await drag(await find('XI-1001'), rail());
    await page.getByText('XI-1001: a text has no line; only numbers and states can be pens.').waitFor();
    await demo.keepBothThemes('pen-drag-refused');
    await expect.poll(() => pens(), soon).toEqual(['TT-2321', tag]);
    // An asset of the tree brings what there is to draw of it.
    await clearTrend();
    await demo.openView('Explorer');
    await page.getByRole('treeitem').first().locator('.asset-tree-name').first().click();
    await page.getByRole('textbox', { name: 'Search tags' }).fill('');
    const open = page.locator('.asset-tree-open[aria-label^="Open "]');
    await open.first().click();
    const unit = page.locator('.asset-tree-name[draggable="true"]').first();
    const asset = (await unit.locator('.mono').textContent()) as string;
    await drag(unit, rail());
    await expect.poll(async () => (await pens()).length, soon).toBeGreaterThan(0);
    await page.locator('.trends-tag').first().click();
    await expect.poll(inspected, soon).toBe(asset);
  });

  it('alarm rows and those of the banner bring their tag; a press on “Ack” stays a press', async () => {
    await demo.scenario.speed(10);
    await demo.scenario.start('Lube pump overload');
    await demo.openTab('Alarms', 'Active alarms');
    const row = page.locator('.alarms-item:visible', { has: page.locator('.alarms-ack') }).first();
    await row.waitFor(inTime);
    await demo.scenario.speed(1);
    // Rows may change places at any moment: what counts is the one that was taken.
    await page.evaluate(() => document.addEventListener('dragstart', ({ target }) => void (document.body.dataset['taken'] = (target as Element).querySelector('.alarms-tag, .alarm-banner-tag')?.textContent ?? ''), true));
    const taken = (): Promise<string> => page.evaluate(() => document.body.dataset['taken'] ?? '');
    await clearTrend();
    await demo.openTab('Alarms', 'Active alarms');
    // No drag begins on a button: nothing is carried to the rail.
    await drag(row.locator('.alarms-ack'), rail());
    await expect.poll(() => page.locator('html').getAttribute('data-tag-drag'), soon).toBeNull();
    await expect.poll(() => demo.rail.getByRole('button', { name: 'Alarms' }).getAttribute('aria-current'), soon).toBe('page');
    await drag(row.locator('.alarms-tag'), rail());
    await expect.poll(async () => (await pens()).join(' '), soon).toBe(await taken());
    await clearTrend();
    await drag(page.locator('.alarm-banner-row').first(), page.locator('.trends'));
    await expect.poll(async () => (await pens()).join(' '), soon).toBe(await taken());
    expect(await taken()).toMatch(/^[A-Z]/);
    await demo.scenario.end();
  });

  it('a Trends tab takes them too, in the workspace it stands in, and so does a trend beside the screen', async () => {
    await clearTrend();
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('PT-2312').waitFor();
    await page.getByRole('button', { name: 'Add a tab' }).click();
    await page.getByRole('combobox').fill('Trends');
    await page.getByRole('option', { name: 'Trends' }).first().click();
    const tab = page.locator('.workspace-tab', { hasText: 'Trends' });
    await tab.waitFor();
    await page.locator('.trends-bar').waitFor();
    // Opened empty it draws what is selected.
    await removePens();
    await page.locator('.workspace-tab', { hasText: 'U200 Evaporation' }).click();
    await drag(demo.shown('PT-2312'), tab);
    await expect.poll(pens, soon).toEqual(['PT-2312']);
    await expect.poll(() => demo.rail.getByRole('button', { name: 'Process' }).getAttribute('aria-current'), soon).toBe('page');
    await run('Move this panel to the right');
    await page.locator('.process-view:visible').waitFor();
    const theme = demo.rail.getByRole('button', { name: 'Theme' });
    await theme.click();
    await carry(demo.shown('FT-2011'), page.locator('.trends-plot'));
    await operator.keepPicture('pen-drag-beside-light');
    await page.mouse.up();
    await theme.click();
    await expect.poll(pens, soon).toEqual(['PT-2312', 'FT-2011']);
    // From the legend onto the same trend nothing is added twice.
    await drag(legendRow('FT-2011').locator('.trends-tag'), page.locator('.trends-plot'));
    await page.getByText('FT-2011 is pen 2 already.').waitFor();
    await expect.poll(() => pens(), soon).toEqual(['PT-2312', 'FT-2011']);
    await run('Reset the layout of this workspace');
  });

  it('a tag layout kept from before adds nothing by itself: pens taken away stay away', async () => {
    await demo.openView('Trends');
    await page.getByRole('button', { name: 'Remove the pen PT-2312' }).click();
    await demo.openView('Alarms');
    await demo.openView('Trends');
    await expect.poll(pens, soon).toEqual(['FT-2011']);
    await page.reload();
    await demo.linksAreUp();
    await demo.openView('Trends');
    await expect.poll(pens, soon).toEqual(['FT-2011']);
  });

  it('T, and the palette, add what is selected without a pointer', async () => {
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('PT-2312').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('t');
    await expect.poll(pens, soon).toEqual(['FT-2011', 'PT-2312']);
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('LT-2101').focus();
    await page.keyboard.press('Space');
    await run('Add the selected tag or asset to the trend');
    await expect.poll(pens, soon).toEqual(['FT-2011', 'PT-2312', 'LT-2101']);
  });

  it('goes on in replay: the pen reads what was recorded then', async () => {
    await clearTrend();
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('PT-2312').waitFor();
    // A moment in which a machine with much else to do had lost the link has no value: then a later one is held.
    const hold = async (): Promise<boolean> => {
      await demo.linksAreUp();
      await page.getByRole('group', { name: 'Transport' }).getByRole('button', { name: 'Hold this moment' }).click();
      await page.locator('.shell.is-past').waitFor();
      await page.locator('.process-view [aria-label^="PT-2312, "][aria-label*=": "]:not([aria-label*="waiting"]):visible').first().waitFor();
      if (/^-?\d/.test(await demo.reading('PT-2312'))) return true;
      await page.keyboard.press('l');
      await page.locator('.shell:not(.is-past)').waitFor();
      return false;
    };
    await expect.poll(hold, soon).toBe(true);
    await drag(demo.shown('PT-2312'), rail());
    await legendRow('PT-2312').waitFor();
    // Screen and legend are painted a few times a second, so that one may be of the moment before; then they stand.
    const read = async (): Promise<readonly (string | null | undefined)[]> => {
      await demo.openTab('Process', 'U200 Evaporation');
      // A view that is opened in the past asks for its values first.
      await page.locator('.process-view [aria-label^="PT-2312, "]:not([aria-label*="----"]):visible').first().waitFor();
      const shown = /^(-?[\d.]+) /.exec(await demo.reading('PT-2312'))?.[1];
      await demo.openView('Trends');
      const drawn = legendRow('PT-2312').locator('.trends-value .live-cell-number', { hasText: /^-?\d/ });
      return [shown, await drawn.textContent()];
    };
    await expect.poll(read, soon).toSatisfy(([shown, drawn]: readonly (string | null | undefined)[]) => shown !== undefined && shown === drawn);
    await page.keyboard.press('l');
    await page.locator('.shell:not(.is-past)').waitFor();
  });

  it('what is dropped elsewhere does nothing: no pen, no address, no file', async () => {
    const before = await pens();
    const address = page.url();
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('LT-2101').waitFor();
    await drag(demo.shown('LT-2101'), page.locator('.status-bar'));
    await expect.poll(() => page.locator('html').getAttribute('data-tag-drag'), soon).toBeNull();
    const left = await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'notes.html', { type: 'text/html' }));
      const passes = (kind: string, place: Element, data: DataTransfer): boolean => place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
      const link = new DataTransfer();
      link.setData('text/uri-list', 'https://example.com/');
      const selection = new DataTransfer();
      const clock = document.querySelector('.title-bar-clock') as Element;
      return [passes('dragover', document.body, transfer), passes('drop', document.body, transfer), passes('drop', document.querySelector('.process-view') as Element, link), passes('dragstart', clock, selection)];
    });
    expect(left).toEqual([false, false, false, false]);
    expect(page.url()).toBe(address);
    await demo.openView('Trends');
    await expect.poll(() => pens(), soon).toEqual(before);
  });

  it('printed no error', () => expect(operator.errors.filter((entry) => !/WebSocket connection to/.test(entry))).toEqual([]));
});
