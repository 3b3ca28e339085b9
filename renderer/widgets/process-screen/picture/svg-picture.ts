/** Where something stands in a picture, CSS px from its upper left corner. */
export type PictureBox = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type PaintedText = {
  readonly text: string;
  readonly font: string;
  readonly letterSpacing: string;
  readonly fill: string;
  readonly alpha: number;
  /** From the text's own units to CSS px of the picture. */
  readonly matrix: readonly [number, number, number, number, number, number];
  readonly x: number;
  readonly y: number;
};

/** A drawing as it looked at one moment: shapes as an image of their own, texts for whoever has the page's fonts. */
export type SvgPicture = { readonly box: PictureBox; readonly url: string; readonly texts: readonly PaintedText[] };

const shapes = new Set(['rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'path']);
/** Kept whether they are displayed or not: others refer to them. */
const defining = new Set(['defs', 'clipPath', 'pattern']);
const looks = ['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin'] as const;
const dropped = /^(class|style|role|tabindex|data-.*|aria-.*)$/;

/**
 * Takes the picture of a drawing at once, with its looks as they are computed now, so that nothing of the page's styles is
 * needed later. `origin`: where the picture begins, page px. Texts are not in the image: an image has no fonts of the page.
 */
export function takeSvg(root: SVGSVGElement, origin: { readonly x: number; readonly y: number }): SvgPicture {
  const rect = root.getBoundingClientRect();
  const box = { x: rect.left - origin.x, y: rect.top - origin.y, width: rect.width, height: rect.height };
  const texts: PaintedText[] = [];
  const copy = copyOf(root, texts, origin, 1, false) ?? document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(rect.width));
  copy.setAttribute('height', String(rect.height));
  return { box, url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`, texts };
}

/** The font of a text as a canvas takes it. The one word for all of it is empty where the page asks for features, such as figures of one width. */
export const fontOf = ({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): string => `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;

/** Null for what is not seen. `alpha`: opacity of all around it, for the texts in it. */
function copyOf(from: Element, texts: PaintedText[], origin: { readonly x: number; readonly y: number }, alpha: number, isDefining: boolean): Element | null {
  const style = getComputedStyle(from);
  const name = from.localName;
  const isDefinition = isDefining || defining.has(name);
  if (!isDefinition && style.display === 'none') return null;
  const opacity = Number(style.opacity) || 0;
  if (name === 'text') {
    if (style.visibility === 'visible') takeText(from as SVGTextElement, texts, origin, alpha * opacity);
    return null;
  }
  const copy = document.createElementNS(from.namespaceURI, name);
  for (const { name: key, value } of from.attributes) if (!dropped.test(key) && !key.startsWith('xmlns')) copy.setAttribute(key, value);
  if (shapes.has(name)) {
    if (style.visibility !== 'visible') return null;
    for (const key of looks) copy.setAttribute(key, style.getPropertyValue(key));
  }
  if (opacity !== 1) copy.setAttribute('opacity', style.opacity);
  for (const child of from.children) {
    const inner = copyOf(child, texts, origin, alpha * opacity, isDefinition);
    if (inner !== null) copy.append(inner);
  }
  return copy;
}

function takeText(element: SVGTextElement, texts: PaintedText[], origin: { readonly x: number; readonly y: number }, alpha: number): void {
  const take = (part: SVGTextContentElement): void => {
    const parts = [...part.children].filter((child): child is SVGTextContentElement => child instanceof SVGTextContentElement);
    if (parts.length > 0) return parts.forEach(take);
    const text = (part.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
    const matrix = part.getScreenCTM();
    if (text === '' || matrix === null || part.getNumberOfChars() === 0) return;
    // Where the anchor and all that stands before have put it.
    const { x, y } = part.getStartPositionOfChar(0);
    const style = getComputedStyle(part);
    const { letterSpacing, fill } = style;
    texts.push({ text, font: fontOf(style), letterSpacing, fill, alpha, x, y, matrix: [matrix.a, matrix.b, matrix.c, matrix.d, matrix.e - origin.x, matrix.f - origin.y] });
  };
  take(element);
}

/** Reads the image of a drawing; rejects where the browser cannot. */
export async function readSvg({ url }: SvgPicture): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** Paints a drawing in its place. The context counts CSS px. */
export function paintSvg(context: CanvasRenderingContext2D, { box, texts }: SvgPicture, image: HTMLImageElement): void {
  if (box.width > 0 && box.height > 0) context.drawImage(image, box.x, box.y, box.width, box.height);
  for (const { text, font, letterSpacing, fill, alpha, matrix, x, y } of texts) {
    context.save();
    context.transform(...matrix);
    context.globalAlpha = alpha;
    context.font = font;
    context.letterSpacing = letterSpacing === 'normal' ? '0px' : letterSpacing;
    context.fillStyle = fill;
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    context.fillText(text, x, y);
    context.restore();
  }
}
