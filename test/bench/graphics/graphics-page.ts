import '#renderer/theme/base.css';
import { createLiveStore } from '#renderer/client/live-store.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import { screenAlarms } from '#renderer/widgets/process-screen/screen-alarms.ts';
import { type MountedScreen, mountScreen } from '#renderer/widgets/process-screen/mount-screen.ts';
import type { PainterTimers } from '#renderer/widgets/process-screen/painter.ts';
import { Q } from '#shared/model/quality.ts';
import type { ScreenModel } from '#shared/screen/screen-model.ts';
import { benchDirectory, parsedScreen, plantScreenText, seeded, valuesScreen } from './bench-screen.ts';
import { frameMark } from './frame-marks.ts';
import { mountPlainCanvas } from './plain-canvas.ts';
import { mountReactScreen } from './react-screen.tsx';

/** Runs in the page; the bench calls it by name. Times are ms of the page's own clock. */
const values = 2000;
const seed = 20_261_129;
const directory = benchDirectory(values, seed);
/** One book, as the console has it: made anew for each question it would be most of what a value costs. */
const noBook = { byTag: new Map(), byAsset: new Map(), hiddenByTag: new Map(), hiddenByAsset: new Map(), below: new Map(), told: [] };
const noAlarms = screenAlarms(() => noBook);
const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const microtask = (): Promise<void> => Promise.resolve();
const startMs = 1_700_000_000_000;

function makeHost(): HTMLElement {
  const host = document.createElement('div');
  host.className = 'host';
  document.body.append(host);
  return host;
}

/** Next values of these tags: another number for each, and for one in twenty another quality. */
function createChanges(count: number) {
  const random = seeded(seed + count);
  const columns = { tag: new Uint32Array(count), timeMs: new Float64Array(count), value: new Float64Array(count), quality: new Uint32Array(count) };
  let round = 0;
  return {
    columns,
    indices: new Array<number>(count).fill(0),
    next(stateShare: number) {
      round++;
      const from = Math.floor(random() * values);
      for (let at = 0; at < count; at++) {
        const tag = (from + at * Math.floor(values / count)) % values;
        this.indices[at] = tag;
        columns.tag[at] = tag;
        columns.timeMs[at] = startMs + round * 250;
        columns.value[at] = random() * (directory.tag(tag)?.range?.[1] ?? 100);
        columns.quality[at] = random() < stateShare ? ([Q.uncertain, Q.uncertainLastUsable, Q.badSensorFailure][Math.floor(random() * 3)] as number) : Q.good;
      }
      return this;
    },
  };
}

/** Time of a screen that stands still between rounds: each round is past everything that would make a number wait. */
function steppedTimers(): PainterTimers & { step(): void; run(): void } {
  let now = 0;
  let frames: (() => void)[] = [];
  return {
    now: () => now,
    after: () => () => undefined,
    frame(call) {
      frames.push(call);
      return () => {
        frames = frames.filter((one) => one !== call);
      };
    },
    step: () => void (now += 1000),
    run() {
      const due = frames;
      frames = [];
      for (const call of due) call();
    },
  };
}

function mount(model: ScreenModel, host: HTMLElement, live: Parameters<typeof mountScreen>[0]['live'], timers: PainterTimers): MountedScreen {
  return mountScreen({
    model,
    host,
    tileHost: null,
    directory,
    live,
    alarms: noAlarms,
    timers,
    nowMs: () => startMs,
    hasScreen: () => false,
    history: async () => null,
    onPick: () => undefined,
    onOpen: () => undefined,
    tagsOf: () => [],
  });
}

/** Frames of one side before the other one's turn, and those before them that are not counted: a console shows a screen for hours, and one that has just come into sight paints all of itself. */
const [roundsInTurn, comingRounds] = [8, 4];

/** Frames `ours` and `react` in which 1,000 of 2,000 values change, in turn of some. Gives our part of each in the page's own code, ms. */
async function paint(rounds: number, stateShare: number, changed = 1000, hasPeer = true): Promise<readonly number[]> {
  const timers = steppedTimers();
  const store = createLiveStore(timers, () => undefined);
  store.resize(directory.directory.tags.length);
  const [ourHost, reactHost] = [makeHost(), makeHost()];
  const all = createChanges(values).next(0);
  store.apply(all.columns);
  const screen = mount(valuesScreen(values), ourHost, store, timers);
  if (screen.problems.length > 0 || screen.bindings !== values) throw new Error(`the screen has ${screen.bindings} live parts, ${screen.problems[0]?.message ?? ''}`);
  const peer = hasPeer ? mountReactScreen(reactHost, directory, store, values) : null;
  const changes = createChanges(changed);
  const ownCode: number[] = [];
  const settle = async (): Promise<void> => {
    for (let at = 0; at < 3; at++) await frame();
  };
  const ourRound = async (name: string): Promise<void> => {
    timers.step();
    const before = screen.paints();
    let js = 0;
    await once(name, async () => {
      const began = performance.now();
      store.apply(changes.next(stateShare).columns);
      timers.run();
      await microtask();
      js = performance.now() - began;
    });
    if (name === 'ours') ownCode.push(js);
    if (screen.paints() - before !== changed) throw new Error(`${screen.paints() - before} of ${changed} changed values were painted`);
  };
  const reactRound = async (name: string): Promise<void> => {
    if (peer === null) return;
    await once(name, () => {
      store.apply(changes.next(stateShare).columns);
      peer.changed(changes.indices);
    }, stillFramesOfReact);
    // What React was told, our screen sees too, so that both begin the next round with the same values.
    timers.step();
    timers.run();
  };
  await document.fonts.ready;
  await settle();
  const sides = [
    { name: 'ours', shown: ourHost, hidden: reactHost, round: ourRound },
    { name: 'react', shown: reactHost, hidden: ourHost, round: reactRound },
  ].slice(0, peer === null ? 1 : 2);
  while (ownCode.length < rounds) {
    for (const { name, shown, hidden, round } of sides) {
      hidden.style.display = 'none';
      shown.style.display = '';
      await settle();
      for (let at = 0; at < comingRounds; at++) await round('coming');
      for (let at = 0; at < roundsInTurn; at++) await round(name);
    }
  }
  screen.dispose();
  peer?.dispose();
  ourHost.remove();
  reactHost.remove();
  return ownCode;
}

