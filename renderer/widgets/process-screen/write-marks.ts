import { buildSvg, label, svg, trim } from '#renderer/symbols/svg-node.ts';
import { boxOf } from './bindings/bound-box.ts';
import type { ScreenDirectory, ScreenTarget } from './screen-context.ts';
import type { ScreenTargets } from './screen-targets.ts';
import './write-marks.css';

/** A write somebody has to look at: the device refused it, did not say, or shows something else. */
export type OpenWrite = { readonly tag: string; readonly kind: 'failed' | 'in-doubt' | 'unconfirmed' };

const looks: Readonly<Record<OpenWrite['kind'], { readonly letters: string; readonly words: string }>> = {
  failed: { letters: 'W×', words: 'write failed' },
  'in-doubt': { letters: 'W?', words: 'write in doubt' },
  unconfirmed: { letters: 'W?', words: 'write not confirmed' },
};
/** Of several writes of one part the worst is marked. */
const order = ['failed', 'in-doubt', 'unconfirmed'] as const;

/** Half the width of a badge, and its height, user units. */
const half = 12;
const height = 16;

export type WriteMarks = {
  /** All writes that are open now; parts without one lose their mark. */
  set(writes: readonly OpenWrite[]): void;
};

/**
 * Marks of writes on what they were meant for: the value itself, a value whose setpoint was written, equipment of which
 * another tag was. A badge on the lower right corner in the drawing, `data-write` on a tile, and words in its name.
 */
export function createWriteMarks(options: {
  readonly directory: Pick<ScreenDirectory, 'asset' | 'indexOf' | 'tag' | 'tagsOfAsset'>;
  readonly targets: Pick<ScreenTargets, 'list' | 'setNote'>;
  /** A group at the place of `host` in front of the drawing; null for what is not in the drawing. */
  readonly layerOf: (host: Element) => SVGElement | null;
}): WriteMarks {
  const { directory, targets, layerOf } = options;
  const shown = new Map<Element, { readonly kind: OpenWrite['kind']; readonly badge: SVGElement | null }>();
  const layers = new Map<Element, SVGElement | null>();

  const tagsOf = ({ tag, asset }: ScreenTarget): readonly string[] => {
    if (tag !== null) {
      const setpoint = directory.tag(directory.indexOf(tag))?.setpoint;
      return setpoint === undefined ? [tag] : [tag, setpoint];
    }
    const known = asset === null ? undefined : directory.asset(asset);
    return known === undefined ? [] : directory.tagsOfAsset(known.id).flatMap((index) => directory.tag(index)?.id ?? []);
  };
  const badgeOf = (element: Element, letters: string): SVGElement | null => {
    const layer = layers.get(element) ?? layerOf(element);
    layers.set(element, layer);
    if (layer === null) return null;
    const { x, y, width, height: tall } = boxOf(element as SVGElement);
    const badge = buildSvg(
      svg(
        'g',
        { class: 'ps-write', transform: `translate(${trim(x + width - 4)} ${trim(y + tall - 2)})` },
        svg('rect', { x: -half, y: -height / 2, width: 2 * half, height, rx: 3 }),
        label('', 0, 3.8, letters, 'middle'),
      ),
    );
    layer.append(badge);
    return badge;
  };
  return {
    set(writes) {
      const kinds = new Map<string, OpenWrite['kind']>();
      for (const { tag, kind } of writes) if (order.indexOf(kind) <= order.indexOf(kinds.get(tag) ?? 'unconfirmed')) kinds.set(tag, kind);
      if (kinds.size === 0 && shown.size === 0) return;
      for (const { element, target } of targets.list()) {
        const own = kinds.size === 0 ? [] : tagsOf(target).flatMap((tag) => kinds.get(tag) ?? []);
        const kind = order.find((one) => own.includes(one)) ?? null;
        const before = shown.get(element);
        if ((before?.kind ?? null) === kind) continue;
        before?.badge?.remove();
        shown.delete(element);
        targets.setNote(element, kind === null ? '' : `, ${looks[kind].words}`, 'write');
        if (kind === null) element.removeAttribute('data-write');
        else {
          element.setAttribute('data-write', looks[kind].letters);
          shown.set(element, { kind, badge: badgeOf(element, looks[kind].letters) });
        }
      }
    },
  };
}
