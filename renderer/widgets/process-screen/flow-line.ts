import { qualityKind } from '#shared/model/quality.ts';
import type { ScreenContext } from './screen-context.ts';
import { isUnusable } from './overlay/wash-part.ts';

/** Below this part of its range a flow counts as none. */
const noFlowPart = 0.01;

/**
 * Darkens a line while nothing flows in it: when none of the tags in `ids` (separated by spaces: flows, positions, running
 * signals) is above a hundredth of its range. One that surely flows is enough. Where only uncertain or stale tags say so
 * the line is broken (`is-doubted`); where a tag that could flow is bad, waiting, without a link or not in the project, and
 * no other flows, nothing is known (`is-unknown`): what it looked like before is not kept.
 */
export function bindFlow(context: ScreenContext, element: SVGElement, ids: string, line: number): void {
  const { directory, live } = context;
  const tags: number[] = [];
  const least: number[] = [];
  let isMissing = false;
  for (const id of ids.split(/\s+/).filter((part) => part !== '')) {
    const index = directory.indexOf(id);
    const tag = directory.tag(index);
    if (tag === undefined) {
      context.report(line, `Tag ${id} does not exist in the project; the flow in this line is not shown.`);
      isMissing = true;
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
  if (isMissing) element.classList.add('is-unknown');
  if (tags.length === 0) return;
  let look = '';
  context.addBinding({
    tags,
    paint() {
      let isKnown = !isMissing;
      let isSure = true;
      let flows = false;
      let surelyFlows = false;
      for (let at = 0; at < tags.length; at++) {
        const index = tags[at] as number;
        const value = live.value[index] as number;
        const kind = qualityKind(live.quality[index] as number);
        if (Number.isNaN(value) || isUnusable(kind)) {
          isKnown = false;
          continue;
        }
        const isGood = kind === 'good' || kind === 'forced';
        if (!isGood) isSure = false;
        if (value <= (least[at] as number)) continue;
        flows = true;
        if (isGood) surelyFlows = true;
      }
      const next = surelyFlows ? 'flow' : flows ? 'doubted flow' : !isKnown ? 'unknown' : isSure ? 'off' : 'doubted off';
      if (next === look) return;
      look = next;
      const { classList } = element;
      classList.toggle('is-off', next === 'off' || next === 'doubted off');
      classList.toggle('is-doubted', next === 'doubted flow' || next === 'doubted off');
      classList.toggle('is-unknown', next === 'unknown');
    },
  });
}
