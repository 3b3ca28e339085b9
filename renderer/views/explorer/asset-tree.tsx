import { ChevronDown, ChevronRight, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { navigation } from '../../client/navigation.ts';
import { pensOfAsset } from '../../client/pens-of-asset.ts';
import { type AlarmRollUp, hiddenOf, rollUpWords, toldOf, worstOf } from '../../client/alarm-roll-up.ts';
import { useAlarmBook, useSelectionStore } from '../../client/use-client.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';

type Props = { readonly directory: DirectoryIndex; readonly picked: string | null; readonly onPick: (asset: string | null) => void };

/** The plant as a tree. Picking an asset shows its tags and everything below, and puts it in the inspector. */
export function AssetTree({ directory, picked, onPick }: Props) {
  return (
    <nav className="asset-tree" aria-label="Assets">
      <button type="button" className="asset-tree-all" aria-pressed={picked === null} onClick={() => onPick(null)}>
        Whole plant
      </button>
      <ul role="tree" aria-label="Assets">
        {directory.roots.map((asset) => (
          <Branch key={asset.id} asset={asset} depth={0} directory={directory} picked={picked} onPick={onPick} />
        ))}
      </ul>
    </nav>
  );
}

function Branch({ asset, depth, directory, picked, onPick }: Props & { readonly asset: AssetDefinition; readonly depth: number }) {
  const [isOpen, setOpen] = useState(depth === 0);
  const selection = useSelectionStore();
  const below = useAlarmBook((book) => book.below.get(asset.id));
  const children = directory.childrenOf(asset.id);
  const screen = directory.screenOf(asset.id);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li role="treeitem" aria-expanded={children.length === 0 ? undefined : isOpen} aria-selected={asset.id === picked}>
      <div className={`asset-tree-row ${asset.id === picked ? 'is-picked' : ''}`} style={{ paddingLeft: 4 + depth * 14 }}>
        {children.length === 0 ? (
          <span className="asset-tree-gap" />
        ) : (
          <button type="button" className="asset-tree-open" aria-label={isOpen ? `Close ${asset.name}` : `Open ${asset.name}`} onClick={() => setOpen(!isOpen)}>
            <Chevron size={14} strokeWidth={1.75} />
          </button>
        )}
        <button
          type="button"
          className="asset-tree-name"
          title={asset.description ?? asset.name}
          {...dragsTags(pensOfAsset(directory, asset.id))}
          onClick={() => {
            onPick(asset.id);
            selection.getState().select({ asset: asset.id });
          }}
          onDoubleClick={() => screen !== null && navigation.getState().open('process', { screen })}
        >
          <span className="mono">{asset.id}</span> <span className="tx-3">{asset.name}</span>
        </button>
        {below === undefined ? null : <BranchAlarms below={below} />}
      </div>
      {isOpen && children.length > 0 ? (
        <ul role="group">
          {children.map((child) => (
            <Branch key={child.id} asset={child} depth={depth + 1} directory={directory} picked={picked} onPick={onPick} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** The worst alarm of a branch and how many it has; those that are hidden stay counted. */
function BranchAlarms({ below }: { readonly below: AlarmRollUp }) {
  const worst = worstOf(below);
  const hidden = hiddenOf(below);
  const words = rollUpWords(below);
  return (
    <span className="asset-tree-alarms num" role="img" aria-label={worst === null ? words : `worst priority ${worst.priority}: ${words}`} title={words}>
      {worst === null ? null : <AlarmGlyph priority={worst.priority} state={worst.state} size={18} />}
      {worst === null ? null : toldOf(below)}
      {hidden === 0 ? null : (
        <small>
          <EyeOff size={12} strokeWidth={1.75} />
          {hidden}
        </small>
      )}
    </span>
  );
}
