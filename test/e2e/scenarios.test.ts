import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import type { Page } from 'playwright';
import { scenarios } from '#electron/simulator/scenarios/scenarios.ts';
import { root } from '../source-files.ts';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { type DemoPage, demoPage } from '../support/demo-page.ts';
import { copyDemoPlant, type DemoPlant } from '../support/demo-plant.ts';
import { incidentHand, type IncidentHand, saveInto, type SavedFiles } from '../support/incident-hand.ts';
import { inTime, soon } from '../support/patience.ts';
import { type ReadDocx, readDocx, type ReadPdf, readPdf } from '../support/read-paper.ts';
import { runbookHand, type RunbookHand } from '../support/runbook-hand.ts';
import { type ScenarioWalk, scenarioWalks, type WalkedStep } from '../support/scenario-walks.ts';

/**
 * Every scenario of the demo plant as a lead lives through it, in one window: the fault starts, the card says what failed
 * first, a runbook is opened from it and ticked by the data, the incident is closed and its report made and read.
 */
describe('each demo scenario from the fault to the report', () => {
  let plant: DemoPlant;
  let app: ConsoleApp;
  let page: Page;
  let demo: DemoPage;
  let runs: RunbookHand;
  let incidents: IncidentHand;
  let saved: SavedFiles;
  const folder = mkdtempSync(join(tmpdir(), 'firstout-reports-'));
  const card = () => page.locator('.first-out-card:visible');
  const inspector = () => page.locator('.shell-inspector');

  beforeAll(async () => {
    plant = await copyDemoPlant();
    app = await openConsoleApp({ projectDir: plant.projectDir });
    page = app.page;
    page.setDefaultTimeout(soon.timeout);
    demo = demoPage(page, app);
    runs = runbookHand(page);
    incidents = incidentHand(page);
    saved = await saveInto(app.app, folder);
    await demo.linksAreUp();
    await demo.isQuiet();
  });
  afterAll(async () => {
    await app?.close();
    plant?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Waits for the card that names the documented first failure, or says that the clocks cannot tell it from another. */
  async function namesTheFirst({ first }: ScenarioWalk): Promise<void> {
    await expect
      .poll(async () => ((await card().count()) === 0 ? '' : `${await card().locator('.first-out-tag').textContent()} ${(await card().locator('.first-out-evidence', { hasText: 'The clocks cannot tell' }).allTextContents()).join(' ')}`), soon)
      .toContain(first.tag);
  }

  /** One alarm makes no card: of those the scenario documents, the list shows none that was raised since its start and before the first failure. */
  async function standsFirstInTheList({ key, first }: ScenarioWalk, startMs: number): Promise<void> {
    const start = new Date(startMs);
    const startOfDayMs = ((start.getHours() * 60 + start.getMinutes()) * 60 + start.getSeconds()) * 1000 + start.getMilliseconds();
    /** What was raised before the start is of yesterday. */
    const sinceStart = (cells: readonly string[]): number => (ofDayMs(cells.find((cell) => /^\d\d:\d\d:\d\d\.\d{3}$/.test(cell)) ?? '') - startOfDayMs + dayMs) % dayMs;
    const since = new Map((await demo.rows()).map(({ alarm, cells }) => [alarm, sinceStart(cells)]));
    const firstMs = since.get(first.alarm) ?? Number.NaN;
    expect(firstMs, `${first.alarm} in the list, raised since the start`).toBeLessThan(dayMs / 2);
    const { cascade } = scenarios.find((one) => one.key === key) ?? { cascade: [] };
    const sooner = cascade.filter(({ alarm }) => (since.get(alarm) ?? dayMs) < firstMs).map(({ alarm }) => alarm);
    expect(sooner, `documented behind ${first.alarm}, shown before it`).toEqual([]);
  }

  /** The alarm that is picked, in the inspector. */
  async function acknowledges(): Promise<void> {
    await inspector().getByRole('tab', { name: 'Alarms' }).click();
    await inspector().locator('.inspector-alarm-actions').getByRole('button', { name: 'Acknowledge' }).click();
  }

  /** From the card: acknowledges what failed first, opens the incident with one press, and the runbook that is suggested. */
  async function beginsFromCard(walk: ScenarioWalk): Promise<string> {
    await namesTheFirst(walk);
    // Where the clocks cannot tell, another may stand above it.
    await card().locator('.first-out-head, .first-out-candidate').filter({ hasText: walk.first.tag }).first().click();
    await acknowledges();
    await card().getByRole('button', { name: 'Open incident', exact: true }).click();
    const number = await incidents.number();
    await demo.openTab('Alarms', 'Active alarms');
    // What is suggested follows the burst as it grows.
    await page.locator('.first-out-card:visible .suggested-compact', { hasText: walk.runbook }).click();
    return number;
  }

  /** Where there is no burst (yet): the same from the alarm in list and inspector, or with a runbook that the board suggests. */
  async function beginsFromAlarm(walk: ScenarioWalk, startMs: number): Promise<string> {
    const { first, runbook, begins } = walk;
    const row = page.locator(`[id="alarm-${first.alarm}"]:visible`);
    await row.waitFor(inTime);
    await standsFirstInTheList(walk, startMs);
    await row.click();
    await acknowledges();
    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Open incident, severity/ }).click();
    const number = await incidents.number();
    expect(await incidents.board().locator('.incident-origin b').textContent()).toBe(first.tag);
    if (begins === 'board') {
      await incidents.board().getByRole('list', { name: 'Suggested runbooks' }).getByRole('button', { name: 'PLC-41 hangs' }).click();
      return number;
    }
    await demo.openTab('Alarms', 'Active alarms');
    await row.click();
    await inspector().getByRole('tab', { name: 'Alarms' }).click();
    await inspector().getByRole('button', { name: runbook }).first().click();
    return number;
  }

  async function goesThrough(step: WalkedStep, last: WalkedStep | undefined): Promise<void> {
    await runs.open(step.step).waitFor();
    for (const deed of step.deeds ?? []) await runs.doDeed(deed);
    for (const check of step.ticks ?? []) await expect.poll(() => runs.check(check).getAttribute('data-state'), inTime).toBe('pass');
    await runs.end(step.step, step.end);
    if (step.evidence === undefined) return;
    const kept = await runs.evidence(step.step);
    for (const [tag, look] of Object.entries(step.evidence)) expect(kept.get(tag), `${tag} kept with ${step.step}`).toMatch(look);
    if (step !== last) await page.locator('.run-row[aria-current="step"]:visible').click();
  }

  it('are all of the simulator, and no others', () => {
    expect(scenarioWalks.map(({ key }) => key).toSorted()).toEqual(scenarios.map(({ key }) => key).toSorted());
  });

  it.each(scenarioWalks.map((walk) => [walk.title, walk] as const))('%s', { timeout: 300_000 }, async (_title, walk) => {
    onTestFailed(() => app.keepPicture(`scenario-failed-${walk.key}`).catch(() => undefined));
    await demo.scenario.speed(walk.speed);
    const startMs = Date.now();
    await demo.scenario.start(walk.title);
    await demo.openTab('Alarms', 'Active alarms');
    if (walk.hurries !== undefined) {
      for (const alarm of [walk.first.alarm, walk.hurries.after]) await page.locator(`[id="alarm-${alarm}"]:visible`).waitFor();
      await demo.scenario.speed(walk.hurries.times);
      await demo.openTab('Alarms', 'Active alarms');
    }
    const number = await (walk.begins === 'card' ? beginsFromCard(walk) : beginsFromAlarm(walk, startMs));
    if (walk.begins === 'alarm-then-card') {
      await demo.scenario.speed(1);
      await demo.openView('Runbooks');
    }
    await page.getByRole('document', { name: new RegExp(`^${walk.runbook}`) }).waitFor();
    await page.locator('.runbook-page-bar:visible', { hasText: number }).getByRole('button', { name: /^Begin (run|another run)$/ }).click();
    for (const step of walk.steps) {
      if (step.mends === true) {
        await runs.open(step.step).waitFor();
        await demo.scenario.end();
        await demo.openView('Runbooks');
      }
      await goesThrough(step, walk.end.kind === 'finish' ? walk.steps.at(-1) : undefined);
    }
    await (walk.end.kind === 'abort' ? runs.abort(walk.end.words) : runs.finish(walk.end.words));
    if (walk.begins === 'alarm-then-card') {
      await demo.scenario.speed(walk.speed);
      await demo.openTab('Alarms', 'Active alarms');
      // A rate-of-change alarm sees a plant at 20 times and may rightly stand above it; test/first-out has it in real time.
      const ranked = (): Promise<string[]> => card().locator('.first-out-tag, .first-out-candidate').allTextContents();
      await expect.poll(ranked, soon).toEqual(expect.arrayContaining([expect.stringContaining(walk.first.tag)]));
      // The burst is judged anew with each alarm that comes.
      const above = async (): Promise<readonly string[]> => {
        const names = await ranked();
        const place = (tag: string): number => names.findIndex((name) => name.includes(tag));
        return (walk.below ?? []).filter((tag) => place(tag) >= 0 && place(tag) < place(walk.first.tag));
      };
      await expect.poll(above, { ...soon, message: `above ${walk.first.tag} on the card` }).toEqual([]);
    }
    await demo.scenario.reset();
    await incidents.show(number);
    await incidents.board().getByRole('region', { name: 'Runbooks' }).getByText(walk.end.kind === 'abort' ? `aborted: ${walk.end.words}` : 'finished').waitFor();
    await incidents.close(walk.closing);
    const pdfFile = await incidents.report(number, 'pdf', saved);
    const docxFile = await incidents.report(number, 'docx', saved);
    // To be looked at as pages.
    mkdirSync(join(root, 'artifacts'), { recursive: true });
    for (const file of [pdfFile, docxFile]) cpSync(file, join(root, 'artifacts', `scenario-${walk.key}${extname(file)}`));
    const [pdf, docx] = [readPdf(pdfFile), readDocx(docxFile)];
    tellsAll(walk, number, pdf, docx);
    // Cleared, so that the next fault meets a quiet list.
    await page.keyboard.press('F9');
  });

  it('printed no error', () => expect(app.errors).toEqual([]));
});

