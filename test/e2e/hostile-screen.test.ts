import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawingTricks } from '#shared/screen/hostile/drawing-tricks.ts';
import { outsideTricks } from '#shared/screen/hostile/outside-tricks.ts';
import { scriptTricks } from '#shared/screen/hostile/script-tricks.ts';
import { screenOf, type Trick } from '#shared/screen/hostile/trick.ts';
import { xmlTricks } from '#shared/screen/hostile/xml-tricks.ts';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { soon } from '../support/patience.ts';

/** Of many tricks one screen, so that a page holds them all at once; those that are whole files of their own are left to the refused ones. */
function together(title: string, tricks: readonly Trick[]): string {
  const [before = '', after = ''] = screenOf('\u0001').split('\u0001');
  const contents = tricks
    .filter(({ fate, svg, templates }) => fate !== 'refused' && templates === undefined && svg.length < 20_000 && svg.startsWith(before))
    .map(({ svg }) => svg.slice(before.length, svg.length - after.length));
  return `${before}<title>${title}</title>\n${contents.join('\n')}${after}`;
}
const named = (name: string): string => xmlTricks.find((trick) => trick.name === name)?.svg ?? '';
const good = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">
  <title>Good screen</title>
  <text class="title" x="20" y="40" data-bind-text="{SYSTEM.STORAGE}">file text</text>
  <text class="title" x="20" y="80" data-bind-text="{T-1}">98.6</text>
  <rect class="body" x="20" y="100" width="30" height="30" data-bind-state="{SYSTEM.STORAGE} == 0"/>
  <g data-template="card" data-with-tag="SYSTEM.STORAGE" transform="translate(200 40)"/>
