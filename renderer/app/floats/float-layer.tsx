import { lazy, Suspense, useMemo } from 'react';
import { useStore } from 'zustand';
import type { AssetId } from '#shared/model/ids.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { type Float, floats } from '../../client/floats.ts';
import { useDirectory } from '../../client/use-client.ts';
import { ErrorBoundary } from '../error-boundary.tsx';
import { assetTags } from '../inspector/asset-tags.ts';
import { Faceplate } from '../inspector/faceplate.tsx';
import { StateChips } from '../inspector/state-chips.tsx';
import { FloatFrame } from './float-frame.tsx';
import './floats.css';

const PopupScreen = lazy(async () => ({ default: (await import('../../views/process/popup-screen.tsx')).PopupScreen }));

/** The frames over the workspace; below dialogs, never over the alarm banner. */
export function FloatLayer() {
  const directory = useDirectory();
  const { list, visit, raise, close } = useStore(floats);
  if (directory === null) return null;
  return (
    <div className="float-layer">
      {list.map((float, at) => {
        const title = titleOf(directory, float);
        return title === null ? null : (
          <FloatFrame key={float.id} id={float.id} title={title} nth={at} visit={at === list.length - 1 ? visit : null} onRaise={() => raise(float.id)} onClose={() => close(float.id)}>
            <ErrorBoundary what={title}>
              <Content directory={directory} float={float} />
            </ErrorBoundary>
          </FloatFrame>
        );
      })}
    </div>
  );
}

/** Null for what the project no longer has. */
function titleOf(directory: DirectoryIndex, { content }: Float): string | null {
  if (content.kind === 'screen') {
    const title = directory.screens.get(content.screen as never)?.title;
    const values = Object.values(content.values);
    return title === undefined ? null : values.length === 0 ? title : `${title} ${values.join(', ')}`;
  }
  const asset = directory.asset(content.asset);
  return asset === undefined ? null : `${asset.id} ${asset.name}`;
}

function Content({ directory, float: { content } }: { readonly directory: DirectoryIndex; readonly float: Float }) {
  if (content.kind === 'faceplate') return <AssetFaceplate directory={directory} asset={content.asset as AssetId} />;
  return (
    <Suspense fallback={null}>
      <PopupScreen directory={directory} screen={content.screen} values={content.values} />
    </Suspense>
  );
}

function AssetFaceplate({ directory, asset }: { readonly directory: DirectoryIndex; readonly asset: AssetId }) {
  const tags = useMemo(() => assetTags(directory, asset, null), [directory, asset]);
  return (
    <div className="float-faceplate">
      <StateChips tags={tags.states} />
      <Faceplate tags={tags} asset={asset} />
    </div>
  );
}
