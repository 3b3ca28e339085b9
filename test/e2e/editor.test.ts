import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { type DemoPage, demoPage } from '../support/demo-page.ts';
import { copyDemoPlant, type DemoPlant } from '../support/demo-plant.ts';
import { soon } from '../support/patience.ts';
import { restingBox } from '../support/window-hand.ts';

/** The section "A first screen in the editor" of resources/projects/README.md, done by hand in the product. */
describe('the pump screen of the README, drawn from nothing in the editor', () => {
  let plant: DemoPlant;
  let opened: ConsoleApp;
  let page: Page;
  let demo: DemoPage;

  const start = async (): Promise<void> => {
    opened = await openConsoleApp({ projectDir: plant.projectDir });
    page = opened.page;
    page.setDefaultTimeout(soon.timeout);
    demo = demoPage(page, opened);
    await demo.linksAreUp();
  };
  const file = (name: string): string => readFileSync(join(plant.projectDir, 'screens', `${name}.svg`), 'utf8');
  const editor = (): Locator => page.locator('.editor:visible');
  const canvas = (): Locator => editor().locator('.editor-canvas');
  /** Where a point of the drawing is in the window. Found and measured in one turn: the picture is drawn anew when the project was read again, and one that has gone has no place. */
  const at = async (x: number, y: number): Promise<{ x: number; y: number }> =>
    canvas().evaluate(
      (element, point) => {
        const matrix = element.querySelector<SVGSVGElement>('svg.process-screen')?.getScreenCTM();
        if (matrix == null) throw new Error('the drawing has no size');
        const { x: left, y: top } = new DOMPoint(point.x, point.y).matrixTransform(matrix);
        return { x: left, y: top };
      },
      { x, y },
    );
  const press = async (x: number, y: number): Promise<void> => {
    const point = await at(x, y);
    await page.mouse.click(point.x, point.y);
  };
  const find = async (words: string): Promise<Locator> => {
    await editor().getByRole('button', { name: 'Project', exact: true }).click();
    await editor().getByLabel('Find an asset or tag').fill(words);
    const row = editor()
      .locator('.editor-tree-button')
      .filter({ has: page.locator('.mono', { hasText: new RegExp(`^${words.replaceAll('.', '\\.')}$`) }) });
    await row.waitFor();
    return row;
  };
  const placeAsset = async (id: string, x: number, y: number): Promise<void> => {
    await (await find(id)).click();
    await press(x, y);
    await expect.poll(() => editor().locator('.editor-selection').textContent(), soon).toContain(id);
  };
  /** Takes a tag of the project by the pointer and lets it go above a point of the drawing. */
  const dragTag = async (id: string, x: number, y: number): Promise<void> => {
    const row = await find(id);
    const end = await at(x, y);
    const box = await restingBox(row);
    await page.mouse.move(box.x + 30, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 50, box.y + box.height / 2 + 6, { steps: 3 });
    await page.mouse.move(end.x, end.y, { steps: 8 });
    await page.mouse.up();
  };
  const draftState = (): Promise<string | null> => editor().locator('.editor-head-state').textContent();
  const newDrawing = async (title: string, name: string): Promise<void> => {
    await page.getByRole('button', { name: 'New drawing' }).click();
    await page.getByRole('dialog').getByLabel('Title').fill(title);
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await editor().getByText(`screens/${name}.svg`).waitFor();
    await canvas().locator('svg.process-screen').waitFor();
    // The dialog gives the keys to the drawing when it has gone.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const save = async (): Promise<void> => {
    await canvas().focus();
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What was changed').waitFor();
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(draftState, soon).toBe('saved');
  };

  beforeAll(async () => {
    plant = await copyDemoPlant();
    await start();
    await demo.openView('Editor');
    await page.locator('.editor-drawings').waitFor();
  });
  afterAll(async () => {
    await opened?.close();
    plant?.remove();
  });

  it('an empty drawing has its file at once and opens in a tab of its own', async () => {
    await newDrawing('Brine feed pump', 'brine-feed-pump');
    expect(file('brine-feed-pump')).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1512 724" width="1512" height="724">\n  <title>Brine feed pump</title>\n</svg>\n',
    );
    expect(await editor().locator('.editor-problems').count()).toBe(0);
  });

  it('assets become the symbols of their kinds where they are placed', async () => {
    await placeAsset('TK-102', 300, 200);
    await placeAsset('P-102A', 520, 480);
    await placeAsset('FCV-1021', 760, 480);
    await expect.poll(() => canvas().locator('.process-screen .sy').count(), soon).toBe(3);
    await press(300, 200);
    await expect.poll(() => editor().locator('.editor-selection').textContent(), soon).toContain('Tank TK-102');
    await editor().locator('.editor-place').getByLabel('Width').fill('120');
    await page.keyboard.press('Enter');
    await editor().locator('.editor-place').getByLabel('Height').fill('240');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => await canvas().locator('.process-screen .sy').first().locator('.ps-hit').getAttribute('height'), soon)
      .toBe('248');
  });

  it('a pipe is drawn with right angles, and darkens with the flow it is told', async () => {
    await editor().getByRole('button', { name: /^Pipe/ }).click();
    for (const [x, y] of [
      [344, 420],
      [344, 480],
      [504, 480],
    ] as const)
      await press(x, y);
    await page.keyboard.press('Enter');
    await expect.poll(() => editor().locator('.editor-selection').textContent(), soon).toContain('Line');
    await editor().getByLabel('Shows flow of').fill('FT-1021');
    await page.keyboard.press('Enter');
    await editor().getByRole('button', { name: /^Pipe/ }).click();
    for (const [x, y] of [
      [536, 480],
      [1000, 480],
    ] as const)
      await press(x, y);
    await page.keyboard.press('Enter');
    await editor().getByLabel('Shows flow of').fill('FT-1021');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await canvas().focus();
    await page.keyboard.press('End');
    await expect.poll(() => canvas().locator('.process-screen path.pipe-main').count(), soon).toBe(2);
  });

  it('a tag dropped on an element is bound to it, on empty ground it becomes a value', async () => {
    await dragTag('LT-1012', 300, 300);
    await page.getByRole('menu').getByRole('menuitem', { name: 'Level', exact: true }).click();
    await expect
      .poll(() => canvas().locator('.process-screen .sy-level, .process-screen [class*="level"]').count(), soon)
      .toBeGreaterThan(0);
    await dragTag('LT-1012', 440, 260);
    await dragTag('FT-1021', 600, 380);
    await dragTag('FIC-1021.SP', 820, 380);
    await expect.poll(() => canvas().locator('.process-screen .ps-box').count(), soon).toBe(3);
    await opened.keepPicture('editor-1-drawn');
  });

  it('every step can be taken back and done again, and its name says what it was', async () => {
    const undo = editor().locator('button[aria-label^="Undo"]');
    expect(await undo.getAttribute('aria-label')).toBe('Undo: Place value FIC-1021.SP (Ctrl Z)');
    await canvas().focus();
    for (let step = 0; step < 3; step++) await page.keyboard.press('Control+z');
    await expect.poll(() => canvas().locator('.process-screen .ps-box').count(), soon).toBe(0);
    for (let step = 0; step < 3; step++) await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => canvas().locator('.process-screen .ps-box').count(), soon).toBe(3);
    expect(await undo.getAttribute('aria-label')).toBe('Undo: Place value FIC-1021.SP (Ctrl Z)');
  });

  it('values are alive on the draft that nobody has saved yet', async () => {
    await canvas().focus();
    await page.keyboard.press('Control+p');
    const flow = canvas().locator('.process-screen [aria-label^="FT-1021, "]');
    await expect.poll(() => flow.getAttribute('aria-label'), soon).toMatch(/: \d+\.\d/);
    await opened.keepPicture('editor-2-preview');
    await canvas().focus();
    await page.keyboard.press('Control+p');
    await editor().locator('.editor-overlay').waitFor();
    expect(file('brine-feed-pump')).not.toContain('FT-1021');
  });

  it('is saved as a file that a person could have written, with a note of what was changed', async () => {
    await canvas().focus();
    await page.keyboard.press('Control+s');
    await expect.poll(() => page.getByRole('dialog').getByLabel('What was changed').inputValue(), soon).toBe('8 elements added');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await save();
    const lines = file('brine-feed-pump').split('\n');
    expect(lines).toContain('  <g data-symbol="pump" data-asset="P-102A" transform="translate(520 480)"/>');
    expect(lines).toContain('  <g data-symbol="control-valve" data-asset="FCV-1021" transform="translate(760 480)"/>');
    expect(lines.filter((line) => line.includes('data-asset="TK-102"'))).toEqual([expect.stringContaining('data-level="LT-1012"')]);
    expect(lines.filter((line) => line.includes('class="pipe-main"')).every((line) => line.includes('data-flow="FT-1021"'))).toBe(true);
    expect(lines.filter((line) => line.includes('data-symbol="value"'))).toHaveLength(3);
  });

  it('what is copied is pasted on another screen, also after its tab was opened anew', async () => {
    await press(520, 480);
    await expect.poll(() => editor().locator('.editor-selection').textContent(), soon).toContain('P-102A');
    await page.keyboard.press('Control+c');
    await page.locator('.workspace-tab').filter({ hasText: 'Drawings' }).click();
    await newDrawing('Second screen', 'second-screen');
    await canvas().focus();
    await page.keyboard.press('Control+v');
    await expect.poll(() => editor().locator('.editor-selection').textContent(), soon).toContain('P-102A');
    await save();
    expect(file('second-screen')).toContain('<g data-symbol="pump" data-asset="P-102A" transform="translate(520 480)"/>');
  });

  it('an edit that was not saved is there again when the window is opened anew', async () => {
    await canvas().focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(draftState, soon).toBe('not saved');
    await page.reload();
    await page.locator('.navigation-rail').waitFor();
    await demo.openView('Editor');
    await page.locator('.workspace-tab').filter({ hasText: 'Drawings' }).click();
    const row = page.locator('.editor-drawing').filter({ hasText: 'screens/second-screen.svg' });
    await row.getByText('has a draft that is not saved').waitFor();
    await row.click();
    await editor().getByText('which was not saved').waitFor();
    await expect.poll(draftState, soon).toBe('not saved');
    await canvas().focus();
    await page.keyboard.press('Control+z');
    await expect.poll(draftState, soon).toMatch(/^saved/);
  });

  it('a change by somebody else is told while there are changes here; theirs can be taken, and undo gives back mine', async () => {
    await canvas().focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(draftState, soon).toBe('not saved');
    writeFileSync(join(plant.projectDir, 'screens', 'second-screen.svg'), file('second-screen').replace('P-102A', 'P-102B'));
    await editor().getByText('Somebody else changed this file').waitFor();
    await editor().getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Compare both' }).click();
    await page
      .getByRole('dialog')
      .getByText(/P-102B/)
      .first()
      .waitFor();
    await opened.keepPicture('editor-4-conflict');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(draftState, soon).toMatch(/^saved/);
    await canvas().focus();
    await page.keyboard.press('Control+a');
    await expect.poll(() => editor().locator('.editor-selection').textContent(), soon).toContain('P-102B');
    await page.keyboard.press('Control+z');
    await expect.poll(draftState, soon).toBe('not saved');
    await page.keyboard.press('Control+a');
    await expect.poll(() => editor().locator('.editor-selection').textContent(), soon).toContain('P-102A');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(draftState, soon).toMatch(/^saved/);
  });

  it('after a restart of the product the screen lives with its values', async () => {
    await opened.close();
    await start();
    await demo.openTab('Process', 'Brine feed pump');
    await demo.shown('FT-1021').waitFor();
    await expect.poll(() => demo.reading('FT-1021'), soon).toMatch(/^\d+\.\d+ m³\/h/);
    await expect.poll(() => demo.reading('LT-1012'), soon).toMatch(/^\d/);
    await expect.poll(() => demo.reading('FIC-1021.SP'), soon).toMatch(/^\d/);
    const first = await demo.reading('FT-1021');
    await expect.poll(() => demo.reading('FT-1021'), soon).not.toBe(first);
    await demo.keepBothThemes('editor-3-lives');
  });

  it('printed no error, none of the content policy either', () => {
    expect(opened.errors).toEqual([]);
  });
});
