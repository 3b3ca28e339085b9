import { useMemo, useState } from 'react';
import type { AssetId } from '#shared/model/ids.ts';
import type { Scene } from '#shared/model/scene.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { useClient, useLink } from '#renderer/client/use-client.ts';
import { useRecordRefusal } from '#renderer/client/use-refusal.ts';
import { Button } from '#renderer/widgets/button.tsx';
import type { SceneEntity } from '#renderer/widgets/scene3d/scene-entity.ts';
import type { ModelsState } from './use-scene.ts';

/** Rows drawn of a list that may have thousands; the words narrow it. */
const mostRows = 100;

/** Which node of a model is which asset: nodes without one are listed, picked here or in the scene, and given one. */
export function ModelNodes(props: {
  readonly scene: Scene;
  readonly models: ModelsState;
  readonly entities: readonly SceneEntity[];
  readonly directory: DirectoryIndex;
  /** Position of the node that was picked in the scene; null: none. */
  readonly picked: number | null;
  readonly onPick: (entity: number) => void;
}) {
  const { scene, models, entities, directory, picked, onPick } = props;
  const [words, setWords] = useState('');
  const nodes = useMemo(() => entities.flatMap((entity, at) => (entity.kind === 'node' ? [{ entity, at }] : [])), [entities]);
  const unmapped = nodes.filter(({ entity }) => entity.asset === null);
  const found = unmapped.filter(({ entity }) => (entity.path ?? '').toLowerCase().includes(words.toLowerCase()));
  const node = picked === null ? undefined : entities[picked];
  return (
    <section aria-label="Models">
      {scene.models.map(({ id, file }) => {
        const missing = models.missing.get(id);
        return missing === undefined ? null : (
          <p key={id} className="plant3d-note" role={missing === '' ? undefined : 'alert'}>
            {missing === '' ? `${file} is on its way.` : missing}
          </p>
        );
      })}
      {node?.kind === 'node' ? <NodeForm key={`${node.model} ${node.path}`} node={node} scene={scene} directory={directory} /> : <p className="plant3d-note tx-2">Pick a node in the scene or below to say which asset it is.</p>}
      <h3 className="plant3d-heading">
        Nodes without an asset <span className="num tx-3">{unmapped.length} of {nodes.length}</span>
      </h3>
      <input className="plant3d-words" type="search" value={words} maxLength={100} placeholder="Narrow by words" aria-label="Narrow the nodes by words" onChange={(event) => setWords(event.target.value)} />
      <ul className="plant3d-rows">
        {found.slice(0, mostRows).map(({ entity, at }) => (
          <li key={at}>
            <button type="button" className={`plant3d-row ${at === picked ? 'is-selected' : ''}`} onClick={() => onPick(at)}>
              <span className="plant3d-row-text">
                <span>{entity.name}</span>
                <span className="tx-3">{entity.path}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length > mostRows ? <p className="plant3d-note tx-3">{found.length - mostRows} more; narrow by words.</p> : null}
    </section>
  );
}

function NodeForm({ node, scene, directory }: { readonly node: SceneEntity; readonly scene: Scene; readonly directory: DirectoryIndex }) {
  const client = useClient();
  const role = useLink().session?.role ?? 'view';
  const past = useRecordRefusal();
  const model = scene.models.find(({ id }) => id === node.model);
  const path = node.path ?? '';
  const own = model === undefined || !Object.hasOwn(model.nodes, path) ? null : (model.nodes[path] ?? null);
  const [asset, setAsset] = useState<string>(own ?? '');
  const refusal = past ?? (roleCovers(role, 'engineer') ? null : `The map of nodes is kept by the role engineer; this console has ${role}.`);
  const isKnown = asset === '' || directory.asset(asset) !== undefined;
  const words = asset.toLowerCase();
  const offered = asset === '' || isKnown ? [] : directory.directory.assets.filter(({ id, name }) => id.toLowerCase().includes(words) || name.toLowerCase().includes(words)).slice(0, 8);
  const save = async (): Promise<void> => {
    if (model === undefined) return;
    const answer = await client.call('scene.mapNode', { scene: scene.id, model: model.id, node: path, asset: asset === '' ? null : (asset as AssetId), before: own });
    notify(answer.ok ? (asset === '' ? `${node.name} has no asset of its own any more.` : `${node.name} is ${asset}.`) : `The map was not changed: ${faultText(answer.fault)}`, answer.ok ? 'done' : 'failed');
  };
  return (
    <form
      className="plant3d-node"
      onSubmit={(event) => {
        event.preventDefault();
        if (refusal === null && isKnown) void save();
      }}
    >
      <b>{node.name}</b>
      <span className="tx-3">{path}</span>
      <input type="text" value={asset} maxLength={80} placeholder={node.asset === null ? 'Asset' : `Asset, now ${node.asset} from above it`} aria-label={`Asset of ${node.name}`} onChange={(event) => setAsset(event.target.value)} />
      {offered.map(({ id, name }) => (
        <button key={id} type="button" className="plant3d-row" onClick={() => setAsset(id)}>
          <span className="plant3d-row-text">
            <b className="mono">{id}</b>
            <span className="tx-2">{name}</span>
          </span>
        </button>
      ))}
      <Button refusal={refusal ?? (isKnown ? null : `There is no asset ${asset}.`)} onClick={() => void save()}>
        {asset === '' ? 'Take the asset away' : 'Save'}
      </Button>
    </form>
  );
}
