import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useClient } from '#renderer/client/use-client.ts';
import type { ScreenModel } from '#shared/screen/screen-model.ts';
import type { Parameters } from '#shared/screen/template-parameters.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenId } from '#shared/model/ids.ts';

export type ScreenState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly model: ScreenModel }
  | { readonly state: 'failed'; readonly sentence: string };

type Shown = { readonly id: string | null; readonly parameters: Parameters | undefined; readonly screen: ScreenState };

const loading: ScreenState = { state: 'loading' };

/**
 * The parsed screen of this id with the templates it is made of, fetched again when its file or the project changes and
 * when a lost line is back. While a new text is on its way the old picture stays, never that of other parameters; one that
 * came to nothing because the line is down is asked for again. `parameters` are those a popup is given: hold them in one
 * object, a new one reads the screen again.
 */
export function useScreen(id: string | null, parameters?: Parameters): ScreenState {
  const client = useClient();
  const revision = useStore(client.directory, (directory) => directory?.revision ?? -1);
  const version = useStore(client.project, (project) => (id === null ? 0 : (project?.screenVersions[id] ?? 0)));
  const isLive = useStore(client.link, ({ state }) => state === 'live');
  const [shown, setShown] = useState<Shown>({ id, parameters, screen: loading });
  useEffect(() => {
    if (id === null || revision < 0 || !isLive) return;
    let isCurrent = true;
    void client.call('project.screen', { screen: id as ScreenId }).then((answer) => {
      if (!isCurrent) return;
      if (!answer.ok) {
        if (answer.fault.code === 'disconnected') return;
        return setShown({ id, parameters, screen: { state: 'failed', sentence: answer.fault.message } });
      }
      const { svg, templates } = answer.value;
      const parsed = parseScreen(svg, { templates: new Map(Object.entries(templates)), ...(parameters === undefined ? {} : { parameters }) });
      setShown({
        id,
        parameters,
        screen: parsed.ok
          ? { state: 'ready', model: parsed.screen }
          : {
              state: 'failed',
              sentence: `${parsed.problem.message}${parsed.problem.line === null ? '' : ` (screens/${id}.svg, line ${parsed.problem.line})`}`,
            },
      });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, id, parameters, revision, version, isLive]);
  return shown.id === id && shown.parameters === parameters ? shown.screen : loading;
}
