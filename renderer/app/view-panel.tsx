import type { IDockviewPanelProps } from 'dockview-react';
import { Suspense, useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ViewParams } from '../client/view-props.ts';
import { viewOf } from '../views/registry.ts';
import { PanelToolsHost } from '../widgets/panel-tools.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { LoadingBars } from './loading-bars.tsx';
import { retitle } from './retitle.ts';
import { toolHosts } from './tool-hosts.ts';

export type PanelParams = { readonly view: string; readonly params: ViewParams };

/** A dock panel that holds one view: loaded when first seen, kept when covered, on its own when it fails. */
export function ViewPanel({ api, params: { view, params } }: IDockviewPanelProps<PanelParams>) {
  const [isVisible, setVisible] = useState(api.isVisible);
  const [wasSeen, setSeen] = useState(api.isVisible);
  useEffect(() => {
    const show = (now: boolean): void => {
      setVisible(now);
      if (now) setSeen(true);
    };
    show(api.isVisible);
    const listening = api.onDidVisibilityChange((event) => show(event.isVisible));
    return () => listening.dispose();
  }, [api]);
  const [group, setGroup] = useState(api.group.id);
  useEffect(() => {
    setGroup(api.group.id);
    const listening = api.onDidGroupChange(() => setGroup(api.group.id));
    return () => listening.dispose();
  }, [api]);
  const tools = useStore(toolHosts, (hosts) => hosts[group] ?? null);
  const setTitle = useCallback((title: string): void => retitle(api, title), [api]);
  const entry = viewOf(view);
  if (entry === undefined) return <p className="panel-note">This console has no view “{view}”. Close this tab.</p>;
  if (!wasSeen) return null;
  const View = entry.component;
  return (
    <section className="view-panel" aria-label={entry.title}>
      <ErrorBoundary what={entry.title}>
        <Suspense fallback={<LoadingBars />}>
          <PanelToolsHost value={isVisible ? tools : null}>
            <View params={params} isVisible={isVisible} setTitle={setTitle} />
          </PanelToolsHost>
        </Suspense>
      </ErrorBoundary>
    </section>
  );
}
