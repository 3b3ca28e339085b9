import { useVirtualizer } from '@tanstack/react-virtual';
import { Search } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useDeferredValue, useMemo, useRef, useState } from 'react';
import { navigation } from '../../client/navigation.ts';
import { useLaidOutAnew, useRowHeight } from '../../client/use-row-height.ts';
import { useDirectory, useSelection, useSelectionStore } from '../../client/use-client.ts';
import type { ViewProps } from '../../client/view-props.ts';
import { AssetTree } from './asset-tree.tsx';
import { ExplorerRow, explorerColumns } from './explorer-row.tsx';
import { findTags, searchTexts } from './tag-search.ts';
import './explorer-view.css';

/** Every tag of the project: search, asset tree, live values. Holds 100,000 rows. */
export function ExplorerView({ isVisible }: ViewProps) {
  const directory = useDirectory();
  const selection = useSelectionStore();
  const pickedTag = useSelection((now) => now.tagId);
  const [query, setQuery] = useState('');
  const [device, setDevice] = useState<string | null>(null);
  const [asset, setAsset] = useState<string | null>(null);
  const sought = useDeferredValue(query);
  const texts = useMemo(() => (directory === null ? [] : searchTexts(directory)), [directory]);
  const found = useMemo(() => (directory === null ? [] : findTags(directory, texts, { query: sought, device, asset })), [directory, texts, sought, device, asset]);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const virtual = useVirtualizer({ count: found.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 4 });
  useLaidOutAnew(virtual, rowHeight);
  if (directory === null) return null;

  const pick = (index: number): void => {
    const tag = directory.tag(index);
    if (tag !== undefined) selection.getState().select({ asset: tag.asset, tag: tag.id });
  };
  const open = (index: number): void => {
    const tag = directory.tag(index);
    const screen = tag === undefined ? null : directory.screenOf(tag.asset);
    if (screen !== null) navigation.getState().open('process', { screen });
  };
  const onKey = (event: KeyboardEvent): void => {
    const at = found.findIndex((index) => directory.tag(index)?.id === pickedTag);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const index = found[at];
    if (event.key === 'Enter' && index !== undefined) open(index);
    else if (step !== 0 && found.length > 0) {
      const to = Math.min(found.length - 1, Math.max(0, at + step));
      pick(found[to] as number);
      virtual.scrollToIndex(to);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="explorer-view">
      <AssetTree directory={directory} picked={asset} onPick={setAsset} />
      <div className="explorer-main">
        <div className="explorer-bar">
          <label className="explorer-search">
            <Search size={14} strokeWidth={1.75} aria-hidden="true" />
            <input value={query} onChange={(event) => setQuery(event.target.value)} placeholder="Id, name, asset, unit or device" aria-label="Search tags" data-first-focus />
          </label>
          <select value={device ?? ''} aria-label="Device" onChange={(event) => setDevice(event.target.value === '' ? null : event.target.value)}>
            <option value="">All devices</option>
            {directory.directory.devices.map(({ id, tagCount }) => (
              <option key={id} value={id}>
                {id} ({tagCount})
              </option>
            ))}
          </select>
          <span className="tx-3 num">
            {found.length} of {directory.directory.tags.length} tags
          </span>
        </div>
        <div className="explorer-table" style={{ '--row': `${rowHeight}px` } as CSSProperties} role="grid" aria-label="Tags" aria-rowcount={found.length + 1}>
          <div className="explorer-row explorer-head" role="row">
            {explorerColumns.map(({ title, isNumber }) => (
              <span key={title} role="columnheader" className={isNumber === true ? 'is-number' : ''}>
                {title}
              </span>
            ))}
          </div>
          <div ref={scroller} className="explorer-scroller" tabIndex={0} aria-label="Rows; arrow keys select, Enter opens the screen" onKeyDown={onKey}>
            {found.length === 0 ? (
              <div className="empty-note">
                <b>No tag matches</b>
                <span>{directory.directory.tags.length === 0 ? 'The project has no tags yet: add files to its folder tags/.' : 'Search for fewer letters, or choose all devices and the whole plant.'}</span>
              </div>
            ) : null}
            <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
              {isVisible
                ? virtual.getVirtualItems().map(({ index: at, start }) => {
                    const index = found[at] as number;
                    const tag = directory.tag(index);
                    return tag === undefined ? null : (
                      <ExplorerRow key={tag.id} tag={tag} index={index} top={start} isPicked={tag.id === pickedTag} onPick={() => pick(index)} onOpen={() => open(index)} />
                    );
                  })
                : null}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}
