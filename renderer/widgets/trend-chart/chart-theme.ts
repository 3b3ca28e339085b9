import { packColour } from './pixel-paint.ts';

/** Colours and type of the chart, from the tokens of the element's theme. */
export type ChartTheme = {
  readonly pens: readonly string[];
  /** The same as pixels, for what is painted pixel by pixel. */
  readonly penPixels: readonly number[];
  readonly canvas: string;
  readonly grid: string;
  readonly frame: string;
  readonly label: string;
  readonly text: string;
  readonly strong: string;
  readonly band: string;
  readonly bad: string;
  readonly accent: string;
  readonly accentPixel: number;
  /** The earlier run of a comparison. */
  readonly earlierPixel: number;
  readonly priorities: readonly { readonly fill: string; readonly ink: string; readonly edge: string }[];
  readonly family: string;
  /** CSS px of one rem: all sizes of the chart follow the text size of the console. */
  readonly rem: number;
};

const pensInTheme = 8;

export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const pens = Array.from({ length: pensInTheme }, (_, at) => token(`--pen-${at + 1}`));
  return {
    pens,
    penPixels: pens.map(packColour),
    canvas: token('--bg-canvas'),
    grid: token('--grid'),
    frame: token('--line-1'),
    label: token('--tx-3'),
    text: token('--tx-2'),
    strong: token('--tx-1'),
    band: token('--spark-band'),
    bad: token('--bad'),
    accent: token('--accent'),
    accentPixel: packColour(token('--accent')),
    earlierPixel: packColour(token('--tx-3')),
    priorities: [1, 2, 3, 4].map((priority) => ({ fill: token(`--p${priority}`), ink: token(`--p${priority}-ink`), edge: token(`--p${priority}-tx`) })),
    family: token('--font-ui'),
    rem: Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16,
  };
}

export const penColour = (theme: ChartTheme, number: number): string => theme.pens[(number - 1) % theme.pens.length] ?? theme.text;
export const penPixel = (theme: Pick<ChartTheme, 'penPixels'>, number: number): number => theme.penPixels[(number - 1) % theme.penPixels.length] ?? 0x808080;
/** Pens 9 to 16 and 17 to 24 use the colours again, with another dash. CSS px drawn and left out. */
export const penDash = (number: number): readonly [on: number, off: number] => ([[1, 0], [7, 3], [2, 3]] as const)[Math.floor((number - 1) / pensInTheme) % 3] ?? [1, 0];
