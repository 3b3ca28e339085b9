import type { DrawingKind } from '#shared/contract/screens.ts';
import type { ScreenId } from '#shared/model/ids.ts';
import type { ViewParams } from '#renderer/client/view-props.ts';

/** Which drawing an editor is about. */
export type DrawingRef = { readonly kind: DrawingKind; readonly screen: ScreenId };

/** The engine refuses a name that is none. */
export const refOf = (kind: DrawingKind, name: string): DrawingRef => ({ kind, screen: name as ScreenId });

const templatePart = 'template:';

/** The drawing a panel was opened with; null for the list of drawings. */
export function drawingOf({ screen, part }: ViewParams): DrawingRef | null {
  if (screen !== undefined) return refOf('screen', screen);
  return part !== undefined && part.startsWith(templatePart) ? refOf('template', part.slice(templatePart.length)) : null;
}

/** What a panel is opened with to edit this drawing. Templates are no screens, so they travel as a part. */
export const paramsOf = ({ kind, screen }: DrawingRef): ViewParams => (kind === 'screen' ? { screen } : { part: templatePart + screen });

export const fileOf = ({ kind, screen }: DrawingRef): string => `${kind}s/${screen}.svg`;
/** What an unsaved draft of it is kept under. */
export const keptName = ({ kind, screen }: DrawingRef): string => `${kind} ${screen}`;

export const refOfKept = (name: string): DrawingRef => {
  const at = name.indexOf(' ');
  return refOf(name.slice(0, at) === 'template' ? 'template' : 'screen', name.slice(at + 1));
};

/** Name for a file from words: letters, digits, _ . -, beginning with a letter or digit; empty where nothing is left. */
export const nameFromWords = (words: string): string =>
  words
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9_.-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 60);
