import { Bookmark, Eye, Footprints, PanelRightOpen, Ruler, Scissors, Siren, UnfoldHorizontal } from 'lucide-react';
import { useStore } from 'zustand';
import type { SceneEntry } from '#shared/model/scene.ts';
import { MenuButton, type MenuEntry } from '#renderer/widgets/menu-button.tsx';
import { Segmented } from '#renderer/widgets/segmented.tsx';
import type { SceneKeyActions } from './scene-keys.ts';
import type { SceneSession, SeeThrough } from './scene-session.ts';
import type { SceneMode } from './scene-states.ts';

export type Picture = '3d' | 'map';

const modes: readonly { readonly id: SceneMode; readonly label: string }[] = [
  { id: 'fault', label: 'Fault' },
  { id: 'heat', label: 'Heat' },
  { id: 'flow', label: 'Flow' },
  { id: 'level', label: 'Level' },
];
const seeThroughWords: readonly (readonly [SeeThrough, string])[] = [
  ['off', 'Everything whole'],
  ['picked', 'Only what is picked'],
  ['neighbours', 'It and what is next up- and downstream'],
  ['line', 'Its whole line up- and downstream'],
];

export type BarProps = {
  readonly session: SceneSession;
  readonly scenes: readonly SceneEntry[];
  readonly sceneId: string;
  readonly onScene: (id: string) => void;
  readonly picture: Picture;
  readonly onPicture: (picture: Picture) => void;
  /** Why there is no 3D picture here; null where there is one. */
  readonly refusal3d: string | null;
  readonly hasPick: boolean;
  readonly isMeasuring: boolean;
  readonly hasWay: boolean;
  readonly isCut: boolean;
  readonly isExploded: boolean;
  readonly views: readonly MenuEntry[];
  readonly beside: readonly MenuEntry[];
  readonly onFault: () => void;
  readonly actions: Pick<SceneKeyActions, 'measure' | 'way' | 'cut' | 'explode'>;
};

/** What is shown and how, in one row over the scene. */
export function SceneBar(props: BarProps) {
  const { session, scenes, sceneId, onScene, picture, onPicture, refusal3d, hasPick, isMeasuring, hasWay, isCut, isExploded, views, beside, actions } = props;
  const { mode, heat, seeThrough, isolated } = useStore(session.choices);
  const kind = session.heats.find(({ unit }) => unit === heat) ?? session.heats[0];
  const nothingPicked = hasPick ? null : 'Pick something first.';
  const only3d = picture === '3d' ? null : 'Only in the 3D picture.';
  return (
    <div className="plant3d-bar" role="toolbar" aria-label="3D view">
      {scenes.length < 2 ? null : (
        <MenuButton label="Scene" className="plant3d-tool" entries={scenes.map(({ id, title }) => ({ kind: 'action', label: title, isCurrent: id === sceneId, run: () => onScene(id) }))}>
          {scenes.find(({ id }) => id === sceneId)?.title ?? sceneId}
        </MenuButton>
      )}
      <Segmented label="What is shown" segments={modes} value={mode} onChange={(next) => session.choices.setState({ mode: next })} />
      {mode !== 'heat' || kind === undefined ? null : (
        <MenuButton label="Quantity" className="plant3d-tool" entries={session.heats.map(({ unit, words, tags }) => ({ kind: 'action', label: words, hint: `${unit}, ${tags.length}`, isCurrent: unit === kind.unit, run: () => session.choices.setState({ heat: unit }) }))}>
          {kind.words}
        </MenuButton>
      )}
      <span className="plant3d-space" />
      <Tool label="Worst fault" title="Flies to the first-out, else the worst fault (Shift F)" onClick={props.onFault} icon={<Siren size={16} strokeWidth={1.75} />} hasWord />
      <MenuButton
        label="See through"
        title="See through what is not picked (X)"
        className={`plant3d-tool ${seeThrough === 'off' && isolated === null ? '' : 'is-on'}`}
        entries={seeThroughWords.map(([id, label]) => ({ kind: 'action', label, isCurrent: id === seeThrough && isolated === null, refusal: id === 'off' ? null : nothingPicked, run: () => session.choices.setState({ seeThrough: id, isolated: null }) }))}
      >
        <Eye size={16} strokeWidth={1.75} />
      </MenuButton>
      <Tool label="Way in" title="Ways to what is picked and its points of isolation (W)" isOn={hasWay} refusal={hasWay ? null : nothingPicked} onClick={actions.way} icon={<Footprints size={16} strokeWidth={1.75} />} />
      <Tool label="Measure" title="Measures between two places (M)" isOn={isMeasuring} onClick={actions.measure} icon={<Ruler size={16} strokeWidth={1.75} />} />
      <Tool label="Cut" title="Cuts the scene open by a plane (C)" isOn={isCut} refusal={only3d} onClick={actions.cut} icon={<Scissors size={16} strokeWidth={1.75} />} />
      <Tool label="Explode" title="Moves the parts of assemblies apart (E)" isOn={isExploded} refusal={only3d} onClick={actions.explode} icon={<UnfoldHorizontal size={16} strokeWidth={1.75} />} />
      <MenuButton label="Views" title="Views and tours (Page Up, Page Down)" className="plant3d-tool" align="end" entries={views}>
        <Bookmark size={16} strokeWidth={1.75} />
      </MenuButton>
      <MenuButton label="Beside" title="Process screen and trend beside this view (B)" className="plant3d-tool" align="end" entries={beside}>
        <PanelRightOpen size={16} strokeWidth={1.75} />
      </MenuButton>
      <Segmented
        label="Picture"
        segments={[
          { id: '3d', label: '3D', ...(refusal3d === null ? {} : { refusal: refusal3d }) },
          { id: 'map', label: 'Map' },
        ]}
        value={picture}
        onChange={onPicture}
      />
    </div>
  );
}

function Tool(props: { readonly label: string; readonly title: string; readonly icon: React.ReactNode; readonly isOn?: boolean; readonly refusal?: string | null; readonly hasWord?: boolean; readonly onClick: () => void }) {
  const { label, title, icon, isOn, refusal = null, hasWord = false, onClick } = props;
  return (
    <button
      type="button"
      className={`plant3d-tool ${isOn === true ? 'is-on' : ''}`}
      aria-label={label}
      title={refusal ?? title}
      aria-pressed={isOn}
      aria-disabled={refusal === null ? undefined : true}
      onClick={() => refusal === null && onClick()}
    >
      {icon}
      {hasWord ? <span>{label}</span> : null}
    </button>
  );
}
