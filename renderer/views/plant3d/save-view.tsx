import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SceneId, SceneView } from '#shared/model/scene.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { useClient, useLink } from '#renderer/client/use-client.ts';
import { useRecordRefusal } from '#renderer/client/use-refusal.ts';
import { Button } from '#renderer/widgets/button.tsx';

/** Id of a view from its name, other than those there are. */
export function viewId(name: string, taken: readonly string[]): string {
  const plain = name.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60) || 'view';
  for (let i = 1; ; i++) {
    const id = i === 1 ? plain : `${plain}-${i}`;
    if (!taken.includes(id)) return id;
  }
}

/** The scene's views as a list; engineers write the one in sight into the project, or take one out. */
export function SavedViews({ scene, views, current, onGo }: {
  readonly scene: SceneId;
  readonly views: readonly SceneView[];
  /** The view in sight, without id and name; null where the picture has none. */
  readonly current: () => Pick<SceneView, 'eye' | 'target' | 'assets' | 'isolate'> | null;
  readonly onGo: (view: SceneView) => void;
}) {
  const client = useClient();
  const role = useLink().session?.role ?? 'view';
  const past = useRecordRefusal();
  const [name, setName] = useState('');
  /** The view whose removal was asked for once; a second press does it. */
  const [asked, setAsked] = useState<string | null>(null);
  const refusal = past ?? (roleCovers(role, 'engineer') ? null : `Saving a view needs the role engineer; this console has ${role}.`);
  const save = async (): Promise<void> => {
    const seen = current();
    if (seen === null) return notify('The map has no view to save: go to the 3D picture first.', 'failed');
    const view: SceneView = { ...seen, id: viewId(name, views.map(({ id }) => id)), name: name.trim(), kind: 'unit', alarms: [] };
    const answer = await client.call('scene.saveView', { scene, view, before: null });
    if (!answer.ok) return notify(`The view was not saved: ${faultText(answer.fault)}`, 'failed');
    setName('');
    notify(`The view ${view.name} stands in the project.`);
  };
  const remove = async (view: SceneView): Promise<void> => {
    const answer = await client.call('scene.removeView', { scene, before: view });
    notify(answer.ok ? `The view ${view.name} is taken out of the project.` : `The view was not taken out: ${faultText(answer.fault)}`, answer.ok ? 'done' : 'failed');
  };
  return (
    <section aria-label="Views">
      <h3 className="plant3d-heading">Views</h3>
      <ul className="plant3d-rows">
        {views.map((view) => (
          <li key={view.id} className="plant3d-view-row">
            <button type="button" className="plant3d-row" title="Flies there" onClick={() => onGo(view)}>
              <span className="plant3d-row-text">
                <span>{view.name}</span>
              </span>
            </button>
            {refusal === null ? (
              <button
                type="button"
                className="plant3d-tool"
                aria-label={asked === view.id ? `Really take ${view.name} out` : `Take ${view.name} out`}
                title="Takes it out of the project; asked twice"
                onBlur={() => setAsked(null)}
                onClick={() => (asked === view.id ? void remove(view) : setAsked(view.id))}
              >
                {asked === view.id ? 'Take out' : <Trash2 size={14} strokeWidth={1.75} />}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      <form
        className="plant3d-save"
        onSubmit={(event) => {
          event.preventDefault();
          if (refusal === null && name.trim() !== '') void save();
        }}
      >
        <input type="text" value={name} maxLength={120} placeholder="Name of this view" aria-label="Name of the view in sight" onChange={(event) => setName(event.target.value)} />
        <Button refusal={refusal ?? (name.trim() === '' ? 'Give it a name first.' : null)} onClick={() => void save()}>
          Save
        </Button>
      </form>
    </section>
  );
}
