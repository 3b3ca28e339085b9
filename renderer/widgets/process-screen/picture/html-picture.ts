import { fontOf, paintSvg, type PictureBox, readSvg, type SvgPicture, takeSvg } from './svg-picture.ts';

type Paint = (context: CanvasRenderingContext2D) => void;

/** A piece of the page as it looked at one moment: what tiles are made of, grounds, borders, texts and small drawings. */
export type HtmlPicture = { readonly paints: readonly Paint[]; readonly drawings: readonly { readonly at: number; readonly picture: SvgPicture }[] };

/** Takes it at once. `origin` as in `takeSvg`. */
export function takeHtml(root: HTMLElement, origin: { readonly x: number; readonly y: number }): HtmlPicture {
  const paints: Paint[] = [];
  const drawings: { at: number; picture: SvgPicture }[] = [];
  const boxOf = (rect: DOMRect): PictureBox => ({ x: rect.left - origin.x, y: rect.top - origin.y, width: rect.width, height: rect.height });
  const take = (element: Element): void => {
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility !== 'visible') return;
    if (element instanceof SVGSVGElement) return void drawings.push({ at: paints.length, picture: takeSvg(element, origin) });
    const box = boxOf(element.getBoundingClientRect());
    const { backgroundColor, backgroundImage, color } = style;
    if (isSeen(backgroundColor)) paints.push(fillPaint(box, backgroundColor));
    if (backgroundImage.includes('gradient')) paints.push(hatchPaint(box, style));
    // The mark of an alarm at the edge of a tile is a shadow, which has no box of its own.
    if (element.classList.contains('in-alarm')) paints.push(fillPaint({ ...box, width: 3 }, style.getPropertyValue('--pc')));
    if (style.borderTopStyle !== 'none') paints.push(edgePaint(box, 0, { colour: style.borderTopColor, width: Number.parseFloat(style.borderTopWidth), line: style.borderTopStyle }));
    if (style.outlineStyle !== 'none') paints.push(edgePaint(box, Number.parseFloat(style.outlineOffset) || 0, { colour: style.outlineColor, width: Number.parseFloat(style.outlineWidth), line: style.outlineStyle }));
    const clip = style.overflowX === 'visible' ? null : box;
    for (const child of element.childNodes) {
      if (child instanceof Element) take(child);
      else if (child instanceof Text) paints.push(...textPaints(child, style, color, clip, boxOf));
    }
    const written = element.getAttribute('data-write');
    if (written !== null) paints.push(writePaint(written, box, style));
  };
  take(root);
  return { paints, drawings };
}

const isSeen = (colour: string): boolean => colour !== '' && colour !== 'transparent' && !colour.endsWith(', 0)');
const fillPaint =
  (box: PictureBox, colour: string): Paint =>
  (context) => {
    context.fillStyle = colour;
    context.fillRect(box.x, box.y, box.width, box.height);
  };

/** The hatch of a value that is not known, as the style of a tile has it. */
const hatchPaint = (box: PictureBox, style: CSSStyleDeclaration): Paint => {
  const [ground, line] = [style.getPropertyValue('--bg-raised'), style.getPropertyValue('--bad')];
  return (context) => {
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    context.fillStyle = ground;
    context.fill();
    context.strokeStyle = line;
    context.globalAlpha = 0.3;
    context.lineWidth = 1.5;
    context.beginPath();
    for (let x = box.x - box.height; x < box.x + box.width; x += 9) {
      context.moveTo(x, box.y + box.height);
      context.lineTo(x + box.height, box.y);
    }
    context.stroke();
    context.restore();
  };
};

const dashOf: Readonly<Record<string, readonly number[]>> = { dashed: [3, 3], dotted: [1, 2] };
const edgePaint =
  (box: PictureBox, offset: number, { colour, width, line }: { readonly colour: string; readonly width: number; readonly line: string }): Paint =>
  (context) => {
    if (!(width > 0)) return;
    context.save();
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash([...(dashOf[line] ?? [])]);
    const by = offset - width / 2;
    context.strokeRect(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by);
    context.restore();
  };

/** A text in its place; what its element cuts off is cut off here too. */
function textPaints(node: Text, style: CSSStyleDeclaration, colour: string, clip: PictureBox | null, boxOf: (rect: DOMRect) => PictureBox): readonly Paint[] {
  const text = node.data.replaceAll(/\s+/g, ' ');
  if (text.trim() === '') return [];
  const range = document.createRange();
  range.selectNodeContents(node);
  const rect = range.getClientRects()[0];
  if (rect === undefined) return [];
  const box = boxOf(rect);
  const { letterSpacing } = style;
  const font = fontOf(style);
  return [
    (context) => {
      context.save();
      if (clip !== null) {
        context.beginPath();
        context.rect(clip.x, clip.y, clip.width, clip.height);
        context.clip();
      }
      context.font = font;
      context.letterSpacing = letterSpacing === 'normal' ? '0px' : letterSpacing;
      context.fillStyle = colour;
      context.textAlign = 'left';
      context.textBaseline = 'alphabetic';
      const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = context.measureText(text);
      context.fillText(text, box.x, box.y + (box.height + up - down) / 2);
      context.restore();
    },
  ];
}

/** The badge of a write, which is no element of the page. */
const writePaint = (letters: string, box: PictureBox, style: CSSStyleDeclaration): Paint => {
  const [ground, ink, family] = ['--bg-raised', '--tx-1', '--font-ui'].map((name) => style.getPropertyValue(name)) as [string, string, string];
  const badge = { x: box.x + box.width - 32, y: box.y + box.height - 21, width: 26, height: 16 };
  return (context) => {
    fillPaint(badge, ground)(context);
    edgePaint(badge, 0, { colour: ink, width: 1.2, line: 'dashed' })(context);
    context.font = `650 11px ${family}`;
    context.fillStyle = ink;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(letters, badge.x + badge.width / 2, badge.y + badge.height / 2);
  };
};

/** Paints it, bottom to top as the page has it. */
export async function readHtml({ paints, drawings }: HtmlPicture): Promise<Paint> {
  const images = await Promise.all(drawings.map(({ picture }) => readSvg(picture)));
  return (context) => {
    let next = 0;
    for (let at = 0; at <= paints.length; at++) {
      for (; next < drawings.length && drawings[next]?.at === at; next++) {
        const [drawing, image] = [drawings[next], images[next]];
        if (drawing !== undefined && image !== undefined) paintSvg(context, drawing.picture, image);
      }
      paints[at]?.(context);
    }
  };
}
