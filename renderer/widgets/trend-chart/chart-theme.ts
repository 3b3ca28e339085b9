/** Colours and type of the chart, from the tokens of the element's theme. */
export type ChartTheme = {
  readonly pens: readonly string[];
  readonly canvas: string;
  readonly grid: string;
  readonly frame: string;
  readonly label: string;
  readonly text: string;
  readonly band: string;
  readonly bad: string;
  readonly priorities: readonly { readonly fill: string; readonly ink: string; readonly edge: string }[];
  readonly family: string;
  /** CSS px of one rem: all sizes of the chart follow the text size of the console. */
  readonly rem: number;
};

const pensInTheme = 8;

export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    pens: Array.from({ length: pensInTheme }, (_, at) => token(`--pen-${at + 1}`)),
    canvas: token('--bg-canvas'),
    grid: token('--grid'),
    frame: token('--line-1'),
    label: token('--tx-3'),
    text: token('--tx-2'),
    band: token('--spark-band'),
    bad: token('--bad'),
    priorities: [1, 2, 3, 4].map((priority) => ({ fill: token(`--p${priority}`), ink: token(`--p${priority}-ink`), edge: token(`--p${priority}-tx`) })),
    family: token('--font-ui'),
    rem: Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16,
  };
}

export const penColour = (theme: ChartTheme, number: number): string => theme.pens[(number - 1) % theme.pens.length] ?? theme.text;
/** Pens 9 to 16 and 17 to 24 use the colours again, with another dash. CSS px. */
export const penDash = (number: number): readonly number[] => ([[], [7, 3], [2, 3]] as const)[Math.floor((number - 1) / pensInTheme) % 3] ?? [];