</svg>
`;
const card = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" data-param-tag="SYSTEM.STORAGE"><title>Card</title><g data-symbol="value" data-tag="$(tag)"/></svg>';

const folder = createProjectFolder({
  'project.yaml': 'name: Hostile works\nhome: good\n',
  'assets/a.yaml': 'assets: [{ id: A, name: A, level: unit }]\n',
  'tags/t.yaml': 'tags: [{ id: T-1, name: Never read, asset: A, unit: bar }]\n',
  'screens/good.svg': good,
  'templates/card.svg': card,
  'screens/scripts.svg': together('Scripts', scriptTricks),
  'screens/outside.svg': together('Outside', outsideTricks),
  'screens/xml.svg': together('Odd XML', xmlTricks),
  'screens/drawing.svg': together('Odd drawing', drawingTricks),
  'screens/root.svg': scriptTricks.at(-1)?.svg ?? '',
  'screens/laughs.svg': named('a billion laughs'),
  'screens/secret.svg': named('an entity from a file'),
  'screens/page.svg': named('a page'),
  'screens/nested.svg': named('nesting without end'),
});

describe('a project of hostile screens in the product', () => {
  let opened: ConsoleApp;
  const asked: string[] = [];
  const tab = (title: string) => opened.page.locator('.workspace-tab').filter({ hasText: title }).first();

  beforeAll(async () => {
    opened = await openConsoleApp({ projectDir: folder.projectDir });
    const { page } = opened;
    page.setDefaultTimeout(soon.timeout);
    page.on('request', (request) => void asked.push(request.url()));
    await page.locator('.status-bar').waitFor();
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Process' }).click();
    await page.locator('.process-screen').first().waitFor();
    // From here on: at its start the console's own schema library asks once whether it may compile code, and may not.
    await page.evaluate(() => {
      const seen = window as unknown as { violations: string[] };
      seen.violations = [];
      document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) => void seen.violations.push(`${violatedDirective} ${blockedURI}`));
    });
  });
  afterAll(async () => {
    await opened?.close();
    folder.remove();
  });

  it('draws the good screen beside them right: the words of its tag, and no number for a tag that has none', async () => {
    const { page } = opened;
    await page.locator('[aria-label^="SYSTEM.STORAGE, Data store: Recording"]').first().waitFor();
    await expect.poll(() => page.locator('[aria-label^="SYSTEM.STORAGE, Data store: Recording"]').count(), soon).toBe(2);
    await expect.poll(() => page.locator('[aria-label^="T-1, Never read: ---- waiting"]').count(), soon).toBe(1);
    await expect.poll(() => page.locator('.process-screen [data-look="on"]').count(), soon).toBe(1);
    expect(await page.locator('.process-screen').first().textContent()).not.toMatch(/98\.6|file text/);
    await opened.keepPicture('hostile-good');
  });

  it.each([
    ['Scripts', /script/],
    ['Outside', /not allowed/],
    ['Odd XML', /left out/],
    ['Odd drawing', /left out/],
  ])('%s: what is harmless is drawn, and the rest is named under the screen', async (title, said) => {
    const { page } = opened;
    await tab(title).click();
    await page.locator(`.process-screen[aria-label="${title}"]`).waitFor();
    await page.locator('.problem-strip:visible', { hasText: said }).waitFor();
    const found = await page.locator(`.process-screen[aria-label="${title}"]`).evaluate((screen) => {
      const all = [screen, ...screen.querySelectorAll('*')];
      const allowed = /^(svg|g|rect|circle|ellipse|line|polyline|polygon|path|text|tspan|defs|pattern|clipPath)$/;
      return {
        rects: screen.querySelectorAll('rect').length,
        elements: [...new Set(all.map(({ localName }) => localName))].filter((name) => !allowed.test(name)),
        attributes: [...new Set(all.flatMap((one) => [...one.attributes].map(({ name }) => name)))].filter((name) => /^on|href|^src|^style$|filter|^mask|marker|^ping|base$/.test(name)),
        addresses: all.flatMap((one) => [...one.attributes].filter(({ value }) => /javascript:|https?:|data:|file:/.test(value)).map(({ name, value }) => `${name}=${value}`)).filter((text) => !/^aria-label=|^data-/.test(text)),
        styled: all.slice(1).filter((one) => one.hasAttribute('style')).length,
      };
    });
    expect(found.rects).toBeGreaterThan(0);
    expect(found).toMatchObject({ elements: [], attributes: ['style'], addresses: [], styled: 0 });
    await opened.keepPicture(`hostile-${title.toLowerCase().replace(' ', '-')}`);
  });

  it.each([
    ['laughs', /document type/],
    ['secret', /document type/],
    ['page', /begins with <html>/],
    ['nested', /nested deeper/],
  ])('%s is refused with a sentence, and nothing of it is drawn', async (id, said) => {
    const { page } = opened;
    await tab(id).click();
    await page.locator('.process-empty:visible', { hasText: said }).waitFor();
    expect(await page.locator('.process-empty:visible').textContent()).not.toMatch(/root:|haha/);
  });

  it('ran no script, asked for nothing and broke no rule of its own page', async () => {
    const { page } = opened;
    await tab('Good screen').click();
    await page.locator('[aria-label^="SYSTEM.STORAGE, Data store: Recording"]').first().waitFor();
    const state = await page.evaluate(() => {
      const seen = window as unknown as { pwned?: unknown; violations: string[] };
      return { pwned: seen.pwned ?? null, violations: seen.violations, title: document.title, url: location.href };
    });
    expect(state).toMatchObject({ pwned: null, violations: [], url: 'app://console/index.html' });
    expect(asked.filter((url) => !url.startsWith('app://console/') && !url.startsWith('blob:app://'))).toEqual([]);
    expect(opened.errors).toEqual([]);
  });

  it('lists every one of them before anything is opened: what is left out, and what is no drawing', async () => {
    const { page } = opened;
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Diagnose' }).click();
    await tab('Project problems').click();
    for (const file of ['screens/scripts.svg', 'screens/laughs.svg', 'screens/page.svg']) await page.getByText(new RegExp(file.replace('.', '\\.'))).first().waitFor();
  });
});
