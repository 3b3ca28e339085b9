import { type AlarmDefinition, AlarmGuidance } from './alarm.ts';
import type { AssetDefinition } from './asset.ts';

const keys = Object.keys(AlarmGuidance.shape) as readonly (keyof AlarmGuidance)[];

/**
 * What an operator is to know and do about an alarm: setting by setting what the alarm says, else what its asset says,
 * else the nearest of its parents that says something. An asset that names no screen for its alarms means the one it is
 * drawn on. Settings nobody gives are absent. Ends where parents go round in a circle.
 * @param asset where the alarm belongs: its own asset, or that of its tag; undefined where that is not known.
 */
export function guidanceOf(alarm: AlarmDefinition, assetsById: ReadonlyMap<string, AssetDefinition>, asset: string | undefined): AlarmGuidance {
  const found: AlarmGuidance = {};
  take(found, alarm);
  const seen = new Set<string>();
  for (let here = assetsById.get(asset ?? ''); here !== undefined && !seen.has(here.id); here = assetsById.get(here.parent ?? '')) {
    seen.add(here.id);
    take(found, { screen: here.screen, ...here.alarms });
  }
  return found;
}

/** Takes the settings not found yet. */
function take(found: AlarmGuidance, from: AlarmGuidance): void {
  for (const key of keys) if (found[key] === undefined && from[key] !== undefined) Object.assign(found, { [key]: from[key] });
}
