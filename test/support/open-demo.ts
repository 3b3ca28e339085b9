import type { Page } from 'playwright';
import { type ConsoleApp, openConsoleApp } from './console-app.ts';
import { type DemoPage, demoPage } from './demo-page.ts';
import { copyDemoPlant, type DemoPlant } from './demo-plant.ts';
import { soon } from './patience.ts';
import { type BrowserPage, openBrowser, startStation, type Station } from './station.ts';

type Shown = {
  readonly plant: DemoPlant;
  readonly page: Page;
  readonly demo: DemoPage;
  /** No alarm came while it started. */
  readonly wasQuiet: boolean;
  /** Ends all of it, and removes the copy. */
  close(): Promise<void>;
};
/** A copy of the demo plant in an Electron window. */
export type DemoWindow = Shown & { readonly app: ConsoleApp };
/** A copy of the demo plant on a station, and a browser that looks at it. */
export type DemoStation = Shown & { readonly station: Station; readonly browser: BrowserPage };

/** Opens a window of the console on a copy of the demo plant; its links are up, and no alarm stands. */
export const openDemoWindow = (): Promise<DemoWindow> =>
  allOrNothing(async (closeLast) => {
    const plant = await copied(closeLast);
    const app = await openConsoleApp({ projectDir: plant.projectDir });
    closeLast(() => app.close());
    return { plant, app, ...(await shown(app)) };
  });

/** Starts a station on a copy of the demo plant and opens it in a browser with that link; the plant's links are up, and no alarm stands. `prepare` changes the copy before. */
export const openDemoStation = (role: keyof Station['links'], prepare?: (plant: DemoPlant) => void): Promise<DemoStation> =>
  allOrNothing(async (closeLast) => {
    const plant = await copied(closeLast);
    prepare?.(plant);
    const station = await startStation(plant.projectDir);
    closeLast(() => station.close());
    const browser = await openBrowser(station.links[role]);
    closeLast(() => browser.close());
    return { plant, station, browser, ...(await shown(browser)) };
  });

/**
 * What `open` opens, without an alarm in its past. Where the machine stood still meanwhile the plant's links were rightly
 * alarmed: then it is opened anew. What comes with alarms three times has a fault, and is given as it is.
 */
export async function withoutPast<Opened extends { readonly wasQuiet: boolean; close(): Promise<unknown> }>(open: () => Promise<Opened>): Promise<Opened> {
  for (let attempt = 1; ; attempt++) {
    const opened = await open();
    if (opened.wasQuiet || attempt === 3) return opened;
    await opened.close();
  }
}

type CloseLast = (close: () => unknown) => void;

async function copied(closeLast: CloseLast): Promise<DemoPlant> {
  const plant = await copyDemoPlant();
  closeLast(() => plant.remove());
  return plant;
}

async function shown(opened: ConsoleApp | BrowserPage): Promise<Pick<Shown, 'page' | 'demo' | 'wasQuiet'>> {
  const { page } = opened;
  page.setDefaultTimeout(soon.timeout);
  const demo = demoPage(page, opened);
  await demo.linksAreUp();
  return { page, demo, wasQuiet: await demo.isQuiet() };
}

/** What could be opened before something failed is closed again; what was opened last is closed first. */
async function allOrNothing<Opened>(open: (closeLast: CloseLast) => Promise<Opened>): Promise<Opened & { close(): Promise<void> }> {
  const closings: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closings.splice(0).toReversed()) await one();
  };
  try {
    return { ...(await open((one) => void closings.push(one))), close };
  } catch (error) {
    await close();
    throw error;
  }
}
