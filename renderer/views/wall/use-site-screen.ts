import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useClient, useDirectory } from '#renderer/client/use-client.ts';
import type { ScreenId } from '#shared/model/ids.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenModel } from '#shared/screen/screen-model.ts';
import { siteScreen } from './unit-rows.ts';

/** The drawing of the whole site, for the rows somebody chose there; null while there is none or it can't be read. */
export function useSiteScreen(): ScreenModel | null {
  const client = useClient();
  const directory = useDirectory();
  const id = directory === null ? null : siteScreen(directory);
  const revision = directory?.revision ?? -1;
  const version = useStore(client.project, (project) => (id === null ? 0 : (project?.screenVersions[id] ?? 0)));
  const isLive = useStore(client.link, ({ state }) => state === 'live');
  const [model, setModel] = useState<ScreenModel | null>(null);
  useEffect(() => {
    if (id === null || !isLive) return undefined;
    let isCurrent = true;
    void client.call('project.screen', { screen: id as ScreenId }).then((answer) => {
      if (!isCurrent || (!answer.ok && answer.fault.code === 'disconnected')) return;
      const parsed = answer.ok ? parseScreen(answer.value.svg) : null;
      setModel(parsed?.ok === true ? parsed.screen : null);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, id, revision, version, isLive]);
  return model;
}
