import type { OverlayPart, OverlayText, ScreenOverlay } from './overlay-part.ts';
import type { Tone } from './overlay-theme.ts';
import type { TextStyle } from './text-metrics.ts';

type Look = { readonly style: TextStyle; readonly tone: Tone; readonly anchor: string };

/**
 * A text of the drawing that is painted instead of drawn. Font, colour and anchor are those its classes give it, read
 * when the looks change, not at each value; letters already have the size the floor of small scales gives them.
 */
export function createAdoptedText(overlay: Pick<ScreenOverlay, 'add' | 'width'>, element: SVGTextElement): OverlayText {
  const number = (name: string): number => Number.parseFloat(element.getAttribute(name) ?? '0') || 0;
  const [x, y] = [number('x') + number('dx'), number('y') + number('dy')];
  let text = '';
  let tone: Tone | undefined;
  let left = x;
  let look: Look | null = null;
  const place = (): void => {
    look ??= lookOf(element);
    const { style, anchor } = look;
    const width = overlay.width(style, text);
    left = x - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
    if (text !== '') handle.reach(left - 1, y - style.size, left + width + 1, y + style.size * 0.35);
    handle.touch(text !== '');
  };
  const part: OverlayPart = {
    layer: 'text',
    key: 'adopted',
    paint(brush) {
      if (look === null) return;
      brush.font(look.style);
      brush.fill(tone ?? look.tone);
      brush.context.fillText(text, left, y);
    },
    restyle() {
      look = null;
      place();
    },
  };
  const handle = overlay.add(element, part);
  const first = element.textContent ?? '';
  element.replaceChildren();
  const set = (next: string, nextTone?: Tone): void => {
    if (next === text && nextTone === tone) return;
    text = next;
    tone = nextTone;
    // Before the element is in the page it has no looks; it is placed with the first picture.
    if (look !== null || element.isConnected) place();
    else handle.touch(text !== '');
  };
  set(first);
  return { set };
}

/** One object for equal looks: widths are kept by it. */
const styles = new Map<string, TextStyle>();

function lookOf(element: Element): Look {
  const computed = getComputedStyle(element);
  const size = Number.parseFloat(computed.fontSize) || 12;
  const weight = Number(computed.fontWeight) || 400;
  const family = computed.fontFamily.includes('Mono') ? 'mono' : 'ui';
  const spacing = (Number.parseFloat(computed.letterSpacing) || 0) / size;
  const key = `${size} ${weight} ${family} ${spacing}`;
  let style = styles.get(key);
  if (style === undefined) styles.set(key, (style = { size, weight, family, grows: false, spacing }));
  return { style, tone: computed.fill.startsWith('rgb') ? (computed.fill as Tone) : 'tx-1', anchor: computed.textAnchor };
}
