import { buildSvg, path, svg, trim } from '#renderer/symbols/svg-node.ts';
import { boxOf } from './bindings/bound-box.ts';
import type { ScreenTargets } from './screen-targets.ts';
import './lock-marks.css';

/** Equipment that somebody locked out, with a sentence for each lock. */
export type LockedAsset = { readonly asset: string; readonly words: string };

export type LockMarks = {
  /** All equipment that is locked out now; parts of other equipment lose their mark. */
  set(locked: readonly LockedAsset[]): void;
};

/** Half the side of the badge, user units. */
const half = 9;

/**
 * Marks equipment that is locked out: a padlock at its upper left corner, the sentences as its tooltip, and words in its
 * name. Values of it have none: what is locked is the machine. In no colour of an alarm.
 */
export function createLockMarks(options: {
  readonly targets: Pick<ScreenTargets, 'list' | 'setNote'>;
  /** A group at the place of `host` in front of the drawing; null for what is not in the drawing. */
  readonly layerOf: (host: Element) => SVGElement | null;
}): LockMarks {
  const { targets, layerOf } = options;
  const shown = new Map<Element, { readonly words: string; readonly badge: SVGElement | null; readonly title: SVGElement }>();
  const layers = new Map<Element, SVGElement | null>();
  const badgeOf = (element: Element): SVGElement | null => {
    const layer = layers.get(element) ?? layerOf(element);
    layers.set(element, layer);
    if (layer === null) return null;
    const { x, y } = boxOf(element as SVGElement);
    const badge = buildSvg(
      svg(
        'g',
        { class: 'ps-lock', transform: `translate(${trim(x)} ${trim(y)})` },
        svg('rect', { x: -half, y: -half, width: 2 * half, height: 2 * half, rx: 3 }),
        path('', 'M-2.5-1v-1.8a2.5 2.5 0 0 1 5 0v1.8'),
        svg('rect', { class: 'ps-lock-body', x: -4.5, y: -1, width: 9, height: 6.5, rx: 1 }),
      ),
    );
    layer.append(badge);
    return badge;
  };
  return {
    set(locked) {
      if (locked.length === 0 && shown.size === 0) return;
      const wordsOf = new Map(locked.map(({ asset, words }) => [asset, words]));
      for (const { element, target } of targets.list()) {
        const words = target.tag === null && target.asset !== null ? (wordsOf.get(target.asset) ?? null) : null;
        const before = shown.get(element);
        if ((before?.words ?? null) === words) continue;
        targets.setNote(element, words === null ? '' : ', locked out', 'lock');
        if (words === null) {
          before?.badge?.remove();
          before?.title.remove();
          shown.delete(element);
          element.removeAttribute('data-locked');
          continue;
        }
        before?.title.remove();
        const title = buildSvg(svg('title', {}, words));
        element.prepend(title);
        element.setAttribute('data-locked', '');
        shown.set(element, { words, title, badge: before === undefined ? badgeOf(element) : before.badge });
      }
    },
  };
}
