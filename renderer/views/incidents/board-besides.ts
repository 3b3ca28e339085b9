import type { Incident } from '#shared/model/incident.ts';
import { type BesidePanel, openBeside } from '../../client/besides.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { notify } from '../../client/notices.ts';
import { pensOfAsset } from '../../client/pens-of-asset.ts';
import { orderScene } from '../../client/scene-orders.ts';

const mostPens = 8;

/** The asset the incident is about first: where it began. */
export const firstAsset = ({ assets }: Pick<Incident, 'assets'>): string | null => assets[0] ?? null;

/** Tag of the alarm it began with, else none. */
export function originTag({ origin }: Pick<Incident, 'origin'>, directory: DirectoryIndex): string | null {
  return 'alarm' in origin ? (directory.alarm(origin.alarm)?.tag ?? null) : null;
}

/** Process screen, 3D and trend of what the incident is about, in that order; what there is of them. */
export function boardBesides(directory: DirectoryIndex, incident: Incident): readonly BesidePanel[] {
  const asset = firstAsset(incident);
  const screen = asset === null ? directory.directory.home : directory.screenOf(asset as never);
  const own = originTag(incident, directory);
  const tags = [...new Set([...(own === null ? [] : [own]), ...incident.assets.flatMap((one) => pensOfAsset(directory, one))])].slice(0, mostPens);
  return [
    ...(screen === null ? [] : [{ view: 'process', params: { screen } } as const]),
    ...(asset === null ? [] : [{ view: 'plant3d', params: {} } as const]),
    ...(tags.length === 0 ? [] : [{ view: 'trends', params: { tags } } as const]),
  ];
}

/** Puts them beside the board without leaving it; the 3D view flies to the asset. */
export function openBoardBesides(directory: DirectoryIndex, incident: Incident): void {
  const panels = boardBesides(directory, incident);
  if (panels.length === 0) return notify('There is neither a screen, a 3D view nor a trend of what the incident is about: name an affected asset first.');
  const asset = firstAsset(incident);
  if (asset !== null) orderScene(asset, true);
  openBeside(panels);
}
