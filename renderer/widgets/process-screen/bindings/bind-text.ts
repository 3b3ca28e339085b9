import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import type { ScreenBinding } from '#shared/screen/screen-binding.ts';
import { partWords, type ShapeNode } from '#shared/screen/screen-model.ts';
import { readingCause } from '../../value-reading.ts';
import type { OverlayText } from '../overlay/overlay-part.ts';
import type { Tone } from '../overlay/overlay-theme.ts';
import type { ScreenContext } from '../screen-context.ts';
import { setAttribute, setText } from '../write.ts';
import { compileScreenBinding } from './compile-screen-binding.ts';
import { createBoundFrame, type FrameBox } from './bound-frame.ts';
import { createBoundText, readingLine } from './bound-text.ts';

/** The least edge of what can be pointed at, user units. */
const leastHit = 24;

/**
 * Makes `data-bind-text` of a `<text>` or `<tspan>` live. A whole text is painted above the drawing, in the looks its classes
 * give it; `around` then takes the pointer and the focus in its place. A number is never shown while its quality is bad.
 */
export function bindText(context: ScreenContext, { around, element }: { readonly around: SVGElement; readonly element: SVGElement }, node: ShapeNode, binding: ScreenBinding): void {
  const compiled = compileScreenBinding(context, node, binding);
  const isWhole = node.name === 'text' && node.children.every((child) => typeof child === 'string');
  const writer = isWhole ? paintedText(context, around, element as SVGTextElement, node) : drawnText(context, element);
  if (compiled === null) {
    // What has a mistake says so in its place: the text of the file would look like a value.
    context.addBinding({ tags: [], paint: () => writer.set('BAD', 'bad', 'bad') });
    return;
  }
  const bound = createBoundText(compiled, context.directory, context.live);
  const { value } = bound;
  const named = compiled.kind === 'tag' ? bound.tag : value.tags.length === 1 ? context.directory.tag(value.tags[0] as number) : undefined;
  let line = '';
  let cause = '';
  let isAging = false;
  context.addBinding({
    tags: value.tags,
    get isAging() {
      return isAging;
    },
    paint(nowMs) {
      const reading = bound.read(nowMs);
      isAging = reading.kind === 'stale';
      const tone: Tone | undefined = reading.kind === 'stale' ? 'tx-2' : value.isUsable ? undefined : 'bad';
      line = readingLine(reading);
      cause = readingCause(value.quality);
      // A good input without a number has none to show.
      writer.set(line, reading.kind === 'good' && !value.isUsable ? 'bad' : reading.kind, tone);
    },
  });
  const words = node.label ?? (named === undefined ? partWords(node) : `${named.id}, ${named.name}`);
  const name = (): string => `${words}: ${line}${cause === '' ? '' : `, ${cause}`}`;
  if (named !== undefined && isWhole && node.screen === null && node.popup === null) context.addTarget(around, { asset: named.asset, tag: named.id, screen: null, name });
  else {
    setAttribute(around, 'role', 'img');
    const tell = (): void => setAttribute(around, 'aria-label', name());
    context.addFollower({ tick: tell, momentChanged: tell, dispose: () => undefined });
  }
}

type Writer = { set(text: string, kind: Parameters<ReturnType<typeof createBoundFrame>['set']>[0], tone: Tone | undefined): void };

/** A text that is painted: its element keeps class and place, the group around it a ground that can be pointed at. */
function paintedText(context: ScreenContext, around: SVGElement, element: SVGTextElement, node: ShapeNode): Writer {
  const { overlay } = context;
  const hit = buildSvg(svg('rect', { class: 'ps-hit', rx: 3 }));
  around.prepend(hit);
  const text: OverlayText = overlay.adopt(element);
  const number = (name: string): number => Number.parseFloat(node.attributes[name] ?? '0') || 0;
  const [x, y] = [number('x') + number('dx'), number('y') + number('dy')];
  let shown = '';
  let box: FrameBox | null = null;
  const boxOf = (): FrameBox => (box ??= measure());
  const measure = (): FrameBox => {
    const { fontSize, fontWeight, fontFamily, textAnchor } = getComputedStyle(element);
    const size = Number.parseFloat(fontSize) || 12;
    const width = overlay.width({ size, weight: Number(fontWeight) || 400, family: fontFamily.includes('Mono') ? 'mono' : 'ui', grows: false }, shown);
    return { x: x - (textAnchor === 'middle' ? width / 2 : textAnchor === 'end' ? width : 0), y: y - size * 0.82, width, height: size };
  };
  const frame = createBoundFrame(overlay, around, { isGround: true, boxOf });
  let hitLength = -1;
  return {
    set(next, kind, tone) {
      if (next !== shown) box = null;
      shown = next;
      text.set(next, tone);
      setAttribute(element, 'data-quality', kind);
      frame.set(kind, '');
      // Digits are of one width: the ground follows the number of characters.
      if (next.length === hitLength) return;
      hitLength = next.length;
      const { x: left, y: top, width, height } = boxOf();
      const [wide, high] = [Math.max(leastHit, width + 8), Math.max(leastHit, height + 8)];
      for (const [name, value] of [
        ['x', left + width / 2 - wide / 2],
        ['y', top + height / 2 - high / 2],
        ['width', wide],
        ['height', high],
      ] as const)
        setAttribute(hit, name, String(Math.round(value)));
    },
  };
}

/** A text among others on its line: it stays in the drawing, which lays it out. */
function drawnText(context: ScreenContext, element: SVGElement): Writer {
  element.replaceChildren();
  const text = element.appendChild(document.createTextNode(''));
  const frame = createBoundFrame(context.overlay, element, {
    isGround: false,
    boxOf: () => {
      const { x, y, width, height } = (element as SVGGraphicsElement).getBBox();
      return { x, y, width, height };
    },
  });
  return {
    set(next, kind) {
      setText(text, next);
      setAttribute(element, 'data-quality', kind);
      frame.set(kind, '');
    },
  };
}
