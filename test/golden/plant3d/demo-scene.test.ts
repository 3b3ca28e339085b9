import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { beforeAll, expect, it } from 'vitest';
import { modbus } from '#electron/engine/drivers/modbus/modbus.ts';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import type { LoadedProject } from '#electron/engine/project/loaded-project.ts';
import { scenarios } from '#electron/simulator/scenarios/scenarios.ts';
import { Q } from '#shared/model/quality.ts';
import type { Scene, SceneView } from '#shared/model/scene.ts';
import { hatchOf } from '#renderer/views/plant3d/scene-states.ts';
import { withPlantPages } from '../../bench/plant3d/open-page.ts';
import type { Drawn } from '#renderer/widgets/scene3d/drawn/drawn-line.ts';
import type { Plant3dPage } from '../../bench/plant3d/plant3d-page.ts';
import type { Marks } from '../../bench/plant3d/shown-marks.ts';

// The demo plant as it is drawn, from above in both themes and with what each scenario does to it, beside pictures somebody
// looked at. `FIRSTOUT_GOLDEN=write npx vitest run test/golden/plant3d` takes new ones: look at them before they are kept.
type Window = { readonly plant3dBench: Plant3dPage };
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const size = { width: 640, height: 360 };
/** Of 255, and of all places: kept pictures are packed with loss, and smoothing of edges differs a little between drawing libraries; a part that is missing or has another colour is far beyond. */
const tolerance = { mean: 2.5, share: 0.004 };

let project: LoadedProject;
let scene: Scene;
beforeAll(async () => {
  project = await loadProject(join(root, 'resources/projects/demo'), { driverTypes: [modbus, opcua] });
  scene = project.scenes.find(({ id }) => id === 'harbour-works') as Scene;
});

/** Alarms a scenario documents, by the assets they belong to: the worst priority of each. */
function prioritiesOf(alarms: readonly string[]): Record<string, number> {
  const worst: Record<string, number> = {};
  for (const id of alarms) {
    const alarm = project.alarms.find((one) => one.id === id);
    const asset = id.startsWith('link:') ? id.slice(5) : (alarm?.asset ?? project.tags.find((tag) => tag.id === alarm?.tag)?.asset);
    if (asset !== undefined) worst[asset] = Math.min(worst[asset] ?? 4, alarm?.priority ?? 2);
  }
  return worst;
}

function viewOf(alarm: string, assets: readonly string[]): SceneView {
  const found = scene.views.find((view) => view.alarms.some((one) => one === alarm)) ?? scene.views.find((view) => view.kind === 'fault' && view.assets.some((one) => assets.includes(one)));
  return found ?? (scene.views[0] as SceneView);
}

/** Values of a device that is not there: at once bad where it refuses, those it sent last where it has stopped answering, until that is found out; then they are bad, too. */
const silent: Readonly<Record<string, number>> = { 'link-closed': Q.badNotConnected, 'link-hung': Q.uncertainLastUsable };
function silentHatches(scenario: string): Record<string, number> {
  const quality = silent[scenario];
  if (quality === undefined) return {};
  return Object.fromEntries(project.tags.flatMap(({ asset, device }) => (device === 'PLC-41' ? [[asset, hatchOf(quality)]] : [])));
}

const levels = { 'TK-101': 0.62, 'TK-102': 0.4, 'TK-201': 0.7, 'V-201': 0.55, 'TK-231': 0.7, 'TK-501': 0.3, 'TK-502': 0.8, 'TK-301': 0.5, 'D-401': 0.5 };
const plain: Marks = { priorities: {}, levels, hatches: {}, flows: null };
const alarmedMarks: Marks = { ...plain, priorities: { 'P-231B': 2 } };

async function take(page: Page, view: SceneView, marks: Marks): Promise<string> {
  return page.evaluate(
    ([to, shown, { width, height }]) => {
      const bench = (globalThis as unknown as Window).plant3dBench;
      bench.show(shown);
      bench.fly(to);
      return bench.picture(width, height);
    },
    [view, marks, size] as const,
  );
}

