import { type Layout, layoutVersion, type LayoutWindow, type Situation } from '#shared/model/layout.ts';
import type { ArrangedWindow, Arrangement, WindowPicture } from '#shared/model/window-order.ts';
import { type Role, roleCovers } from '#shared/rpc/define.ts';
import type { DockPart } from '#shared/model/layout.ts';

export const situationWords: Readonly<Record<Situation, string>> = { normal: 'Normal', 'start-up': 'Start-up', emergency: 'Emergency' };
const situationRank: Readonly<Record<Situation, number>> = { normal: 0, 'start-up': 1, emergency: 2 };

/** The layouts a role may use, by situation and title. */
export const layoutsFor = (layouts: readonly Layout[], role: Role): readonly Layout[] =>
  layouts
    .filter((layout) => roleCovers(role, layout.role ?? 'view'))
    .toSorted((a, b) => situationRank[a.situation] - situationRank[b.situation] || (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));

/** The layout a console begins with that was never arranged on its machine: the one for the highest role it has. Null without one. */
export function firstLayout(layouts: readonly Layout[], role: Role): Layout | null {
  const starts = layoutsFor(layouts, role).filter(({ start }) => start === true);
  return starts.findLast((layout) => layout.role === role) ?? starts.findLast((layout) => layout.role !== undefined) ?? starts[0] ?? null;
}

/** What the shell is told of a layout: windows by name, whose pages read the rest in the project. */
export function arrangementOf(layout: Layout): Arrangement {
  return {
    layout: { id: layout.id, version: layoutVersion(layout) },
    windows: layout.windows.map(({ name, kind, display, place, kiosk }) => ({ name, content: { kind, layout: layout.id }, display, place, kiosk: kiosk === true })),
  };
}

/** What a window of the layout in force begins with. */
export type WindowDock = { readonly workspace: string | null; readonly dock: DockPart | null };

/**
 * The arrangement that stands, as a layout. Docks are by window name; a view whose dock did not answer is the view it was opened
 * with. Names are made short again; a rotation stays as the layout in force has it.
 */
export function layoutOf(facts: Pick<Layout, 'id' | 'title' | 'situation'> & Partial<Pick<Layout, 'role' | 'start'>>, windows: WindowPicture['windows'], docks: ReadonlyMap<string, WindowDock>, inForce: Layout | null): Layout {
  const taken = new Set<string>();
  const nameOf = ({ content }: ArrangedWindow, kept: LayoutWindow | undefined): string => {
    const base = kept?.name ?? content.view ?? content.kind;
    let name = base;
    for (let at = 2; taken.has(name); at++) name = `${base}-${at}`;
    taken.add(name);
    return name;
  };
  const { id, title, role, situation, start } = facts;
  return {
    id,
    title,
    ...(role === undefined ? {} : { role }),
    situation,
    ...(start === true ? { start } : {}),
    windows: windows.map((window): LayoutWindow => {
      const { content, display, place, kiosk } = window;
      const kept = content.layout === undefined ? undefined : inForce?.windows.find((one) => one.name === window.name);
      const { workspace, dock } = docks.get(window.name) ?? { workspace: null, dock: null };
      const { view, screen, part } = content;
      const opened: DockPart | undefined = view === undefined ? kept?.dock : { tabs: [{ view, ...(screen === undefined ? {} : { screen }), ...(part === undefined ? {} : { part }) }] };
      const shown = content.kind === 'wall' ? undefined : (dock ?? opened);
      return {
        name: nameOf(window, kept),
        kind: content.kind,
        display,
        place,
        ...(kiosk ? { kiosk } : {}),
        ...(content.kind === 'console' && workspace !== null ? { workspace } : {}),
        ...(shown === undefined ? {} : { dock: shown }),
        ...(kept?.rotate === undefined ? {} : { rotate: kept.rotate }),
      };
    }),
  };
}

/** An id for a layout of this title: small letters, digits and dashes; "layout" where nothing is left. */
export function idOfTitle(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return plain.slice(0, 60).replaceAll(/-+$/g, '') || 'layout';
}
