import { Q, qualityKind } from '#shared/model/quality.ts';
import { isActive, isUnacked } from '#renderer/client/alarm-book.ts';
import type { LiveStore } from '#renderer/client/live-store.ts';
import { type EntityStates, hatches, tinted } from '#renderer/widgets/scene3d/scene-handle.ts';
import { type HeatKind, shareOf } from './heat-kinds.ts';
import type { BoundAsset, SceneBinding } from './scene-binding.ts';
import type { SceneFacts } from './scene-facts.ts';

export const sceneModes = ['fault', 'heat', 'flow', 'level'] as const;
export type SceneMode = (typeof sceneModes)[number];

/** Colours of the theme as 0xRRGGBB: priorities 1 to 4, and the heat ramp from low to high. */
export type ScenePalette = { readonly priorities: readonly [number, number, number, number]; readonly heat: Uint32Array };

export type StatesInput = {
  readonly binding: SceneBinding;
  readonly facts: SceneFacts;
  readonly live: Pick<LiveStore, 'value' | 'quality'>;
  readonly mode: SceneMode;
  readonly heat: HeatKind | null;
  readonly palette: ScenePalette;
  /** Position of the asset that is selected; −1: none. */
  readonly selected: number;
};

/** Writes what is to be seen of every entity. Bad, stale and unknown values are hatched, and neither coloured nor filled. */
export function fillStates(states: EntityStates, { binding, facts, live, mode, heat, palette, selected }: StatesInput): void {
  const { colour, hatch, pulse, level } = states;
  colour.fill(0);
  hatch.fill(hatches.none);
  pulse.fill(0);
  level.fill(Number.NaN);
  states.selected.fill(0);
  binding.assets.forEach((asset, position) => {
    const { entities, judged } = asset;
    let worst: number = isOutOfService(asset, live) ? hatches.outOfService : hatches.none;
    for (let i = 0; i < judged.length; i++) worst = worseHatch(worst, hatchOf(live.quality[judged[i] as number] ?? Q.bad));
    if (worst !== hatches.none && mode !== 'heat') for (const entity of entities) hatch[entity] = worst;
    if (position === selected) for (const entity of entities) states.selected[entity] = 1;
  });
  if (mode === 'heat') {
    if (heat !== null) fillHeat(states, binding, live, heat, palette);
    return;
  }
  for (const [position, { alarm }] of facts.byAsset) {
    if (alarm === null || !isActive(alarm.standing.state)) continue;
    for (const entity of binding.assets[position]?.entities ?? []) {
      colour[entity] = tinted(palette.priorities[alarm.priority - 1] as number);
      pulse[entity] = isUnacked(alarm.standing.state) ? 1 : 0;
    }
  }
  for (const { entity, tag, from, to } of binding.levels) {
    const quality = live.quality[tag] ?? Q.bad;
    if (hatchOf(quality) === hatches.none) level[entity] = Math.min(1, Math.max(0, ((live.value[tag] ?? Number.NaN) - from) / (to - from)));
  }
}

function fillHeat({ colour, hatch }: EntityStates, binding: SceneBinding, live: Pick<LiveStore, 'value' | 'quality'>, heat: HeatKind, { heat: ramp }: ScenePalette): void {
  for (const { asset, tag } of heat.tags) {
    const marked = hatchOf(live.quality[tag] ?? Q.bad);
    const share = shareOf(heat, live.value[tag] ?? Number.NaN);
    for (const entity of binding.assets[asset]?.entities ?? []) {
      if (marked !== hatches.none || Number.isNaN(share)) hatch[entity] = marked === hatches.none ? hatches.bad : marked;
      else colour[entity] = tinted(ramp[Math.round(share * (ramp.length - 1))] as number);
    }
  }
}

/** Flow of every pipe of the layout as the 3D view takes it: a share of full, NaN where nothing is known. */
export function fillFlows(flows: Float32Array, { flows: bound }: SceneBinding, { value, quality }: Pick<LiveStore, 'value' | 'quality'>): void {
  flows.fill(Number.NaN);
  for (const { pipe, tag, full } of bound) {
    if (hatchOf(quality[tag] ?? Q.bad) === hatches.none) flows[pipe] = Math.min(1, Math.max(-1, (value[tag] ?? Number.NaN) / full));
  }
}

/** Its own signal says that it cannot be used, and it stands, as process graphics have it; not where either is not known. */
export function isOutOfService({ available, running }: Pick<BoundAsset, 'available' | 'running'>, { value, quality }: Pick<LiveStore, 'value' | 'quality'>): boolean {
  const isOff = (tag: number): boolean => hatchOf(quality[tag] ?? Q.bad) === hatches.none && value[tag] === 0;
  return available >= 0 && isOff(available) && (running < 0 || isOff(running));
}

/** How a value of this quality is hatched; what is still on its way counts as old: nothing is known of now. */
export function hatchOf(quality: number): number {
  switch (qualityKind(quality)) {
    case 'good':
    case 'forced':
    case 'uncertain':
      return hatches.none;
    case 'stale':
    case 'waiting':
      return hatches.stale;
    case 'bad':
      return (quality & 0xffff0000) >>> 0 === Q.badOutOfService ? hatches.outOfService : hatches.bad;
    case 'no-link':
      return hatches.bad;
  }
}

/** Bad before out of service before stale before nothing. */
const ranks: readonly number[] = [0, 3, 1, 2];
const worseHatch = (a: number, b: number): number => ((ranks[b] ?? 0) > (ranks[a] ?? 0) ? b : a);
