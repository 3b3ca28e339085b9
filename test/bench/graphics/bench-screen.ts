import type { Directory } from '#shared/contract/project.ts';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { noLogic } from '#shared/model/logic.ts';
import { AlarmSettings } from '#shared/model/project.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { createDirectoryIndex, type DirectoryIndex } from '#renderer/client/directory-index.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenModel } from '#shared/screen/screen-model.ts';

/** Numbers in [0, 1) that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const units = ['bar', '°C', 'm³/h', '%', 'kPa', 'rpm', 'kg/L', 'µm'];

/** A directory of `count` measured values, each with range, normal band and two limits, on pumps with a run signal each. */
export function benchDirectory(count: number, seed: number): DirectoryIndex {
  const random = seeded(seed);
  const tags: TagDefinition[] = [];
  const alarms: AlarmDefinition[] = [];
  const assets = [AssetDefinition.parse({ id: 'U1', name: 'Unit 1', level: 'unit' })];
  for (let at = 0; at < count; at++) {
    const top = [10, 100, 1000, 10_000][Math.floor(random() * 4)] ?? 100;
    tags.push(TagDefinition.parse({ id: `TI-${1000 + at}`, name: `Value ${at}`, asset: 'U1', unit: units[at % units.length], decimals: top >= 1000 ? 0 : top >= 100 ? 1 : 2, range: [0, top], normal: [top * 0.4, top * 0.6], device: 'PLC-1', address: `v${at}` }));
    alarms.push(
      AlarmDefinition.parse({ id: `TI-${1000 + at}.H`, kind: 'high', tag: `TI-${1000 + at}`, priority: 3, limit: top * 0.8, message: 'High' }),
      AlarmDefinition.parse({ id: `TI-${1000 + at}.L`, kind: 'low', tag: `TI-${1000 + at}`, priority: 3, limit: top * 0.2, message: 'Low' }),
    );
  }
  for (let at = 0; at < 150; at++) {
    assets.push(AssetDefinition.parse({ id: `P-${100 + at}`, name: `Pump ${at}`, parent: 'U1', kind: 'pump' }));
    tags.push(TagDefinition.parse({ id: `P-${100 + at}.RUN`, name: 'Running', asset: `P-${100 + at}`, use: 'run', type: 'bool', device: 'PLC-1', address: `r${at}` }));
  }
  const directory: Directory = { revision: 1, name: 'Bench', home: null, isSimulated: false, assets, tags, logic: noLogic, alarmSettings: AlarmSettings.parse({}), alarms, devices: [], screens: [], trends: [], recording: null };
  return createDirectoryIndex(directory);
}

const pitch = { x: 120, y: 64 };

/** Where the `count` values of a bench screen stand, and its size; as wide to high as a desk display. */
export function benchLayout(count: number): { readonly width: number; readonly height: number; at(index: number): { readonly x: number; readonly y: number } } {
  const columns = Math.ceil(Math.sqrt((count * 16 * pitch.y) / (9 * pitch.x)));
  return {
    width: columns * pitch.x + 40,
    height: Math.ceil(count / columns) * pitch.y + 40,
    at: (index) => ({ x: 30 + (index % columns) * pitch.x, y: 24 + Math.floor(index / columns) * pitch.y }),
  };
}

/** Values with tag, number, unit and bar, all of them in sight. Parsed in parts, since one file holds fewer symbols. */
export function valuesScreen(count: number): ScreenModel {
  const layout = benchLayout(count);
  const parts: ScreenModel[] = [];
  for (let from = 0; from < count; from += 1000) {
    const symbols = Array.from({ length: Math.min(1000, count - from) }, (_, n) => {
      const { x, y } = layout.at(from + n);
      return `<g data-symbol="value" data-tag="TI-${1000 + from + n}" data-show="indicator" transform="translate(${x} ${y})"/>`;
    });
    parts.push(parsed(layout.width, layout.height, symbols.join('\n')));
  }
  return { ...(parts[0] as ScreenModel), nodes: parts.flatMap(({ nodes }) => nodes) };
}

/** A process graphic of 500 elements: 150 pumps, 200 values with bars, 150 pipes; another one for each seed. */
export function plantScreenText(seed: number): string {
  const random = seeded(seed);
  const at = (): string => `${Math.round(40 + random() * 1400)} ${Math.round(40 + random() * 640)}`;
  const lines: string[] = [];
  for (let n = 0; n < 150; n++) lines.push(`<path class="pipe-main" d="M${at()}H${Math.round(random() * 1500)}V${Math.round(random() * 700)}"/>`);
  for (let n = 0; n < 150; n++) lines.push(`<g data-symbol="pump" data-asset="P-${100 + n}" data-label="none" transform="translate(${at()})"/>`);
  for (let n = 0; n < 200; n++) lines.push(`<g data-symbol="value" data-tag="TI-${1000 + Math.floor(random() * 1900)}" data-show="indicator" transform="translate(${at()})"/>`);
  return drawing(1512, 724, lines.join('\n'));
}

const drawing = (width: number, height: number, content: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><title>Bench</title>${content}</svg>`;

function parsed(width: number, height: number, content: string): ScreenModel {
  return parsedScreen(drawing(width, height, content));
}

/** The model of a text that must be right. */
export function parsedScreen(text: string): ScreenModel {
  const result = parseScreen(text);
  if (!result.ok) throw new Error(result.problem.message);
  const [problem] = result.screen.problems;
  if (problem !== undefined) throw new Error(`line ${problem.line}: ${problem.message}`);
  return result.screen;
}
