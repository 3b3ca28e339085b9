import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import type { ScreenEntry } from '#shared/model/project.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { navigation } from '../../client/navigation.ts';
import { useClient } from '../../client/use-client.ts';
import { MenuButton } from '../../widgets/menu-button.tsx';

const noScreens: readonly ScreenEntry[] = [];

/** The screens on which an asset or one of its tags is seen, the one that shows it best first. */
export function ScreensMenu({ directory, asset }: { readonly directory: DirectoryIndex; readonly asset: AssetId }) {
  const screens = useScreensOf(directory, asset);
  const best = directory.screenOf(asset);
  const listed = [...screens].sort((a, b) => Number(b.id === best) - Number(a.id === best));
  const isMissing = best !== null && !screens.some(({ id }) => id === best);
  const bestEntry = best === null ? undefined : directory.screens.get(best);
  const all = isMissing && bestEntry !== undefined ? [bestEntry, ...listed] : listed;
  return (
    <MenuButton
      label="Screens that show it"
      className="button button-default button-normal"
      align="end"
      entries={all.length === 0 ? [{ kind: 'note', text: 'No screen of this project shows it.' }] : all.map(({ id, title }) => ({ kind: 'action', label: title, run: () => navigation.getState().open('process', { screen: id }) }))}
    >
      Screens
    </MenuButton>
  );
}

/** Asked for anew when a screen or the project changes. */
function useScreensOf(directory: DirectoryIndex, asset: AssetId): readonly ScreenEntry[] {
  const client = useClient();
  const versions = useStore(client.project, (project) => project?.screenVersions);
  const [found, setFound] = useState(noScreens);
  useEffect(() => {
    let isCurrent = true;
    const tags = directory.tagsOfAsset(asset).flatMap((index): TagId | readonly TagId[] => directory.tag(index)?.id ?? []).slice(0, 200);
    void client.call('project.uses', { tags, assets: [asset] }).then((answer) => {
      if (isCurrent && answer.ok) setFound(answer.value.uses.map(({ screen }) => screen));
    });
    return () => {
      isCurrent = false;
    };
  }, [client, directory, asset, versions]);
  return found;
}
