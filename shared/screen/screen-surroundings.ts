import type { TagDirectory } from '../expressions/compiled-expression.ts';

/** What a screen may refer to. */
export type ScreenSurroundings = {
  readonly directory: TagDirectory;
  hasAsset(id: string): boolean;
  hasScreen(id: string): boolean;
  /** Parameters a screen declares, for popups; null where they are not known. */
  parametersOf(screen: string): readonly string[] | null;
};
