import type { Drawn } from '#renderer/widgets/scene3d/drawn/drawn-line.ts';
import { createEntityStates, tinted } from '#renderer/widgets/scene3d/scene-handle.ts';
import { current, stands } from './shown-scene.ts';

export type Marks = {
  /** Alarm priority, fill and hatching by asset. */
  readonly priorities: Readonly<Record<string, number>>;
  readonly levels: Readonly<Record<string, number>>;
  readonly hatches: Readonly<Record<string, number>>;
  /** By laid pipe. */
  readonly flows: readonly number[] | null;
};

/** Shows these marks, the rest as clay: for pictures. */
export function show({ priorities, levels, hatches, flows }: Marks): void {
  const { handle } = current();
  const style = getComputedStyle(document.documentElement);
  const columns = createEntityStates(handle.entities.length);
  handle.entities.forEach(({ asset }, at) => {
    if (asset === null) return;
    const priority = priorities[asset];
    if (priority !== undefined) columns.colour[at] = tinted(Number.parseInt(style.getPropertyValue(`--p${priority}`).trim().slice(1), 16));
    columns.level[at] = levels[asset] ?? Number.NaN;
    columns.hatch[at] = hatches[asset] ?? 0;
  });
  handle.setStates(columns);
  handle.setFlows(flows === null ? null : Float32Array.from(flows));
}

/** Draws lines and marks into the scene; until that is on the screen. */
export async function draw(drawn: Drawn): Promise<void> {
  current().draw(drawn);
  await stands();
}
