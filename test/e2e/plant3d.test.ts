import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ConsoleApp } from '../support/console-app.ts';
import type { DemoPage } from '../support/demo-page.ts';
import { type DemoWindow, openDemoWindow } from '../support/open-demo.ts';
import { inTime, soon } from '../support/patience.ts';

describe('the demo plant in 3D', () => {
  let opened: DemoWindow;
  let app: ConsoleApp;
  let page: Page;
  let demo: DemoPage;
  /** Before the scenario, and what failed first in it. */
  let beforeMs: number;
  let firstOut: string;

  const view = () => page.locator('.plant3d-panel:visible');
  const side = () => view().getByRole('complementary', { name: 'What the scene shows' });
  /** Rows of alarms in the list beside the scene. */
  const faults = () => side().locator('.plant3d-row:has(.alarm-glyph)');
  const picture = (name: '3D' | 'Map') => view().getByRole('group', { name: 'Picture' }).getByRole('button', { name, exact: true });
  const inspected = () => page.locator('.inspector-id').textContent();
  /** Parts in the colour of an alarm on the map, hatched ones left out, and whether they are selected too. */
  const coloured = (): Promise<readonly { readonly isSelected: boolean }[]> =>
    view()
      .locator('.scene-map .scene-map-part.is-marked')
      .evaluateAll((all) => all.filter((one) => !getComputedStyle(one).fill.startsWith('url(')).map((one) => ({ isSelected: one.classList.contains('is-selected') })));

  beforeAll(async () => {
    opened = await openDemoWindow();
    ({ app, page, demo } = opened);
    await page.locator('.status-bar').getByText(/, 0 bad/).waitFor();
    beforeMs = Date.now();
  });
  afterAll(() => opened?.close());

  it('draws the plant in the window, with the list of its faults beside it', async () => {
    await demo.openView('3D');
    await view().locator('.plant-scene canvas').waitFor();
    await view().getByText('Building the scene').waitFor({ state: 'detached' });
    await side().getByRole('heading', { name: /^Faults in this scene/ }).waitFor();
    await app.keepPicture('plant3d-1-drawn');
  });

  it('flies with one key to what failed first, from wherever the operator is, and marks it in picture, list, label and map', async () => {
    await demo.scenario.speed(10);
    await demo.scenario.start('Lube pump overload');
    await page.locator('.alarm-banner-row', { hasText: 'P-231A.FLT' }).locator('.rank-flag.is-first').waitFor(inTime);
    await demo.openTab('Alarms', 'Active alarms');
    await page.keyboard.press('Shift+F');
    const row = faults().and(view().locator('[aria-pressed="true"]'));
    await row.locator('.rank-flag.is-first').waitFor();
    firstOut = (await row.locator('b.mono').textContent()) ?? '';
    const label = view().locator('.scene-label.is-placed.is-selected');
    await expect.poll(() => label.locator('b.mono').textContent(), soon).toBe(firstOut);
    await label.locator('.alarm-glyph').waitFor();
    await view().getByText(/assets whole, the rest seen through/).waitFor();
    // The inspector is about the same thing: the alarm of the label is one of its own.
    await page.locator('.inspector-tabs').getByRole('tab', { name: /^Alarms [1-9]/ }).waitFor();
    await app.keepPicture('plant3d-2-fault');
    await picture('Map').click();
    await view().locator('.scene-map .scene-map-part.is-selected').first().waitFor();
    await expect.poll(async () => (await coloured()).length, soon).toBeGreaterThan(0);
    await expect.poll(() => label.locator('b.mono').textContent(), soon).toBe(firstOut);
    await app.keepPicture('plant3d-3-map');
  });

  it('sees through everything but what a saved view is about, until Escape', async () => {
    await picture('3D').click();
    await view().locator('.plant-scene canvas').waitFor();
    await view().getByText('Building the scene').waitFor({ state: 'detached' });
    await view().getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Bearings of K-201' }).click();
    await view().getByText('6 assets whole, the rest seen through').waitFor();
    await view().locator('.plant-scene').focus();
    await page.keyboard.press('Escape');
    await view().getByText('6 assets whole, the rest seen through').waitFor({ state: 'detached' });
    // What was seen through before is again.
    await view().getByText(/assets whole, the rest seen through/).waitFor();
    await picture('Map').click();
    await view().locator('.scene-map .scene-map-part.is-selected').first().waitFor();
  });

  it('shows what failed first as it was before, when the clock goes back there, and as it is when it is live', async () => {
    const row = faults().filter({ hasText: firstOut });
    const wholeSecond = Math.ceil(beforeMs / 1000) * 1000;
    const local = await page.evaluate((ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19), wholeSecond);
    await page.keyboard.press('Control+g');
    await page.getByLabel('Date and time, local').fill(local);
    await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
    await page.locator('.shell.is-past').waitFor();
    await row.waitFor({ state: 'detached' });
    await expect.poll(async () => (await coloured()).some(({ isSelected }) => isSelected), soon).toBe(false);
    await page.keyboard.press('l');
    await row.waitFor();
    await expect.poll(async () => (await coloured()).length, soon).toBeGreaterThan(0);
  });

  it('without WebGL the map is shown and says why, and picking in it selects', async () => {
    await page.addInitScript(() => {
      const own = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return /^(webgl|experimental-webgl)/.test(kind) ? null : Reflect.apply(own, this, [kind, ...rest]);
      } as typeof own;
    });
    await page.reload();
    await demo.openView('3D');
    await view().getByText('no WebGL 2').waitFor();
    await faults().first().waitFor();
    const part = view().locator('.scene-map .scene-map-part.is-marked').first();
    await part.dispatchEvent('click');
    await expect.poll(inspected, soon).toBeTruthy();
    await view().locator('.scene-map .scene-map-part.is-selected').first().waitFor();
    expect(await picture('3D').getAttribute('aria-disabled')).toBe('true');
  });

  it('printed no error', () => {
    expect(app.errors).toEqual([]);
  });
});
