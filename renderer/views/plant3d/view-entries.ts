import type { Scene, SceneTour, SceneView } from '#shared/model/scene.ts';
import type { MenuEntry } from '#renderer/widgets/menu-button.tsx';

/** The scene's views by what they are for, and its tours, as a menu. */
export function viewEntries({ views, tours }: Pick<Scene, 'views' | 'tours'>, act: { readonly fly: (view: SceneView) => void; readonly whole: () => void; readonly tour: (tour: SceneTour) => void }): readonly MenuEntry[] {
  const ofKind = (...kinds: readonly SceneView['kind'][]): MenuEntry[] =>
    views.filter(({ kind }) => kinds.includes(kind)).map((view): MenuEntry => ({ kind: 'action', label: view.name, run: () => act.fly(view) }));
  const group = (words: string, entries: readonly MenuEntry[]): readonly MenuEntry[] => (entries.length === 0 ? [] : [{ kind: 'note', text: words }, ...entries]);
  return [
    { kind: 'action', label: 'Everything', hint: 'Home', run: act.whole },
    ...ofKind('overview', 'top', 'unit'),
    ...group('Faults', ofKind('fault')),
    ...group('Ways', ofKind('access')),
    ...group('Tours', tours.map((tour): MenuEntry => ({ kind: 'action', label: tour.name, run: () => act.tour(tour) }))),
  ];
}
