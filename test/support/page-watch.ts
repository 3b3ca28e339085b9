import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { root } from '../source-files.ts';

export type PageWatch = {
  /** Errors the page printed or threw since it was opened: content-security violations are among them. */
  readonly errors: readonly string[];
  /** Keeps a picture in artifacts/, as `<name>.png`. */
  keepPicture(name: string): Promise<void>;
};

export function watchPage(page: Page): PageWatch {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url}:${message.location().lineNumber})`);
  });
  page.on('pageerror', (error) => void errors.push(error.stack ?? error.message));
  return {
    errors,
    async keepPicture(name) {
      const dir = join(root, 'artifacts');
      mkdirSync(dir, { recursive: true });
      // Packed fast: to make it small takes longer than to take it, and a run keeps some hundred and fifty.
      const line = await page.context().newCDPSession(page);
      const { data } = await line.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
      writeFileSync(join(dir, `${name}.png`), Buffer.from(data, 'base64'));
      await line.detach();
    },
  };
}
