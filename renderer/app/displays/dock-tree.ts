import { Orientation, type SerializedDockview } from 'dockview-react';
import type { DockPart, DockTab } from '#shared/model/layout.ts';
import type { ViewParams } from '../../client/view-props.ts';
import { panelId, partWord } from '../panel-id.ts';
import type { PanelParams } from '../view-panel.tsx';

type Grid = SerializedDockview['grid'];
type GridNode = Grid['root'];
type Leaf = { readonly views: string[]; readonly activeView?: string; readonly id: string };

/** Sizes are shared out of this; the dock fits them to the room it has. */
const room = { width: 1000, height: 1000 } as const;
const mostTags = 24;

/**
 * The dock as a tree a person can read and git can compare: splits with their shares, tabs with what they show. Shares are
 * whole percent. Filters a view was opened with are left out, and tags too unless asked for: they were an order of their
 * time. Null for a dock without tabs.
 */
export function treeOf({ grid, panels }: SerializedDockview): DockPart | null {
  const tabOf = (id: string): DockTab[] => {
    const params = panels[id]?.params as PanelParams | undefined;
    if (params === undefined) return [];
    const { screen } = params.params;
    const part = partWord(params.params);
    return [{ view: params.view, ...(screen === undefined ? {} : { screen }), ...(part === undefined ? {} : { part }) }];
  };
  const walk = (node: GridNode, orientation: Orientation): DockPart | null => {
    if (node.type === 'leaf') {
      const leaf = node.data as Leaf;
      const tabs = leaf.views.flatMap(tabOf);
      const front = leaf.views.indexOf(leaf.activeView ?? '') + 1;
      return tabs.length === 0 ? null : { tabs, ...(front > 1 && front <= tabs.length ? { front } : {}) };
    }
    const children = (node.data as GridNode[]).flatMap((child) => {
      const part = walk(child, otherWay(orientation));
      return part === null ? [] : [{ part, size: child.size ?? 1 }];
    });
    const [only] = children;
    if (children.length < 2) return only?.part ?? null;
    const sum = children.reduce((total, { size }) => total + size, 0);
    const shares = children.map(({ size }) => Math.max(1, Math.round((size / sum) * 100)));
    return {
      split: orientation === Orientation.HORIZONTAL ? 'across' : 'down',
      parts: children.map(({ part }) => part),
      ...(shares.every((share) => share === shares[0]) ? {} : { shares }),
    };
  };
  return walk(grid.root, grid.orientation);
}

/** The dock of a tree, for dockview to draw. A tab that stands in it twice stands in its first place only. `titleOf` names tabs. */
export function dockOf(tree: DockPart, titleOf: (view: string, params: ViewParams) => string): SerializedDockview {
  const panels: SerializedDockview['panels'] = {};
  let groups = 0;
  const leaf = (part: Extract<DockPart, { readonly tabs: unknown }>, size: number): GridNode => {
    const views: string[] = [];
    let activeView: string | undefined;
    part.tabs.forEach(({ view, screen, part: which, tags }, at) => {
      const params: ViewParams = { ...(screen === undefined ? {} : { screen }), ...(which === undefined ? {} : { part: which }), ...(tags === undefined ? {} : { tags: tags.slice(0, mostTags) }) };
      const id = panelId(view, params);
      if (panels[id] === undefined) {
        panels[id] = { id, contentComponent: 'view', title: titleOf(view, params), params: { view, params } satisfies PanelParams };
        views.push(id);
      }
      if (at + 1 === (part.front ?? 1) && views.includes(id)) activeView = id;
    });
    const first = activeView ?? views[0];
    return { type: 'leaf', data: { views, id: `group-${++groups}`, ...(first === undefined ? {} : { activeView: first }) }, size };
  };
  const build = (part: DockPart, along: Orientation, size: number): GridNode[] => {
    if ('tabs' in part) {
      const made = leaf(part, size);
      return (made.data as Leaf).views.length === 0 ? [] : [made];
    }
    const shares = part.parts.map((_one, at) => part.shares?.[at] ?? 1);
    const sum = shares.reduce((total, share) => total + share, 0);
    const own = part.split === 'across' ? Orientation.HORIZONTAL : Orientation.VERTICAL;
    // A split the same way as the one around it shares that one's room; dockview turns at every level.
    if (own === along) return part.parts.flatMap((child, at) => build(child, along, (size * (shares[at] ?? 1)) / sum));
    const children = part.parts.flatMap((child, at) => build(child, own, (room.width * (shares[at] ?? 1)) / sum));
    return children.length === 0 ? [] : [{ type: 'branch', data: children, size }];
  };
  const along = 'tabs' in tree || tree.split === 'across' ? Orientation.HORIZONTAL : Orientation.VERTICAL;
  const root: GridNode = { type: 'branch', data: build(tree, along, room.width), size: room.height };
  return { grid: { root, ...room, orientation: along }, panels, activeGroup: 'group-1' };
}

const otherWay = (orientation: Orientation): Orientation => (orientation === Orientation.HORIZONTAL ? Orientation.VERTICAL : Orientation.HORIZONTAL);
