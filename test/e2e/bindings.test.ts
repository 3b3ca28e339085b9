import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { brineStation } from '../support/brine-station.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { soon } from '../support/patience.ts';
import { type BrowserPage, openBrowser, startStation, type Station } from '../support/station.ts';

const drawing = (title: string, content: string, head = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1400 760" ${head}>\n  <title>${title}</title>\n  ${content}\n</svg>\n`;
const card = (words: string): string => drawing('Card', `<text class="heading" x="0" y="0">${words}</text><g data-symbol="value" data-tag="$(tag)" transform="translate(0 20)"/>`, 'data-param-tag="LT-201"');
const feed = (expression: string): string =>
  drawing(
    'Bound feed',
    `<text class="title" x="100" y="100" data-bind-text="{LT-201}">12.3 %</text>
  <text class="title" x="100" y="140" data-bind-text="${expression}" data-unit="m" data-decimals="2">4.56 m</text>
  <text class="note" x="100" y="180" data-bind-text="{PUMP}" data-words="0:rests 1:turns" data-label="Pump">rests</text>
  <g class="panel" data-bind-visible="{LT-201} &gt; 50"><rect x="100" y="200" width="80" height="40"/></g>
  <rect class="body" x="300" y="100" width="60" height="100" data-bind-level="{LT-201}"/>
  <rect class="body-2" x="100" y="300" width="20" height="20" data-bind-x="{LT-201} * 10"/>
  <circle class="body" cx="400" cy="300" r="20" data-bind-state="{PUMP}"/>
  <g data-screen="brine" data-label="Brine feed" data-bind-enabled="{LT-201} &lt; 80"><rect class="frame" x="100" y="400" width="80" height="40"/></g>
  <g data-template="card" data-with-tag="LT-201" transform="translate(700 100)"/>`,
  );

/** Bindings of a screen over a real link, from the register to the page. */
describe('a screen of bindings in the console', () => {
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let station: Station;
  let browser: BrowserPage;
  let page: Page;
  const screen = (): Locator => page.locator('.process-screen[aria-label="Bound feed"]');
  const named = (start: string): Locator => screen().locator(`[aria-label^="${start}"]`);
  const attribute = async (of: Locator, name: string, value: string | null): Promise<void> => {
    await expect.poll(() => of.getAttribute(name), soon).toBe(value);
  };
  const levelHeight = (): Promise<number> => screen().locator('.ps-bound-level .sy-level').evaluate((fill) => Number(fill.getAttribute('height')));
  const isShown = (of: string): Promise<boolean> => screen().locator(of).evaluate((part) => (part as SVGGraphicsElement).getBoundingClientRect().width > 0);

  beforeAll(async () => {
    device = await startModbusDevice();
    device.holding[0] = 400;
    const files = brineStation(device.port);
    folder = createProjectFolder({
      ...files,
      'project.yaml': 'name: Brine station\nhome: feed\n',
      'tags/t.yaml': `${files['tags/t.yaml']}  - { id: PUMP, name: Pump turns, asset: P-201, type: bool, device: PLC-1, address: 'holding:10.0' }\n`,
      'screens/feed.svg': feed('{LT-201} * 0.42'),
      'templates/card.svg': card('Card as built'),
    });
    station = await startStation(folder.projectDir);
    browser = await openBrowser(station.links.engineer);
    page = browser.page;
    page.setDefaultTimeout(soon.timeout);
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Process' }).click();
    await screen().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await station?.close();
    await device?.stop();
    folder?.remove();
  });

  it('shows values, words and results where the file has its own words', async () => {
    await named('LT-201, Brine level: 40.0 %').first().waitFor();
    await named('LT-201, Brine level: 16.80 m').waitFor();
    await named('Pump: rests').waitFor();
    expect(await page.locator('.problem-strip').count()).toBe(0);
    expect(await screen().textContent()).not.toMatch(/12\.3|4\.56/);
    await expect.poll(() => named('LT-201, Brine level: ').count(), soon).toBe(3);
  });

  it('shows and hides, fills, moves and changes looks as the plant does', async () => {
    await expect.poll(() => isShown('.panel'), soon).toBe(false);
    await expect.poll(levelHeight, soon).toBe(40);
    await attribute(screen().locator('.body-2'), 'transform', 'translate(300 0)');
    await attribute(screen().locator('circle.body'), 'data-look', 'off');
    device.holding[0] = 600;
    device.holding[10] = 1;
    await named('LT-201, Brine level: 60.0 %').first().waitFor();
    await expect.poll(() => isShown('.panel'), soon).toBe(true);
    await expect.poll(levelHeight, soon).toBe(60);
    await attribute(screen().locator('.body-2'), 'transform', 'translate(500 0)');
    await attribute(screen().locator('circle.body'), 'data-look', 'on');
    await named('Pump: turns').waitFor();
    await browser.keepPicture('bindings-good');
  });

  it('a link opens only while it is enabled, by pointer and by key', async () => {
    const link = screen().locator('[aria-label="Open Brine feed"]');
    device.holding[0] = 900;
    await attribute(link, 'aria-disabled', 'true');
    await link.click({ force: true });
    await link.focus();
    await page.keyboard.press('Enter');
    expect(await screen().isVisible()).toBe(true);
    device.holding[0] = 600;
    await attribute(link, 'aria-disabled', null);
    await link.click();
    await page.locator('.process-screen[aria-label="Brine feed"]').waitFor();
    await page.locator('.workspace-tab').filter({ hasText: 'Bound feed' }).click();
    await screen().waitFor();
  });

  it('a picked value is the tag itself: the inspector follows', async () => {
    await named('LT-201, Brine level: 25.20 m').click();
    await page.getByRole('tab', { name: 'Faceplate' }).waitFor();
    await expect.poll(() => screen().locator('.is-selected').count(), soon).toBe(3);
  });

  it('after the link is lost shows no number, hides nothing, moves nothing and says so on every part', async () => {
    await device.stop();
    await named('LT-201, Brine level: ---- PLC-1 lost').first().waitFor();
    await named('Pump: ---- PLC-1 lost').waitFor();
    const numbers = (): Promise<number> => named('LT-201, Brine level: ').evaluateAll((all) => all.filter((one) => /\d \S*%|\d m/.test(one.getAttribute('aria-label') ?? '')).length);
    await expect.poll(numbers, soon).toBe(0);
    for (const part of ['.panel', '.body-2', 'circle.body']) await attribute(screen().locator(part), 'data-quality', 'no-link');
    await expect.poll(() => screen().locator('.ps-bound-level').evaluate((level) => getComputedStyle(level).display), soon).toBe('none');
    expect(await isShown('.panel')).toBe(true);
    expect(await screen().locator('.body-2').getAttribute('transform')).toBe('translate(500 0)');
    expect(await screen().locator('[aria-label="Open Brine feed"]').getAttribute('aria-disabled')).toBe(null);
    await browser.keepPicture('bindings-no-link');
    await device.start();
    await named('LT-201, Brine level: 60.0 %').first().waitFor();
    await attribute(screen().locator('.body-2'), 'data-quality', 'good');
  });

  it('an edited template is drawn at once on the screens it is in', async () => {
    await screen().getByText('Card as built').waitFor();
    folder.write('templates/card.svg', card('Card as changed'));
    await screen().getByText('Card as changed').waitFor();
    await named('LT-201, Brine level: 60.0 %').first().waitFor();
  });

  it('a binding with a mistake stands there as bad, is named under the screen and among the problems of the project', async () => {
    folder.write('screens/feed.svg', feed('{LT-201} * {LT-9999}'));
    await page.locator('.problem-strip:visible', { hasText: 'at character 12: there is no tag "LT-9999" in the project' }).waitFor();
    await named('text: BAD').waitFor();
    await named('LT-201, Brine level: 60.0 %').first().waitFor();
    await page.locator('.status-bar', { hasText: '1 project problem' }).waitFor();
    folder.write('screens/feed.svg', feed('{LT-201} * 0.42'));
    await named('LT-201, Brine level: 25.20 m').waitFor();
    await expect.poll(() => page.locator('.problem-strip').count(), soon).toBe(0);
  });

  it('broke nothing on the way', () => {
    expect(browser.errors).toEqual([]);
  });
});
