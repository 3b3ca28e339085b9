import { type Locator, type Page } from 'playwright';
import type { PageWatch } from './page-watch.ts';
import { inTime } from './patience.ts';
import { markNotices, pressAllowed, silentForNow } from './window-hand.ts';

/** One row of the alarm list or of the journal, as it is written there. */
export type ListedAlarm = { readonly alarm: string; readonly cells: readonly string[] };
export type BannerCounts = { readonly active: number; readonly unacked: number };

/** The demo plant's links, in the order of its devices. */
export const demoLinks = ['PLC-11', 'PLC-21', 'PLC-22', 'GW-02', 'PLC-41', 'MCC-2', 'VIB-07', 'SIM-01'] as const;

/** What an operator does on a console of the demo plant, by what the operator sees. */
export function demoPage(page: Page, { keepPicture }: Pick<PageWatch, 'keepPicture'>) {
  const rail = page.getByRole('navigation', { name: 'Views' });
  const openView = async (title: string): Promise<void> => {
    const button = rail.getByRole('button', { name: title });
    await button.click();
    await button.and(page.locator('[aria-current="page"]')).waitFor();
  };
  const tab = (title: string): Locator => page.locator('.workspace-tab').filter({ hasText: title });
  /** Presses a button of the simulation until the plant shows what it does: where values were silent for a moment, the engine refuses the write. */
  const press = async (button: Locator, result: Locator): Promise<void> => {
    const refused = newNotice.filter({ hasText: silentForNow });
    do {
      await markNotices(page);
      await pressAllowed(button);
      await result.or(refused).first().waitFor();
    } while ((await result.count()) === 0);
  };
  const newNotice = page.locator('.notice-card:not([data-was-seen])');
  const running = (title: string): Locator => page.locator('.simulation-controls b', { hasText: title });
  /** All four counters of the banner together. */
  const bannerCounts = async (): Promise<BannerCounts> => countsOf(await bannerTitles());
  const bannerTitles = (): Promise<string[]> => page.locator('.alarm-banner-count').evaluateAll((all) => all.map((one) => (one as HTMLElement).title));
  const countsOf = (titles: readonly string[]): BannerCounts => {
    const sum = (pattern: RegExp): number => titles.reduce((total, title) => total + Number(pattern.exec(title)?.[1] ?? NaN), 0);
    return { active: sum(/(\d+) active/), unacked: sum(/(\d+) unacknowledged/) };
  };
  /** Something that shows a tag or asset on the screen in front, by its accessible name: "TAG, name: reading", on tiles "name, TAG: reading". */
  const shown = (tag: string): Locator => page.locator(`.process-view :is([aria-label^="${tag}, "], [aria-label*=", ${tag}: "]):visible`).first();
  return {
    rail,
    openView,
    async openTab(view: string, title: string) {
      await openView(view);
      await tab(title).click();
      await page.locator('.dv-active-tab').filter({ has: tab(title) }).first().waitFor();
      // Until then the screen that was in front can still be seen, and what is found on it goes with it.
      if (view === 'Process') await page.locator(`.process-view[aria-label="${title}"][aria-busy="false"]:visible .ps-target`).first().waitFor();
    },
    shown,
    /** "2.38 bar", or the word in its place, with the note behind it. */
    async reading(tag: string): Promise<string> {
      const label = (await shown(tag).getAttribute('aria-label')) ?? '';
      return label.slice(label.indexOf(': ') + 2).replaceAll(/[\u2009\u202f]/g, '').replace('−', '-');
    },
    /** Names of everything on the screen in front that shows a value or a state. */
    labels: (): Promise<string[]> => page.locator('.process-view [aria-label*=": "]:visible').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? '')),
    link: (device: string): Locator => page.locator('.status-bar-links .status-bar-entry').filter({ hasText: device }),
    /** Waits until every link answers with a round trip: the simulated works starts beside engine and window, and is the last to be there. */
    async linksAreUp() {
      for (const device of demoLinks) await page.locator('.status-bar-links .status-bar-entry').filter({ hasText: new RegExp(`${device}.*\\d ms$`) }).waitFor(inTime);
    },
    scenario: {
      async start(title: string) {
        await openView('Simulate');
        await press(page.locator('.simulation-list li').filter({ hasText: title }).getByRole('button', { name: 'Start' }), running(title));
      },
      async end() {
        await openView('Simulate');
        await press(page.getByRole('button', { name: 'End scenario' }), running('None'));
      },
      /** Puts the plant back into its steady state, at the speed of real time, with no scenario. */
      async reset() {
        await openView('Simulate');
        await press(page.getByRole('button', { name: 'Reset plant' }), newNotice.filter({ hasNotText: silentForNow }));
        await running('None').waitFor();
        await page.locator('.simulation-controls [aria-pressed="true"]', { hasText: /^1 ×$/ }).waitFor();
      },
      async speed(times: number) {
        await openView('Simulate');
        await press(page.getByRole('button', { name: `${times} ×`, exact: true }), page.locator('[aria-pressed="true"]', { hasText: new RegExp(`^${times} ×$`) }));
      },
    },
    bannerCounts,
    /**
     * Nothing stands: what a machine that stood still at the start left behind, an alarm of each link, is acknowledged
     * first. True where nothing had to be.
     */
    async isQuiet(): Promise<boolean> {
      for (let wasQuiet = true; ; wasQuiet = false) {
        const counted = await bannerTitles();
        const { active, unacked } = countsOf(counted);
        if (active + unacked === 0) return wasQuiet;
        await page.keyboard.press('F9');
        await page.waitForFunction((before) => [...document.querySelectorAll<HTMLElement>('.alarm-banner-count')].some(({ title }, at) => title !== before[at]), counted, inTime);
      }
    },
    async listCount(group: 'All active' | 'Unacked'): Promise<number> {
      const text = (await page.getByRole('group', { name: 'Which alarms' }).getByRole('button', { name: group }).textContent()) ?? '';
      return Number(/(\d+)$/.exec(text)?.[1] ?? NaN);
    },
    /** Every row of the list in front, collected by scrolling through it, in its order. */
    async rows(): Promise<readonly ListedAlarm[]> {
      return page.locator('.alarms-scroller:visible').evaluate(async (scroller) => {
        const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
        const found = new Map<number, { alarm: string; cells: string[] }>();
        for (let top = 0; ; top += scroller.clientHeight) {
          scroller.scrollTop = top;
          await frame();
          for (const row of scroller.querySelectorAll<HTMLElement>('.alarms-item')) {
            const at = Number(/translateY\((\d+)px\)/.exec(row.style.transform)?.[1]);
            found.set(at, { alarm: row.id.replace(/^alarm-/, ''), cells: [...row.children].map((cell) => cell.textContent ?? '') });
          }
          if (top + scroller.clientHeight >= scroller.scrollHeight) break;
        }
        scroller.scrollTop = 0;
        await frame();
        return [...found].sort(([a], [b]) => a - b).map(([, row]) => row);
      });
    },
    /** Pictures of the window in the dark and in the light theme; leaves it in the theme it had. */
    async keepBothThemes(name: string) {
      for (let turn = 0; turn < 2; turn++) {
        await keepPicture(`${name}-${await page.locator('html').getAttribute('data-theme')}`);
        await rail.getByRole('button', { name: 'Theme' }).click();
      }
    },
  };
}

export type DemoPage = ReturnType<typeof demoPage>;
