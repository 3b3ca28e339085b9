import type { Locator, Page } from 'playwright';
import { holdToWrite, markNotices, pressAllowed } from './window-hand.ts';

/** One thing of a step that a person does. */
export type StepDeed =
  /** Written by the guarded way and held; `label` is the text of the action in the runbook. */
  | { readonly write: string }
  | { readonly reading: string; readonly value: string }
  | { readonly note: string; readonly text: string }
  /** A lock or permit, by a part of its text, and its number. */
  | { readonly gate: string; readonly number: string }
  | { readonly sign: string }
  | { readonly photo: string };

/** How a step ends: confirmed as it stands, along a branch that leads to a step of this title, or by a lead with a reason. */
export type StepEnd = { readonly kind: 'confirm'; readonly to?: string } | { readonly kind: 'skip' | 'override'; readonly reason: string; readonly to?: string };

/** The smallest JPEG-able picture: one grey pixel as PNG. */
export const greyPixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');

/** What a person does on a run that is in front, by what they see. */
export function runbookHand(page: Page) {
  const open = (step: string): Locator => page.locator(`.open-step[data-step="${step}"]:visible`);
  const entry = (kind: string, text: string): Locator => page.locator(`[data-entry="${kind}"]:visible`).filter({ hasText: text });
  const hold = async (): Promise<void> => {
    const reason = page.getByRole('dialog').getByLabel('Reason, required');
    await page.getByRole('dialog').getByText(/The present value is /).waitFor();
    if ((await reason.count()) > 0) await reason.fill('By the runbook');
    await holdToWrite(page, 'key');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const way = async (to: string | undefined): Promise<void> => {
    if (to !== undefined) await page.locator('.way:visible').filter({ has: page.locator('b', { hasText: to }) }).first().click();
  };
  /** What the data say may change under the hand, or be silent for a moment; then the engine refuses, and it is confirmed once they say so again. */
  const confirm = async (step: string, ended: Locator): Promise<void> => {
    const refused = page.locator('.notice-card-failed:not([data-was-seen])');
    do {
      await markNotices(page);
      await pressAllowed(open(step).locator('.way-on-confirm'));
      await ended.or(refused).first().waitFor();
    } while ((await ended.count()) === 0);
  };
  return {
    open,
    row: (step: string): Locator => page.locator(`.run-row[data-step="${step}"]:visible`),
    /** A check of the open step by its text. */
    check: (text: string): Locator => page.locator('.step-item.is-check:visible').filter({ hasText: text }),
    async doDeed(deed: StepDeed): Promise<void> {
      if ('write' in deed) {
        const action = entry('action', deed.write);
        await action.getByRole('button', { name: /^Write / }).click();
        await hold();
        await action.getByText(/confirmed \d\d:\d\d:\d\d, by /).waitFor();
      } else if ('reading' in deed) {
        const item = entry('reading', deed.reading);
        await item.getByRole('textbox').fill(deed.value);
        await item.getByRole('textbox').press('Enter');
        await item.and(page.locator('[data-state="passed"]')).waitFor();
      } else if ('note' in deed) {
        const item = entry('note', deed.note);
        await item.getByRole('textbox').fill(deed.text);
        await item.getByRole('button', { name: 'Add note' }).click();
        await item.and(page.locator('[data-state="passed"]')).waitFor();
      } else if ('gate' in deed) {
        const item = entry('gate', deed.gate);
        await item.getByRole('textbox').fill(deed.number);
        await item.getByRole('textbox').press('Enter');
        await item.and(page.locator('[data-state="passed"]')).waitFor();
      } else if ('sign' in deed) {
        const item = entry('sign', deed.sign);
        await item.getByRole('button', { name: /^Sign as / }).click();
        await item.and(page.locator('[data-state="passed"]')).waitFor();
      } else {
        const item = entry('photo', deed.photo);
        await item.locator('input[type="file"]').setInputFiles({ name: 'seen.png', mimeType: 'image/png', buffer: greyPixel });
        await item.and(page.locator('[data-state="passed"]')).waitFor();
      }
    },
    /** Ends the open step and waits until its row says so. */
    async end(step: string, how: StepEnd): Promise<void> {
      const ended = page.locator(`.run-row[data-step="${step}"][data-state="${how.kind === 'skip' ? 'skipped' : 'passed'}"]:visible`).or(page.locator(`.run-row[data-step="${step}"][data-state="regressed"]:visible`));
      await way(how.to);
      if (how.kind === 'confirm') return confirm(step, ended);
      await page.getByRole('button', { name: how.kind === 'skip' ? 'Skip' : 'Override', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason, required').fill(how.reason);
      await dialog.getByRole('button', { name: how.kind === 'skip' ? 'Skip the step' : 'Override' }).click();
      await ended.waitFor();
    },
    /** Values kept with an ended step, by tag, as the window shows them. */
    async evidence(step: string): Promise<ReadonlyMap<string, string>> {
      await page.locator(`.run-row[data-step="${step}"]:visible`).click();
      const table = page.locator('.ended-evidence:visible');
      await table.waitFor();
      const rows = await table.locator('tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
      return new Map(rows.map(([tag = '', , value = '']) => [tag, value]));
    },
    async abort(reason: string): Promise<void> {
      await page.getByRole('button', { name: 'Abort', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason, required').fill(reason);
      await dialog.getByRole('button', { name: 'Abort the run' }).click();
      await page.locator('.run-head:visible', { hasText: /aborted/ }).waitFor();
    },
    async finish(comment: string): Promise<void> {
      await page.getByRole('button', { name: 'Finish the run' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/^Comment/).fill(comment);
      await dialog.getByRole('button', { name: 'Finish', exact: true }).click();
      await page.locator('.run-head:visible', { hasText: /finished/ }).waitFor();
    },
  };
}

export type RunbookHand = ReturnType<typeof runbookHand>;
