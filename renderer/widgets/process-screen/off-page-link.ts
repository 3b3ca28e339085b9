import { buildSvg, label, path, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import type { ScreenContext } from './screen-context.ts';
import { squeezeText } from './squeeze-text.ts';

/** The point of a flag: no text reaches into it. */
const tip = 12;
const flagText = { size: 11.5, weight: 420, family: 'ui', grows: true } as const;

/** An off-page flag that names where a line comes from or goes to and opens that screen. Origin: middle of its flat end. */
export function createOffPageLink(context: ScreenContext, data: ScreenData, line: number): SVGElement {
  const text = data['label'] ?? data['screen'] ?? '';
  const width = Math.min(600, Math.max(40, Number(data['width']) || 26 + text.length * 6.4));
  const isLeft = data['flip'] === 'x';
  const shape = isLeft
    ? `M0-13h${trim(-width + tip)}l-12 13 12 13h${trim(width - tip)}z`
    : `M0-13h${trim(width - tip)}l12 13-12 13h${trim(-width + tip)}z`;
  const screen = data['screen'] ?? null;
  const isKnown = screen !== null && context.hasScreen(screen);
  if (screen !== null && !isKnown) context.report(line, `Screen ${screen} does not exist in the project; its flag opens nothing.`);
  const element = buildSvg(
    svg(
      'g',
      { class: isKnown ? 'ps-link' : 'ps-link is-unknown' },
      path('ps-flag', shape),
    ),
  );
  const said = buildSvg(label('ps-flag-text', isLeft ? -9 : 9, 4, text, isLeft ? 'end' : 'start'));
  element.append(said);
  squeezeText(context.overlay, element, said, { style: flagText, text, room: width - 9 - tip });
  context.addTarget(element, {
    asset: data['asset'] ?? null,
    tag: null,
    screen: isKnown ? screen : null,
    name: () => (isKnown ? `Open ${text}` : text),
  });
  return element;
}
