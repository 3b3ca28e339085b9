import { demoPage } from '../support/demo-page.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import type { Bench } from './bench.ts';
import { pause, say } from './bench-processes.ts';
import { withConsoleWindow } from './console-window.ts';
import { longestTasks } from './trend/main-thread.ts';

const tagCount = 25_000;
const alarmsPerTag = 4;
const alarmCount = tagCount * alarmsPerTag;
const steps = 120;

/**
 * 100,000 standing alarms in the list of the real window (a device that is switched off, whose tags have bad-quality alarms),
 * scrolled by the wheel and by pages and jumped through from end to end: the longest task of the page's main thread, from
 * Chromium's own trace.
 */
export const alarmScroll: Bench = async () => {
  const folder = createProjectFolder(projectFiles());
  try {
    return await withConsoleWindow(folder.projectDir, async (app) => {
      const { page } = app;
      await demoPage(page, app).openTab('Alarms', 'Active alarms');
      const grid = page.getByRole('grid', { name: 'Standing alarms' });
      const startMs = performance.now();
      while ((await grid.getAttribute('aria-rowcount')) !== String(alarmCount + 1)) {
        if (performance.now() - startMs > 60_000) throw new Error(`the list has ${await grid.getAttribute('aria-rowcount')} rows instead of ${alarmCount} and its head`);
        await pause(200);
      }
      await page.locator('.alarms-scroller').focus();
      await pause(3000);
      const box = await page.locator('.alarms-scroller').boundingBox();
      if (box === null) throw new Error('the list is not in sight');
      const { wallMs, cpuMs } = await longestTasks(page, async () => {
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        for (let step = 0; step < steps; step++) {
          await page.mouse.wheel(0, step % 3 === 0 ? 4000 : 400);
          await pause(30);
        }
        for (let at = 0; at <= 20; at++) {
          await page.locator('.alarms-scroller').evaluate((list, part) => list.scrollTo(0, list.scrollHeight * part), at / 20);
          await pause(50);
        }
      });
      const top = await page.locator('.alarms-scroller').evaluate((list) => list.scrollTop);
      const shown = await page.locator('.alarms-row:visible').count();
      say(`alarm list: scrolled to ${Math.round(top)} px, ${shown} rows there`);
      if (top < 100_000 || shown < 5) throw new Error('the list did not scroll');
      return [
        { name: 'alarm.list_100k_longest_task_ms', value: wallMs, unit: 'ms' },
        { name: 'alarm.list_100k_longest_task_cpu_ms', value: cpuMs, unit: 'ms' },
      ];
    });
  } finally {
    folder.remove();
  }
};

function projectFiles(): Readonly<Record<string, string>> {
  const all = Array.from({ length: tagCount }, (_, tag) => tag);
  const each = Array.from({ length: alarmsPerTag }, (_, nth) => nth);
  return {
    'project.yaml': 'name: Bench\n',
    'assets/a.yaml': `assets:\n${Array.from({ length: 500 }, (_, at) => `  - { id: A-${at}, name: Pump ${at}, kind: pump }\n`).join('')}`,
    'devices/d.yaml': 'devices:\n  - { id: PLC-1, name: PLC, driver: modbus, enabled: false, options: { host: 127.0.0.1 } }\n',
    'tags/t.yaml': `tags:\n${all.map((tag) => `  - { id: T${tag}, name: Measurement ${tag}, asset: A-${tag % 500}, device: PLC-1, address: 'holding:${tag}' }\n`).join('')}`,
    'alarms/a.yaml': `alarms:\n${all.flatMap((tag) => each.map((nth) => `  - { id: T${tag}.Q${nth}, tag: T${tag}, kind: bad-quality, priority: ${1 + (tag % 4)}, message: Measurement ${tag} is bad }\n`)).join('')}`,
  };
}
