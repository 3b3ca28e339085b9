import { buildSvg, label, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { SymbolDrawing, SymbolOptions, SymbolSpec } from '#renderer/symbols/symbol-spec.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import { createGlyph } from '../mark-glyph.ts';
import { isUnusable } from '../overlay/wash-part.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createShownReading } from '../shown-reading.ts';
import { setAttribute } from '../write.ts';

/**
 * An instrument's bubble, a flow element or an interlock as what stands for one tag: its alarm, its quality and its value by
 * name, no number. A bubble has the tag's letters in it, anything else below. Hatched with "?" while its tag is not known.
 */
export function createInstrument(
  context: ScreenContext,
  place: { readonly spec: SymbolSpec; readonly options: SymbolOptions; readonly data: ScreenData; readonly line: number },
): SVGElement {
  const { directory, alarms, live } = context;
  const { spec, options, data, line } = place;
  const id = data['tag'] ?? '';
  const index = directory.indexOf(id);
  const tag = directory.tag(index);
  const isBubble = spec.name.startsWith('instrument');
  const drawing: SymbolDrawing = spec.draw(isBubble ? { ...options, caption: options.caption ?? data['name'] ?? id } : options);
  const { box } = drawing;
  const corner = { x: box.x + box.width, y: box.y };
  const element = buildSvg(
    svg(
      'g',
      { class: 'sy', 'data-state': tag === undefined ? 'no-link' : 'plain' },
      ...drawing.nodes,
      ...(drawing.front ?? []),
      svg('text', { class: 'sy-question', x: trim(corner.x + 2), y: trim(corner.y + 6) }, '?'),
      isBubble || data['label'] === 'none'
        ? null
        : label('ps-tag', box.x + box.width / 2, box.y + box.height + 15, data['name'] ?? id, 'middle'),
      svg('rect', { class: 'ps-hit', x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8, rx: 6 }),
    ),
  );
  if (tag === undefined) {
    context.report(line, `Tag ${id} does not exist in the project.`);
    return element;
  }
  const glyph = createGlyph(context.addMarks(element), { size: 22, ...corner });
  const shown = createShownReading(context, tag, index);
  context.addBinding({
    tags: [index],
    get isAging() {
      return shown.isAging;
    },
    paint(nowMs) {
      const { kind } = shown.read(nowMs);
      const isOn = (live.value[index] as number) !== 0;
      shown.mark(element);
      // Only what has a core of its own, an interlock, tells on from off.
      setAttribute(element, 'data-state', isUnusable(kind) ? 'no-link' : spec.moving === 'none' ? 'plain' : isOn ? 'running' : 'stopped');
      setAttribute(element, 'data-stale', String(kind === 'stale' || kind === 'uncertain'));
      const alarm = alarms.ofTag(id);
      setAttribute(element, 'data-alarm', alarm === null ? 'none' : String(alarm.priority));
      glyph.set(alarm ?? alarms.hiddenOfTag(id));
    },
  });
  context.addTarget(element, { asset: tag.asset, tag: tag.id, screen: data['screen'] ?? null, name: () => shown.name(tag.id, tag.name) });
  return element;
}
