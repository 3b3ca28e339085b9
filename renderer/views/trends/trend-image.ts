import type { TrendChart } from '../../widgets/trend-chart/trend-chart.ts';

const headRem = 1.9;

export type ImageHead = { readonly title: string; readonly span: string; readonly pens: readonly { readonly number: number; readonly colour: string; readonly text: string }[] };

/** What the chart shows as a PNG, under a line that says what and when it is: a picture travels without its screen. */
export async function trendImage(chart: TrendChart, head: ImageHead, style: CSSStyleDeclaration): Promise<Blob> {
  const picture = chart.toCanvas();
  const ratio = devicePixelRatio;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const lineHeight = Math.round(1.5 * rem * ratio);
  const perLine = Math.max(1, Math.floor(picture.width / (20 * rem * ratio)));
  const lines = Math.ceil(head.pens.length / perLine);
  const top = Math.round(headRem * rem * ratio);
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = top + picture.height + lines * lineHeight + Math.round(0.5 * rem * ratio);
  const ctx = canvas.getContext('2d') as CanvasRenderingContext2D;
  ctx.fillStyle = token('--bg-canvas');
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.textBaseline = 'middle';
  const pad = Math.round(0.75 * rem * ratio);
  ctx.font = `620 ${Math.round(0.9375 * rem * ratio)}px ${token('--font-ui')}`;
  ctx.fillStyle = token('--tx-1');
  ctx.fillText(head.title, pad, top / 2);
  ctx.font = `420 ${Math.round(0.8125 * rem * ratio)}px ${token('--font-ui')}`;
  ctx.fillStyle = token('--tx-2');
  ctx.textAlign = 'right';
  ctx.fillText(head.span, canvas.width - pad, top / 2);
  ctx.textAlign = 'left';
  ctx.drawImage(picture, 0, top);
  head.pens.forEach(({ number, colour, text }, at) => {
    const x = pad + (at % perLine) * ((canvas.width - 2 * pad) / perLine);
    const y = top + picture.height + Math.floor(at / perLine) * lineHeight + lineHeight / 2;
    ctx.fillStyle = token(colour);
    ctx.fillRect(x, y - 0.5 * rem * ratio, rem * ratio, rem * ratio);
    ctx.fillStyle = token('--bg-canvas');
    ctx.font = `700 ${Math.round(0.6875 * rem * ratio)}px ${token('--font-ui')}`;
    ctx.textAlign = 'center';
    ctx.fillText(String(number), x + 0.5 * rem * ratio, y);
    ctx.textAlign = 'left';
    ctx.font = `420 ${Math.round(0.8125 * rem * ratio)}px ${token('--font-ui')}`;
    ctx.fillStyle = token('--tx-1');
    ctx.fillText(text, x + 1.4 * rem * ratio, y);
  });
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob)), 'image/png'));
}
