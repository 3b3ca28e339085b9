import { qualityKind } from '#shared/model/quality.ts';
import type { ScreenContext } from './screen-context.ts';

/** Below this part of its range a flow counts as none. */
const noFlowPart = 0.01;

/**
 * Darkens a line while nothing flows in it: when none of the tags in `ids` (separated by spaces: flows, positions, running
 * signals) is above a hundredth of its range. A tag that is bad proves nothing, so the line stays as it is.
 */
export function bindFlow(context: ScreenContext, element: SVGElement, ids: string, line: number): void {
  const { directory, live } = context;
  const tags: number[] = [];
  const least: number[] = [];
  for (const id of ids.split(/\s+/).filter((part) => part !== '')) {
    const index = directory.indexOf(id);
    const tag = directory.tag(index);
    if (tag === undefined) {
      context.report(line, `Tag ${id} does not exist in the project; the flow in this line is not shown.`);
      element.classList.add('is-unknown');
      continue;
    }
    tags.push(index);
    least.push(
      tag.type === 'bool' || tag.range === undefined
        ? 0
        : tag.range[0] < 0
          ? (tag.range[1] - Math.max(0, tag.range[0])) * 0.02
          : tag.range[0] + (tag.range[1] - tag.range[0]) * noFlowPart,
    );
  }
  if (tags.length === 0) return;
  let isOff = false;
  context.addBinding({
    tags,
    paint() {
      let isKnown = true;
      let flows = false;
      tags.forEach((index, i) => {
        const kind = qualityKind(live.quality[index] as number);
        if (kind === 'bad' || kind === 'no-link' || kind === 'waiting') isKnown = false;
        else if ((live.value[index] as number) > (least[i] as number)) flows = true;
      });
      if (!isKnown && !flows) return;
      if (flows === !isOff) return;
      isOff = !flows;
      element.classList.toggle('is-off', isOff);
    },
  });
}
