import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import { qualityKind } from '#shared/model/quality.ts';
import { indicatorGround } from '../analog-indicator.ts';
import { indicatorScale } from '../indicator-scale.ts';
import { createIndicatorPart } from './overlay/indicator-part.ts';
import { createWash, isUnusable } from './overlay/wash-part.ts';
import type { ScreenContext } from './screen-context.ts';
import { setpointOf } from './shown-reading.ts';

/** Between the bar and the border that marks a value in doubt: outside the zones, under the foot of the pointer. */
const edge = 3;

/**
 * An analog indicator by itself, vertical beside a tank or horizontal; origin at the upper left corner of its bar. It has no
 * number that could say how good it is: a value that is uncertain or stale has a dotted or dashed border around the bar.
 */
export function createStandaloneIndicator(context: ScreenContext, index: number, data: ScreenData): SVGElement {
  const { directory, live, alarms, overlay } = context;
  const tag = directory.tag(index);
  const scale = tag === undefined ? null : indicatorScale(tag, directory.alarmsOfTag(index));
  const element = buildSvg(svg('g', { class: 'ps-indicator' }));
  if (tag === undefined || scale === null) return element;
  const orientation = data['orient'] === 'horizontal' ? 'horizontal' : 'vertical';
  const length = Math.min(2000, Math.max(20, Number(data['length'] ?? 44) || 44));
  const thickness = Math.min(40, Math.max(4, Number(data['thickness'] ?? 9) || 9));
  const bar = { scale, orientation, length, thickness } as const;
  const ground = indicatorGround(bar);
  for (const node of [...ground.bands, ...(ground.ticks === null ? [] : [ground.ticks])]) element.append(buildSvg(node));
  const wash = createWash(overlay, element, 2);
  const indicator = createIndicatorPart(overlay, element, { ...bar, x: 0, y: 0 });
  const [width, height] = orientation === 'vertical' ? [thickness, length] : [length, thickness];
  context.addSource(element, tag.id);
  const setpoint = tag.setpoint === undefined ? -1 : directory.indexOf(tag.setpoint);
  context.addBinding({
    tags: setpoint < 0 ? [index] : [index, setpoint],
    paint() {
      const value = live.value[index] as number;
      const kind = qualityKind(live.quality[index] as number);
      const isInDoubt = kind === 'uncertain' || kind === 'stale';
      wash.set({ kind: isInDoubt ? kind : 'good', alarm: null }, -edge, -edge, width + 2 * edge, height + 2 * edge);
      indicator.set(
        {
          value,
          isUsable: !Number.isNaN(value) && !isUnusable(kind),
          setpoint: setpointOf(live, setpoint),
          alarm: alarms.ofTag(tag.id)?.priority ?? null,
        },
        false,
      );
    },
  });
  return element;
}