const dayMs = 86_400_000;
const ofDayMs = (time: string): number => Date.parse(`1970-01-01T${time}Z`);

/** What a reader must find in both papers of a scenario, in the order in which it happened. */
function tellsAll(walk: ScenarioWalk, number: string, pdf: ReadPdf, docx: ReadDocx): void {
  const { first, closing, steps, end } = walk;
  expect(pdf.pages).toBeGreaterThan(1);
  expect(pdf.text).toContain(`Page ${pdf.pages} of ${pdf.pages}`);
  expect(pdf.pictures, 'pictures of key moments').toBeGreaterThan(0);
  expect(docx.pictures, 'pictures of key moments and trends').toBeGreaterThan(0);
  for (const text of [pdf.text, docx.text]) for (const words of [number, first.alarm, closing.cause, ...closing.actions, 'Timeline', 'Figures', 'Trends around the start', 'Replay', 'All times are UTC']) expect(text).toContain(words);
  // By source time, over midnight too.
  const times = pdf.timeline.map(({ time }) => ofDayMs(time));
  expect(times.length, 'entries with a time in the PDF').toBeGreaterThan(steps.length + 4);
  const jumps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  expect(jumps.filter((ms) => ms < 0 && ms > -dayMs / 2)).toEqual([]);
  // Word for word, each entry in a cell of its own: the fault, the answer of people, the steps, the end.
  const at = (what: string, is: (line: string) => boolean): number => {
    const found = docx.lines.findIndex(is);
    expect(found, `${what} on the timeline`).toBeGreaterThanOrEqual(0);
    return found;
  };
  const isOf = (line: string): boolean => line.startsWith(`${first.alarm}  `);
  const raised = at('the first failure', (line) => isOf(line) && !/, (acknowledged|back to normal)/.test(line));
  const order = [
    raised,
    at('its acknowledgement', (line) => isOf(line) && line.includes(', acknowledged')),
    at('the opening', (line) => line.startsWith('Incident opened')),
    at('the runbook', (line) => line.endsWith(')') && line.includes(' begun (run ')),
    ...docx.lines.flatMap((line, place) => (/: (confirmed|overridden|skipped)(:|$)/.test(line) ? [place] : [])),
    at('the end of the run', (line) => line.startsWith(end.kind === 'abort' ? `Run aborted: ${end.words}` : 'Run finished')),
    at('the closing', (line) => line === `Incident closed: ${closing.cause}`),
  ];
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  const ends = { confirm: 'confirmed', override: 'overridden', skip: 'skipped' } as const;
  expect(docx.lines.flatMap((line) => /: (confirmed|overridden|skipped)(?::|$)/.exec(line)?.[1] ?? [])).toEqual(steps.map(({ end: { kind } }) => ends[kind]));
  // The figures count what the runbook wrote; what people wrote at the same assets before it is there too.
  const writes = steps.flatMap(({ deeds = [] }) => deeds.filter((deed) => 'write' in deed)).length;
  expect(Number(docx.lines[docx.lines.indexOf('Writes to the plant') + 1])).toBeGreaterThanOrEqual(writes);
  if (walk.follows !== null) {
    const { follows } = walk;
    expect(docx.lines.findIndex((line, place) => place > raised && line.toLowerCase().includes(follows.toLowerCase()))).toBeGreaterThan(raised);
  }
}
