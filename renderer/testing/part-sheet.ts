import type { Priority } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { createDirectoryIndex } from '#renderer/client/directory-index.ts';
import { mountScreen } from '#renderer/widgets/process-screen/mount-screen.ts';
import type { ScreenAlarm, ScreenAlarms, ScreenLive } from '#renderer/widgets/process-screen/screen-context.ts';
import { demoDirectory } from './demo-directory.ts';
import { swing } from './fake-plant.ts';
import text from './part-sheet.svg?raw';
import '#renderer/theme/base.css';

/**
 * Every live part on one screen, good, bad, stale, forced and in alarm, for looking at: `?theme=light`, `?grey`, `?still`
 * without movement, `?lost` as after the link to the engine went, `?other` with other numbers behind all of it.
 */
const query = new URLSearchParams(location.search);
document.documentElement.dataset['theme'] = query.get('theme') ?? 'dark';
if (query.has('grey')) document.documentElement.style.filter = 'grayscale(1)';

const now = (): number => (query.has('still') ? 1_764_000_000_000 : Date.now());
const directory = createDirectoryIndex(demoDirectory());
const { tags } = directory.directory;
const [value, quality, timeMs] = [new Float64Array(tags.length), new Uint32Array(tags.length), new Float64Array(tags.length)];
const held: Readonly<Record<string, readonly [number, number]>> = {
  'P-231A.RUN': [1, Q.good],
  'P-231B.RUN': [0, Q.good],
  'SIC-2301.MODE': [2, Q.good],
  'TIC-2313.MODE': [0, Q.good],
  'UIC-2399.MODE': [1, Q.badNotConnected],
  'HS-2312': [1, Q.uncertainLastUsable],
  'TT-2322': [97, Q.good],
  'TT-2304V': [61, Q.badSensorFailure],
  'VT-2331Y': [22, Q.badSensorFailure],
  'VT-2332X': [18, Q.uncertainSensorNotAccurate],
  'FT-2315': [212, Q.uncertainLastUsable],
  'TT-2304W': [58, Q.goodLocalOverride],
  'UIC-2399.PV': [-8, Q.good],
  'UIC-2399.OUT': [38, Q.badNotConnected],
  'PT-2312': [1.07, Q.good],
};
const alarms: Readonly<Record<string, ScreenAlarm>> = {
  'HS-2313': { priority: 3, state: 'active-unacked' },
  'TT-2322': { priority: 2, state: 'active-unacked' },
  'PT-2312': { priority: 1, state: 'active-acked' },
  'TIC-2313.PV': { priority: 3, state: 'active-acked' },
  'VT-2331X': { priority: 4, state: 'shelved' },
};
const watchers = new Set<() => void>();
const live: ScreenLive = {
  value,
  quality,
  timeMs,
  isLinkLost: query.has('lost'),
  watch(_tags, onChange) {
    watchers.add(onChange);
    return () => void watchers.delete(onChange);
  },
  text: () => 'Batch 4711, rinse of line 3 before product change, waiting for the operator to confirm the sample of the laboratory',
};
const rows = Object.entries(alarms).filter(([, { state }]) => state !== 'shelved');
const told = (index: number): ScreenAlarm | null => {
  const [tag, alarm] = rows[index] ?? [];
  return tag === undefined || alarm === undefined ? null : alarm;
};
const fakeAlarms: ScreenAlarms = {
  ofTag: (tag) => (alarms[tag]?.state === 'shelved' ? null : (alarms[tag] ?? null)),
  ofAsset: () => null,
  hiddenOfTag: (tag) => (alarms[tag]?.state === 'shelved' ? alarms[tag] : null),
  hiddenOfAsset: () => null,
  countsBelow: () => ({ 1: 1, 2: 1, 3: 2, 4: 0 }) satisfies Record<Priority, number>,
  returnedBelow: () => 0,
  hiddenBelow: () => 1,
  standing: (_isMeant, count) => ({
    rows: rows.slice(0, count).map(([tag], at) => ({
      ...(told(at) as ScreenAlarm),
      tag,
      asset: directory.tag(directory.indexOf(tag))?.asset ?? null,
      message:
        directory.alarmsOfTag(directory.indexOf(tag))[0]?.message ??
        `Message of ${tag} that is longer than the room it has on a narrow list of alarms`,
      raisedMs: now() - at * 61_000,
    })),
    total: rows.length + 4,
  }),
};
function step(): void {
  tags.forEach((tag, at) => {
    const [kept, keptQuality] = held[tag.id] ?? [swing(tag, at, now()), Q.good];
    value[at] = !query.has('other') ? kept : tag.type === 'float' || tag.type === 'int' ? kept * 0.6 + 7 : kept === 0 ? 1 : 0;
    quality[at] = query.has('lost') ? Q.badNotConnected : keptQuality;
    timeMs[at] = now() - (keptQuality === Q.uncertainLastUsable ? 14_000 : 40);
  });
  for (const watcher of watchers) watcher();
}
step();

const host = document.getElementById('sheet') as HTMLElement;
host.style.width = '1900px';
host.style.height = '1180px';
document.body.style.overflow = 'auto';
const screen = parseScreen(text);
if (!screen.ok) throw new Error(screen.problem.message);
const mounted = mountScreen({
  model: screen.screen,
  host,
  tileHost: null,
  directory,
  live,
  alarms: fakeAlarms,
  timers: {
    now: () => performance.now(),
    after(ms, call) {
      // Standing still, the second's work of the screen stands still too: a picture must not hang on when it is taken.
      if (query.has('still')) return () => undefined;
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    frame(call) {
      const frame = requestAnimationFrame(call);
      return () => cancelAnimationFrame(frame);
    },
  },
  nowMs: now,
  hasScreen: () => true,
  history(indices, span, width) {
    const stepMs = (span.toMs - span.fromMs) / width;
    return Promise.resolve(
      indices.map((index) => {
        const tag = tags[index];
        const at = Float64Array.from({ length: width }, (_, n) => span.fromMs + n * stepMs);
        const own = at.map((ms, n) =>
          tag === undefined ? Number.NaN : swing(tag, index, ms) + (n % 97 === 40 ? (tag.normal?.[1] ?? 1) * 0.05 : 0),
        );
        const spread = own.map(
          (one, n) => one + Math.abs(Math.sin(n / 9)) * (tag?.normal === undefined ? 0 : (tag.normal[1] - tag.normal[0]) * 0.15),
        );
        const badCount = Uint32Array.from(own, (_, n) => (n > width * 0.3 && n < width * 0.36 ? 3 : 0));
        const good = (row: Float64Array): Float64Array => row.map((one, n) => (badCount[n] === 3 ? Number.NaN : one));
        return {
          timeMs: at,
          first: good(own),
          min: good(own),
          max: good(spread),
          last: good(own),
          mean: good(own),
          count: new Uint32Array(width).fill(3),
          badCount,
        };
      }),
    );
  },
  onPick: () => undefined,
  onOpen: () => undefined,
  tagsOf: ({ tag }) => (tag === null ? [] : [tag]),
});
const problems = [...screen.screen.problems, ...mounted.problems];
if (!query.has('still')) setInterval(step, 500);
if (problems.length > 0) throw new Error(problems.map(({ line, message }) => `line ${line}: ${message}`).join(' '));
// For a test: what is drawn stands, and the history has come.
void document.fonts.ready.then(() => setTimeout(() => document.documentElement.setAttribute('data-ready', ''), 300));
