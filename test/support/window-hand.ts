import type { Locator, Page } from 'playwright';

/** Opens the palette and waits until what is typed goes into it: before that letters are commands of the view in front. */
export async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator('.command-palette :focus').waitFor();
}

/** Types into the palette and chooses the entry that holds these words, once it is the one that Enter takes. */
export async function choose(page: Page, typed: string, words: string): Promise<void> {
  await openPalette(page);
  await page.keyboard.insertText(typed);
  await page.locator('.command-palette [aria-selected="true"]', { hasText: words }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.command-palette').waitFor({ state: 'detached' });
}

/** Resolves with what the notice of a lost engine says; called before the engine is taken away, since it may be back within a second. */
export async function engineNotice(page: Page, take: () => unknown): Promise<string> {
  const seen = page.waitForFunction(() => document.querySelector('.link-notice[role="alert"]')?.textContent ?? '');
  await take();
  return await (await seen).jsonValue();
}

/** Presses a button once it may be pressed, looked at and pressed in one turn: one that is refused just then does nothing and says nothing. */
export async function pressAllowed(button: Locator): Promise<void> {
  for (;;) {
    await button.and(button.page().locator(':not([aria-disabled="true"])')).waitFor();
    const isPressed = await button.evaluate((one) => {
      if (!(one instanceof HTMLElement) || !one.isConnected || one.getAttribute('aria-disabled') === 'true') return false;
      one.click();
      return true;
    });
    if (isPressed) return;
  }
}

/** Notices that stand by now carry `data-was-seen` from here on, so that one that comes is told from them. */
export const markNotices = (page: Page): Promise<void> => page.evaluate(() => document.querySelectorAll('.notice-card').forEach((card) => card.toggleAttribute('data-was-seen', true)));

/** What a notice says of a write where a value or link that the engine checks was not heard of for a moment, as on a machine with much else to do. */
export const silentForNow = /ot written: .*(Interlock not known|could not be judged|does not answer)/;

/**
 * Holds the button of the write dialog that is open, by the pointer or by Space, until the write is done or refused. Where values were
 * silent for a moment it is held again, as a person would. The dialog has closed then, unless the write was refused for another reason.
 */
export async function holdToWrite(page: Page, by: 'pointer' | 'key'): Promise<void> {
  const dialog = page.locator('.write-dialog');
  const button = dialog.getByRole('button', { name: /^Hold to write/ });
  const refused = page.locator('.notice-card:not([data-was-seen])', { hasText: 'was not written' });
  for (;;) {
    // The engine has checked it first.
    await button.and(page.locator(':not([aria-disabled="true"])')).waitFor();
    await markNotices(page);
    if (by === 'pointer') await button.hover();
    else await button.focus();
    await (by === 'pointer' ? page.mouse.down() : page.keyboard.down(' '));
    await page.waitForFunction(() => document.querySelector('.write-dialog') === null || [...document.querySelectorAll('.notice-card:not([data-was-seen])')].some(({ textContent }) => textContent?.includes('was not written') === true));
    await (by === 'pointer' ? page.mouse.up() : page.keyboard.up(' '));
    if ((await dialog.count()) === 0 || !silentForNow.test((await refused.first().textContent()) ?? '')) return;
  }
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Where a thing lies once it lies still, px of the page: in two frames one after the other at the same place. */
export async function restingBox(thing: Locator): Promise<Box> {
  for (;;) {
    const box = await thing.evaluate(async (element): Promise<Box | null> => {
      const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
      const look = (): Box => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x, y, width, height };
      };
      for (let before = look(); element.isConnected; ) {
        await frame();
        const now = look();
        if (now.width > 0 && now.x === before.x && now.y === before.y && now.width === before.width && now.height === before.height) return now;
        before = now;
      }
      return null;
    });
    if (box !== null) return box;
  }
}
