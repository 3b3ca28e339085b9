import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import { useClient } from '#renderer/client/use-client.ts';
import type { ScreenModel } from '#shared/screen/screen-model.ts';
import type { Parameters } from '#shared/screen/template-parameters.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenId } from '#shared/model/ids.ts';
import { createKeptScreens } from './kept-screens.ts';

export type ScreenState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly model: ScreenModel }
  | { readonly state: 'failed'; readonly sentence: string };

type Shown = { readonly id: string | null; readonly parameters: Parameters | undefined; readonly screen: ScreenState };

const loading: ScreenState = { state: 'loading' };

/** Drawings of this window, so that one is there at once when its workspace is opened again, also while the engine is away. */
type KeptScreen = { readonly svg: string; readonly templates: string; readonly model: ScreenModel };
const keptAtMost = 24;
const keptOf = new WeakMap<ConsoleClient, ReturnType<typeof createKeptScreens<KeptScreen>>>();
function keptScreens(client: ConsoleClient): ReturnType<typeof createKeptScreens<KeptScreen>> {
  const kept = keptOf.get(client) ?? createKeptScreens<KeptScreen>(keptAtMost);
  keptOf.set(client, kept);
  return kept;
}
/** One with parameters is another for each of them: only plain screens are kept. */
function keptState(client: ConsoleClient, id: string | null, parameters: Parameters | undefined): ScreenState {
  const model = id === null || parameters !== undefined ? undefined : keptScreens(client).get(id)?.model;
  return model === undefined ? loading : { state: 'ready', model };
}

/**
 * The parsed screen of this id with the templates it is made of, fetched again when its file or the project changes and
 * when a lost line is back. While a new text is on its way the old picture stays, never that of other parameters; one that
 * came to nothing because the line is down is asked for again. `parameters` are those a popup is given: hold them in one
 * object, a new one reads the screen again. A screen this window has shown before begins as it was read last.
 */
export function useScreen(id: string | null, parameters?: Parameters): ScreenState {
  const client = useClient();
  const revision = useStore(client.directory, (directory) => directory?.revision ?? -1);
  const version = useStore(client.project, (project) => (id === null ? 0 : (project?.screenVersions[id] ?? 0)));
  const isLive = useStore(client.link, ({ state }) => state === 'live');
  const [shown, setShown] = useState<Shown>(() => ({ id, parameters, screen: keptState(client, id, parameters) }));
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
      const kept = parameters === undefined ? keptScreens(client).get(id) : undefined;
      const templateText = JSON.stringify(templates);
      // The very drawing that is shown: it is not drawn again.
      if (kept?.svg === svg && kept.templates === templateText) return setShown({ id, parameters, screen: { state: 'ready', model: kept.model } });
      const parsed = parseScreen(svg, { templates: new Map(Object.entries(templates)), ...(parameters === undefined ? {} : { parameters }) });
      if (parsed.ok && parameters === undefined) keptScreens(client).set(id, { svg, templates: templateText, model: parsed.screen });
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
  const isOther = shown.id !== id || shown.parameters !== parameters;
  const kept = useMemo(() => (isOther ? keptState(client, id, parameters) : loading), [isOther, client, id, parameters]);
  return isOther ? kept : shown.screen;
}
