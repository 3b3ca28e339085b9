import { useEffect, useState } from 'react';
import type { Point, SceneView } from '#shared/model/scene.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { SceneEntity } from '#renderer/widgets/scene3d/scene-entity.ts';
import { ModelNodes } from './model-nodes.tsx';
import { SavedViews } from './save-view.tsx';
import { SceneList } from './scene-list.tsx';
import type { SceneRow } from './scene-rows.ts';
import type { SceneSession } from './scene-session.ts';
import type { SceneMode } from './scene-states.ts';
import type { ModelsState, SceneState } from './use-scene.ts';
import type { WayIn } from './way-in.ts';
import { WayList } from './way-list.tsx';

type Tab = 'shown' | 'way' | 'views' | 'models';

/** The lists beside a scene: what it shows, the way in, views, and the nodes of its models. */
export function SceneSide(props: {
  readonly ready: Extract<SceneState, { state: 'ready' }>;
  readonly models: ModelsState;
  readonly directory: DirectoryIndex;
  readonly session: SceneSession;
  readonly rows: readonly SceneRow[];
  /** Keys of rows whose part is cut away. */
  readonly cutAway: ReadonlySet<string>;
  readonly mode: SceneMode;
  readonly selected: string | null;
  readonly node: number | null;
  readonly way: WayIn | null;
  readonly entities: readonly SceneEntity[];
  readonly onRow: (key: string, isGoing: boolean) => void;
  readonly onNode: (entity: number) => void;
  readonly onView: (view: SceneView) => void;
  readonly onPoint: (at: Point) => void;
  readonly currentView: () => Pick<SceneView, 'eye' | 'target' | 'assets' | 'isolate'> | null;
}) {
  const { ready, models, directory, rows, cutAway, mode, selected, node, way, entities, onRow } = props;
  const { scene, problems } = ready;
  const [tab, setTab] = useState<Tab>('shown');
  const hasModels = scene.models.length > 0;
  // What was asked for comes to the front; what was taken away leaves it.
  useEffect(() => setTab((now) => (way !== null ? 'way' : now === 'way' ? 'shown' : now)), [way]);
  useEffect(() => {
    if (node !== null) setTab('models');
  }, [node]);
  const tabs: readonly (readonly [Tab, string])[] = [['shown', 'Shown'], ...(way === null ? [] : ([['way', 'Way in']] as const)), ['views', 'Views'], ...(hasModels ? ([['models', 'Models']] as const) : [])];
  return (
    <aside className="plant3d-side" aria-label="What the scene shows">
      <div className="plant3d-tabs" role="tablist" aria-label="Lists">
        {tabs.map(([id, label]) => (
          <button key={id} type="button" role="tab" aria-selected={id === tab} onClick={() => setTab(id)}>
            {label}
          </button>
        ))}
      </div>
      <div className="plant3d-page" role="tabpanel">
        {tab === 'shown' ? <SceneList mode={mode} rows={rows} cutAway={cutAway} selected={selected} onPick={({ key }) => onRow(key, false)} onGo={({ key }) => onRow(key, true)} /> : null}
        {tab === 'way' && way !== null && selected !== null ? <WayList way={way} asset={selected} directory={directory} onGo={({ at }) => props.onPoint(at)} /> : null}
        {tab === 'views' ? <SavedViews scene={scene.id} views={scene.views} current={props.currentView} onGo={props.onView} /> : null}
        {tab === 'models' ? <ModelNodes scene={scene} models={models} entities={entities} directory={directory} picked={node} onPick={props.onNode} /> : null}
        {problems.length === 0 ? null : (
          <p className="plant3d-note" role="status">
            <b>{problems.length === 1 ? '1 problem' : `${problems.length} problems`} in scenes/{scene.id}.yaml.</b> {problems[0]?.message}
          </p>
        )}
      </div>
    </aside>
  );
}