/** Frames `plain` in which all 2,000 values of a plain canvas change. */
async function plain(rounds: number): Promise<void> {
  const host = makeHost();
  const canvas = mountPlainCanvas(host, values);
  const random = seeded(seed);
  for (let round = 0; round < rounds; round++) await once('plain', () => canvas.paint(random));
  canvas.dispose();
  host.remove();
}

/** Frames without a change after one that is measured: so many that it is drawn, whatever else the machine does. */
const [stillFrames, stillFramesOfReact] = [12, 40];

/** A frame of that name with `work` at its beginning, and then some in which nothing happens. */
async function once(name: string, work: () => void | Promise<void>, still = stillFrames): Promise<void> {
  await frame();
  performance.mark(frameMark + name);
  await work();
  for (let at = 0; at < still; at++) await frame();
}

export type Flow = { readonly gaps: readonly number[]; readonly perS: number; readonly paintsPerS: number };

/** 10,000 changes a second into 2,000 values through the console's own store and painter: ms between animation frames. */
async function flow(seconds: number): Promise<Flow> {
  const store = createLiveStore(browserTimers, () => undefined);
  store.resize(directory.directory.tags.length);
  const host = makeHost();
  store.apply(createChanges(values).next(0).columns);
  const screen = mount(valuesScreen(values), host, store, browserTimers);
  const changes = createChanges(100);
  let sent = 0;
  let began = performance.now();
  // What a timer came late by is caught up, as a connection would.
  const feed = setInterval(() => {
    while (sent < ((performance.now() - began) / 1000) * 10_000) {
      store.apply(changes.next(0.05).columns);
      sent += 100;
    }
  }, 10);
  const gaps: number[] = [];
  try {
    for (let at = 0; at < 60; at++) await frame();
    began = performance.now();
    sent = 0;
    const paints = screen.paints();
    let last = await frame();
    const first = last;
    while (last - first < seconds * 1000) {
      const now = await frame();
      gaps.push(now - last);
      last = now;
    }
    const elapsedS = (performance.now() - began) / 1000;
    return { gaps, perS: sent / elapsedS, paintsPerS: (screen.paints() - paints) / elapsedS };
  } finally {
    clearInterval(feed);
    screen.dispose();
    host.remove();
  }
}

/** Frames `change`: a screen of 500 elements in place of another one, file text → parsed, mounted, first values painted. */
async function change(rounds: number): Promise<void> {
  const timers = steppedTimers();
  const store = createLiveStore(timers, () => undefined);
  store.resize(directory.directory.tags.length);
  store.apply(createChanges(values).next(0.02).columns);
  const host = makeHost();
  const texts = Array.from({ length: rounds + 1 }, (_, at) => plantScreenText(seed + at));
  let screen = mount(parsedScreen(texts[rounds] as string), host, store, timers);
  for (let round = 0; round < rounds; round++) {
    await once('change', () => {
      screen.dispose();
      screen = mount(parsedScreen(texts[round] as string), host, store, timers);
    });
    if (screen.problems.length > 0) throw new Error(screen.problems[0]?.message);
  }
  screen.dispose();
  host.remove();
}

/** Opens and closes so many screens of 500 elements, each painted once. */
async function openAndClose(count: number): Promise<void> {
  const store = createLiveStore(browserTimers, () => undefined);
  store.resize(directory.directory.tags.length);
  store.apply(createChanges(values).next(0.02).columns);
  const host = makeHost();
  for (let at = 0; at < count; at++) {
    const screen = mount(parsedScreen(plantScreenText(seed + (at % 10))), host, store, browserTimers);
    await frame();
    await frame();
    screen.dispose();
  }
  host.remove();
}

export type GraphicsBenchPage = { readonly paint: typeof paint; readonly plain: typeof plain; readonly flow: typeof flow; readonly change: typeof change; readonly openAndClose: typeof openAndClose };
(window as unknown as { graphicsBench: GraphicsBenchPage }).graphicsBench = { paint, plain, flow, change, openAndClose };
