import { buildSvg, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { ScreenBinding } from '#shared/screen/screen-binding.ts';
import { partWords, type ShapeNode } from '#shared/screen/screen-model.ts';
import { readingCause, type ValueReading } from '../../value-reading.ts';
import type { Tone } from '../overlay/overlay-theme.ts';
import { createTextLine } from '../overlay/text-line.ts';
import type { ScreenContext } from '../screen-context.ts';
import { setAttribute, setText } from '../write.ts';
import { compileScreenBinding } from './compile-screen-binding.ts';
import { boxOf } from './bound-box.ts';
import { createBoundFrame } from './bound-frame.ts';
import { createBoundText, readingLine } from './bound-text.ts';
import { textLook } from './text-look.ts';

/** The least edge of what can be pointed at, user units. */
const leastHit = 24;
const anchors = ['start', 'middle', 'end'] as const;

/**
 * Makes `data-bind-text` of a `<text>` or `<tspan>` live. A whole text is painted above the drawing, in the looks its classes
 * give it; `around` then takes the pointer and the focus in its place. A number is never shown while its quality is bad.
 */
export function bindText(context: ScreenContext, { around, element }: { readonly around: SVGElement; readonly element: SVGElement }, node: ShapeNode, binding: ScreenBinding): void {
  const compiled = compileScreenBinding(context, node, binding);
  const isWhole = node.name === 'text' && node.children.every((child) => typeof child === 'string');
  const writer = isWhole ? paintedText(context, around, node) : drawnText(context, element);
  if (compiled === null) {
    // What has a mistake says so in its place: the text of the file would look like a value.
    context.addBinding({ tags: [], paint: () => writer.set(broken, false) });
    setAttribute(around, 'role', 'img');
    setAttribute(around, 'aria-label', `${node.label ?? partWords(node)}: BAD`);
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
      line = readingLine(reading);
      cause = readingCause(value.quality);
      writer.set(reading, value.isUsable);
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

type Writer = {
  /** `isKnown` is false where the reading is no value; a note says the age or what it was. */
  set(reading: ValueReading, isKnown: boolean): void;
};

const broken: ValueReading = { kind: 'bad', mark: '', text: 'BAD', unit: '', note: '', shortNote: '', badge: '' };
const [markAt, valueAt, unitAt, noteAt, badgeAt] = [0, 1, 2, 3, 4] as const;

/** A text that is painted: its element keeps class and place, the group around it is a ground that can be pointed at. */
function paintedText(context: ScreenContext, around: SVGElement, node: ShapeNode): Writer {
  const { overlay } = context;
  const look = textLook(node);
  const number = (name: string): number => Number.parseFloat(node.attributes[name] ?? '0') || 0;
  const [x, y] = [number('x') + number('dx'), number('y') + number('dy')];
  const anchor = anchors.find((name) => name === node.attributes['text-anchor']) ?? 'start';
  const spans = [
    { style: look.value, tone: 'bad', gap: 0 },
    { style: look.value, tone: look.tone, gap: 0 },
    { style: look.unit, tone: 'tx-3', gap: 4 },
    { style: look.note, tone: 'tx-1', gap: 6 },
    { style: look.badge, tone: 'bad', gap: 6 },
  ] as const;
  const line = createTextLine(overlay, around, { x, y, anchor, spans });
  const hit = buildSvg(svg('rect', { class: 'ps-hit', rx: 3 }));
  around.prepend(hit);
  const said = ['', '', '', '', ''];
  const box = { x: 0, y: y - look.value.size * 0.82, width: 0, height: look.value.size };
  const frame = createBoundFrame(overlay, around, { isGround: true, boxOf: () => ({ ...box }) });
  const measure = (): void => {
    box.width = 0;
    for (const [at, span] of spans.entries()) if (said[at] !== '') box.width += span.gap + overlay.width(span.style, said[at] as string);
    box.x = x - (anchor === 'middle' ? box.width / 2 : anchor === 'end' ? box.width : 0);
  };
  let hitWidth = -1;
  const put = (span: number, text: string, tone?: Tone): void => {
    said[span] = text;
    line.put(span, text, tone);
  };
  return {
    set(reading, isKnown) {
      const { kind, mark, text, unit, note, badge } = reading;
      put(markAt, mark === '' ? '' : `${mark} `);
      put(valueAt, text, kind === 'stale' ? 'tx-2' : isKnown ? look.tone : 'bad');
      put(unitAt, unit);
      put(noteAt, note);
      put(badgeAt, note === '' ? badge : '', badge === 'MAN' ? 'accent' : 'bad');
      line.done();
      measure();
      frame.set(kind === 'good' && !isKnown ? 'bad' : kind, '');
      // What can be pointed at follows the text, but not each digit of it.
      const wide = Math.ceil(Math.max(leastHit, box.width + 8) / 8) * 8;
      if (wide === hitWidth) return;
      hitWidth = wide;
      const high = Math.max(leastHit, box.height + 8);
      setAttribute(hit, 'x', trim(box.x + box.width / 2 - wide / 2));
      setAttribute(hit, 'y', trim(box.y + box.height / 2 - high / 2));
      setAttribute(hit, 'width', String(wide));
      setAttribute(hit, 'height', trim(high));
    },
  };
}

/** A text among others on its line: it stays in the drawing, which lays it out. */
function drawnText(context: ScreenContext, element: SVGElement): Writer {
  element.replaceChildren();
  const text = element.appendChild(document.createTextNode(''));
  const frame = createBoundFrame(context.overlay, element, { isGround: false, boxOf: () => boxOf(element) });
  return {
    set(reading, isKnown) {
      const kind = reading.kind === 'good' && !isKnown ? 'bad' : reading.kind;
      setText(text, readingLine(reading));
      setAttribute(element, 'data-quality', kind);
      frame.set(kind, '');
    },
  };
}
