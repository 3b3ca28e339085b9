import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { type BesidePanel, openBeside } from '#renderer/client/besides.ts';
import { notify } from '#renderer/client/notices.ts';
import { pensOfAsset } from '#renderer/client/pens-of-asset.ts';
import type { MenuEntry } from '#renderer/widgets/menu-button.tsx';

/** The process screen that shows what is picked best, and the trend of its values. */
function panelsOf(directory: DirectoryIndex, asset: string | null): { readonly screen: BesidePanel | null; readonly trend: BesidePanel | null } {
  const screen = asset === null ? directory.directory.home : directory.screenOf(asset as never);
  const tags = asset === null ? [] : pensOfAsset(directory, asset);
  return {
    screen: screen === null ? null : { view: 'process', params: { screen } },
    trend: tags.length === 0 ? null : { view: 'trends', params: { tags } },
  };
}

/** Screen and trend of what is picked, beside this view, in one go. */
export function openBesides(directory: DirectoryIndex, asset: string | null): void {
  const { screen, trend } = panelsOf(directory, asset);
  const panels = [screen, trend].filter((one) => one !== null);
  if (panels.length === 0) return notify('There is neither a screen nor a trend of what is picked.');
  openBeside(panels);
}

export function besideEntries(directory: DirectoryIndex, asset: string | null): readonly MenuEntry[] {
  const { screen, trend } = panelsOf(directory, asset);
  const title = screen === null ? null : (directory.screens.get(screen.params.screen as never)?.title ?? screen.params.screen);
  const noScreen = screen === null ? 'No process screen shows it.' : null;
  const noTrend = trend === null ? 'Pick something with values first.' : null;
  return [
    { kind: 'action', label: title === null ? 'Screen and trend' : `${title} and trend`, hint: 'B', refusal: noScreen ?? noTrend, run: () => openBesides(directory, asset) },
    { kind: 'action', label: title ?? 'Process screen', refusal: noScreen, run: () => screen !== null && openBeside([screen]) },
    { kind: 'action', label: 'Trend', refusal: noTrend, run: () => trend !== null && openBeside([trend]) },
  ];
}
