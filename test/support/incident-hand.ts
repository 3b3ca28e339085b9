import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import type { ConsoleApp } from './console-app.ts';
import { inTime } from './patience.ts';

/** How an incident ends. */
export type Closing = { readonly cause: string; readonly actions: readonly string[]; readonly downtimeMin: number };

/** What a lead does with an incident in a window, by what they see. */
export function incidentHand(page: Page) {
  const board = (): Locator => page.locator('.incident-board[aria-label^="INC-"]:visible');
  const bar = (): Locator => page.getByRole('region', { name: 'Open incident' });
  return {
    board,
    bar,
    entry: (words: string | RegExp): Locator => board().getByRole('region', { name: 'Timeline' }).locator('.incident-entry').filter({ hasText: words }),
    /** Number of the incident on the board in front. */
    async number(): Promise<string> {
      await board().waitFor();
      return /^INC-\d+/.exec((await board().getAttribute('aria-label')) ?? '')?.[0] ?? '';
    },
    async show(number: string): Promise<void> {
      await bar().getByRole('button', { name: new RegExp(number) }).click();
      await page.locator(`.incident-board[aria-label^="${number} "]:visible`).waitFor();
    },
    async close({ cause, actions, downtimeMin }: Closing): Promise<void> {
      await board().getByRole('button', { name: 'Close incident', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Cause').fill(cause);
      await dialog.getByLabel('Actions, one a line').fill(actions.join('\n'));
      await dialog.getByLabel('Downtime').fill(String(downtimeMin));
      await dialog.getByRole('button', { name: 'Close incident', exact: true }).click();
      await board().getByRole('region', { name: 'How it ended' }).getByText(cause).waitFor();
    },
    /** Makes a report by its button and saves it by the list of jobs; gives the path of the file. */
    async report(number: string, format: 'pdf' | 'docx', saved: SavedFiles): Promise<string> {
      await board().getByRole('button', { name: `Report of ${number}, ${format.toUpperCase()}` }).click();
      const job = page.locator('.exchange-job').filter({ hasText: `Report of ${number}` }).first();
      const save = job.locator(`button[title$=".${format}"]`);
      const file = saved.next();
      // Its key moments are drawn first: process graphic and 3D of each, on a machine without a graphics card.
      await save.click(inTime);
      const path = await file;
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      return path;
    },
  };
}

export type IncidentHand = ReturnType<typeof incidentHand>;

/** Files the window saves, each by its own name in one folder. */
export type SavedFiles = {
  /** Resolves with the path of the file saved next, once all of it is there. Called before the button is pressed. */
  next(): Promise<string>;
};

/** In place of the dialog that asks where to: the one thing of saving a test cannot click. */
export async function saveInto(app: ConsoleApp['app'], folder: string): Promise<SavedFiles> {
  await app.evaluate(({ session }, dir) => {
    const seen = globalThis as unknown as { saved: string[]; wanting: ((name: string) => void)[] };
    seen.saved = [];
    seen.wanting = [];
    session.defaultSession.on('will-download', (_event, item) => {
      const name = item.getFilename();
      item.setSavePath(`${dir}/${name}`);
      item.once('done', (_done, state) => {
        const outcome = state === 'completed' ? name : `not saved, ${state}: ${name}`;
        const wants = seen.wanting.shift();
        if (wants === undefined) seen.saved.push(outcome);
        else wants(outcome);
      });
    });
  }, folder);
  return {
    async next() {
      const name = await app.evaluate(() => {
        const seen = globalThis as unknown as { saved: string[]; wanting: ((name: string) => void)[] };
        const already = seen.saved.shift();
        return already ?? new Promise<string>((resolve) => seen.wanting.push(resolve));
      });
      return join(folder, name);
    },
  };
}