it('looks as it did when somebody last looked at it, in both themes and with each scenario’s fault, mounted twice by React’s strict mode, and after the graphics card was lost', { timeout: 180_000 }, async () => {
  await withPlantPages(async ({ open }) => {
    await open({ width: 320, height: 180 }, async (page, warnings) => {
      const differing: string[] = [];
      const compare = async (name: string, taken: string): Promise<void> => {
        const file = join(here, `${name}.webp`);
        if (process.env['FIRSTOUT_GOLDEN'] === 'write') writeFileSync(file, Buffer.from(await page.evaluate((one) => (globalThis as unknown as Window).plant3dBench.packed(one), taken), 'base64'));
        if (!existsSync(file)) {
          differing.push(`${name}: there is no picture to compare with`);
          return;
        }
        const kept = readFileSync(file).toString('base64');
        const { mean, share } = await page.evaluate(([one, other]) => (globalThis as unknown as Window).plant3dBench.difference(one as string, other as string), [kept, taken]);
        if (mean > tolerance.mean || share > tolerance.share) differing.push(`${name}: differs by ${mean.toFixed(2)} of 255 on average, and ${(share * 100).toFixed(2)} % of it by far`);
      };
      await page.evaluate((one) => (globalThis as unknown as Window).plant3dBench.open(one as Scene, null), scene);
      const overview = scene.views.find(({ kind }) => kind === 'overview') as SceneView;
      await compare('overview-dark', await take(page, overview, plain));
      for (const { key, first, cascade } of scenarios) {
        const own = prioritiesOf([first.alarm]);
        expect(Object.keys(own), `the asset of ${first.alarm}`).toHaveLength(1);
        const marks = { ...plain, priorities: prioritiesOf([first.alarm, ...cascade.map(({ alarm }) => alarm)]), hatches: silentHatches(key) };
        await compare(key, await take(page, key in silent ? overview : viewOf(first.alarm, Object.keys(own)), marks));
      }
      await page.evaluate((one) => {
        document.documentElement.dataset['theme'] = 'light';
        return (globalThis as unknown as Window).plant3dBench.open(one as Scene, null);
      }, scene);
      await compare('overview-light', await take(page, overview, plain));
      expect(differing).toEqual([]);
      // A picture with one pump in alarm is told from one without: the tolerance is none for what matters.
      const lube = scene.views.find(({ id }) => id === 'lube-skid') as SceneView;
      const [calm, alarmed] = [await take(page, lube, plain), await take(page, lube, alarmedMarks)];
      const told = await page.evaluate(([one, other]) => (globalThis as unknown as Window).plant3dBench.difference(one as string, other as string), [calm, alarmed]);
      expect(told.share).toBeGreaterThan(tolerance.share);
      // A link that is closed and one that hangs are told apart while that makes a difference, and look the same once both are found out.
      const boiler = scene.views.find(({ id }) => id === 'boiler') as SceneView;
      const [closed, hung] = [await take(page, boiler, { ...plain, hatches: silentHatches('link-closed') }), await take(page, boiler, { ...plain, hatches: silentHatches('link-hung') })];
      expect((await page.evaluate(([one, other]) => (globalThis as unknown as Window).plant3dBench.difference(one as string, other as string), [closed, hung])).share).toBeGreaterThan(tolerance.share);
      expect(hatchOf(Q.badTimeout)).toBe(hatchOf(Q.badNotConnected));
      // A person's way, what is measured, locks and flow stand in the picture, behind equipment faintly.
      const way = scene.routes.find(({ id }) => id === 'to-lp-23') as Scene['routes'][number];
      const locks = scene.isolations.filter(({ assets }) => assets.some((one) => one === 'P-231A')).map(({ id, at }, i) => ({ id, at, number: i + 1 }));
      await page.evaluate((drawn) => (globalThis as unknown as Window).plant3dBench.draw(drawn), {
        lines: [{ id: 'way', kind: 'way', points: way.points }, { id: 'measure', kind: 'measure', points: [[62.5, 17.9, 1.1], [64.4, 24.1, 1.65]] }],
        marks: locks,
      } satisfies Drawn as Drawn);
      await compare('way-and-flow', await take(page, overview, { ...plain, flows: Array.from({ length: scene.pipes.length }, () => 0.8) }));
      await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.draw({ lines: [], marks: [] }));
      expect(differing).toEqual([]);
      // React's strict mode mounts twice, taking the first away: one scene is left, it looks the same, and holds no more.
      const held = () => page.evaluate(() => ({ canvases: document.querySelectorAll('canvas').length, geometries: (globalThis as unknown as Window).plant3dBench.stats().geometries, textures: (globalThis as unknown as Window).plant3dBench.stats().textures }));
      const opened = async (isStrict: boolean) => {
        await page.evaluate(([one, strictly]) => (globalThis as unknown as Window).plant3dBench.open(one as Scene, null, [], strictly as boolean), [scene, isStrict] as const);
        const taken = await take(page, lube, plain);
        return { taken, ...(await held()) };
      };
      const [once, strictly] = [await opened(false), await opened(true)];
      expect(strictly).toMatchObject({ canvases: 1, geometries: once.geometries, textures: once.textures });
      expect(await page.evaluate(([one, other]) => (globalThis as unknown as Window).plant3dBench.difference(one as string, other as string), [once.taken, strictly.taken])).toEqual({ mean: 0, share: 0 });
      expect(warnings.filter((one) => one.includes('THREE.'))).toEqual([]);
      // Behind other windows half the frames are enough.
      const [front, behind] = [await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.turning(true, 24)), await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.turning(false, 24))];
      expect(front).toBeGreaterThanOrEqual(23);
      expect(behind).toBeLessThanOrEqual(13);
      expect(behind).toBeGreaterThanOrEqual(10);
      await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.turning(true, 0));
      // A graphics driver that starts anew: the same picture, states and all. A second time the map is asked for.
      await page.evaluate((to) => (globalThis as unknown as Window).plant3dBench.look(to), lube);
      const before = await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.picture(320, 180));
      await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.loseContext(true));
      const restored = await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.picture(320, 180));
      expect(await page.evaluate(([one, other]) => (globalThis as unknown as Window).plant3dBench.difference(one as string, other as string), [before, restored])).toEqual({ mean: 0, share: 0 });
      expect(await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.unavailable())).toBeNull();
      await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.loseContext(false));
      expect(await page.evaluate(() => (globalThis as unknown as Window).plant3dBench.unavailable())).toBe('The graphics card gave up twice, so the map is shown instead.');
    });
  });
});
