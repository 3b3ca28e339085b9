import type { TagId } from '#shared/model/ids.ts';
import { LiveCell } from '../../client/live-cell.tsx';
import { useSelectionStore } from '../../client/use-client.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import type { IndexedTag } from './asset-tags.ts';

/** Every tag of the asset with its live value; a row can be dragged onto a trend. */
export function TagList({ tags, picked }: { readonly tags: readonly IndexedTag[]; readonly picked: TagId | null }) {
  const selection = useSelectionStore();
  if (tags.length === 0) return <p className="panel-note">This asset has no tags of its own.</p>;
  return (
    <ul className="inspector-tags">
      {tags.map(({ index, tag }) => (
        <li key={tag.id}>
          <button
            type="button"
            aria-pressed={tag.id === picked}
            {...dragsTags([tag.id])}
            onClick={() => selection.getState().select({ asset: tag.asset, tag: tag.id })}
          >
            <span className="mono">{tag.id}</span>
            <span className="inspector-tag-name tx-3">{tag.name}</span>
            <LiveCell tagIndex={index} withUnit />
          </button>
        </li>
      ))}
    </ul>
  );
}
