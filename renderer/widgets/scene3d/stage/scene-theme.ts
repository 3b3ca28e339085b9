import { Color } from 'three';

/** Colours of a scene, out of the tokens that hold where it stands. Screen colours: nothing is lit, so nothing is converted. */
export type SceneTheme = Readonly<Record<keyof typeof tokens, Color>>;

const tokens = {
  sky: '--bg-canvas',
  clay: '--clay',
  ground: '--clay-ground',
  edge: '--clay-edge',
  level: '--level',
  levelTop: '--level-top',
  bad: '--bad',
  stale: '--tx-3',
  accent: '--accent',
  arrow: '--tx-1',
  text: '--tx-1',
  paper: '--bg-panel',
} as const;

export function readSceneTheme(element: Element): SceneTheme {
  const style = getComputedStyle(element);
  return Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, colourOf(style.getPropertyValue(token).trim())])) as SceneTheme;
}

function colourOf(text: string): Color {
  const found = /^#([0-9a-f]{6})$/i.exec(text);
  const value = found === null ? 0x80_80_80 : Number.parseInt(found[1] as string, 16);
  return new Color().setRGB(((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255);
}
