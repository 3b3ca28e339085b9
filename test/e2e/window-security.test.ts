import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { soon } from '../support/patience.ts';

const folder = createProjectFolder({ 'project.yaml': 'name: Quiet works\n' });
let opened: ConsoleApp;
beforeAll(async () => {
  opened = await openConsoleApp({ projectDir: folder.projectDir });
  await opened.page.locator('.status-bar').waitFor();
});
afterAll(async () => {
  await opened?.close();
  folder.remove();
});

it('runs the page isolated, sandboxed and without Node', async () => {
  const settings = await opened.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    const { contextIsolation, sandbox, nodeIntegration, nodeIntegrationInWorker, webSecurity, webviewTag } = contents.getLastWebPreferences();
    return { contextIsolation, sandbox, nodeIntegration, isNodeInWorkers: nodeIntegrationInWorker === true, webSecurity, webviewTag };
  });
  expect(settings).toEqual({ contextIsolation: true, sandbox: true, nodeIntegration: false, isNodeInWorkers: false, webSecurity: true, webviewTag: false });
});

it('opens at the size of a console screen, without a frame of the system’s', async () => {
  const bounds = await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentBounds());
  expect(bounds?.width).toBeGreaterThanOrEqual(1900);
  expect(bounds?.height).toBeGreaterThanOrEqual(1060);
});

it.each(['app://console/../../package.json', 'app://console/%2e%2e/%2e%2e/package.json', 'app://console/..%2f..%2fpackage.json', 'app://console/..%5c..%5cpackage.json', 'app://console//etc/passwd', 'app://other/index.html', 'app://console/nothing.js'])(
  'serves no file outside the console for %s',
  async (address) => {
    const status = await opened.page.evaluate((asked) => fetch(asked).then((answer) => answer.status, () => 'refused'), address);
    expect([404, 'refused']).toContain(status);
  },
);

it('serves its own page by the same door', async () => {
  expect(await opened.page.evaluate(() => fetch('app://console/index.html').then((answer) => answer.status))).toBe(200);
});

it('goes nowhere else, opens no windows and grants no permissions', async () => {
  const { page, app } = opened;
  const tried = await page.evaluate(async () => {
    window.location.href = 'https://example.com/';
    const second = window.open('https://example.com/');
    const notification = await Notification.requestPermission();
    const remote = await fetch('https://example.com/').then(() => 'reached', () => 'refused');
    return { second: second === null, notification, remote };
  });
  expect(tried).toEqual({ second: true, notification: 'denied', remote: 'refused' });
  expect(page.url()).toBe('app://console/index.html');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

it('runs no code that did not come as a file of ours', async () => {
  const ran = await opened.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ranInline = true';
    document.head.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.ranHandler = true');
    document.body.append(button);
    button.click();
    button.remove();
    const seen = window as unknown as { ranInline?: boolean; ranHandler?: boolean };
    return [seen.ranInline === true, seen.ranHandler === true];
  });
  expect(ran).toEqual([false, false]);
});

it('saves the files the console makes, where somebody chooses, and nothing a system would run', async () => {
  const { app, page } = opened;
  const dir = mkdtempSync(join(tmpdir(), 'firstout-saved-'));
  try {
    const names = ['alarms.csv', 'report.pdf', 'set-up.exe', 'no-ending', 'page.html'];
    // Listened to before the first is asked for.
    await app.evaluate(({ session }, folder) => {
      const tried: [string, boolean][] = [];
      Object.assign(globalThis, { tried });
      session.defaultSession.on('will-download', (event, item) => {
        tried.push([item.getFilename(), !event.defaultPrevented]);
        // In place of the dialog that asks where to.
        if (!event.defaultPrevented) item.setSavePath(`${folder}/${item.getFilename()}`);
      });
    }, dir);
    const tried = (): Promise<readonly (readonly [string, boolean])[]> => app.evaluate(() => (globalThis as unknown as { tried: [string, boolean][] }).tried);
    await page.evaluate(async (all) => {
      for (const name of all) {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob(['a,b'], { type: 'application/octet-stream' }));
        link.download = name;
        link.click();
        // One after the other: a page that saves many at once is asked about.
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    }, names);
    await expect.poll(async () => (await tried()).length, soon).toBe(names.length);
    const answers = new Map(await tried());
    expect(names.map((name) => answers.get(name))).toEqual([true, true, false, false, false]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
