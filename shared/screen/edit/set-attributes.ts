import { limits } from '../allow-list.ts';
import { childElements, type Draft, type Edited, elementAt, elementName, type ElementPath, refuse } from './draft.ts';
import { finishEdit } from './finish-edit.ts';
import { type AttributeChanges, attributeSplices, escapeText, faultOfAttributes, faultOfText } from './write-xml.ts';

/** Gives each of the elements these attributes; null takes one away. Attributes that have the value already are not touched. */
export function setAttributes(draft: Draft, paths: readonly ElementPath[], changes: AttributeChanges): Edited {
  const fault = faultOfAttributes(changes);
  if (fault !== null) return refuse(`Nothing was changed: ${fault}.`);
  const elements = new Set(paths.map((path) => elementAt(draft, path)).filter((element) => element !== null));
  const splices = [...elements].flatMap((element) => attributeSplices(draft, element, changes));
  return finishEdit(draft, splices, paths, paths);
}

/** Writes the words of a text, title or other element that holds words only. One with parts of its own is refused: they would be lost. */
export function setText(draft: Draft, path: ElementPath, text: string): Edited {
  const element = elementAt(draft, path);
  if (element === null) return refuse('The element is not there any more; select it again.');
  const fault = faultOfText(text);
  if (fault !== null) return refuse(`The text was not changed: ${fault}.`);
  if (text.length > limits.textLength)
    return refuse(`The text has ${text.length} characters; a screen shows at most ${limits.textLength}.`);
  if (childElements(element).length > 0) {
    return refuse(`${elementName(element)} is made of several parts; edit its parts, or the others would be lost.`, element.line);
  }
  const now = element.children.filter((part) => typeof part === 'string').join('');
  if (now === text) return finishEdit(draft, [], [path], [path]);
  if (element.startTo === element.to) {
    const from = draft.text.lastIndexOf('/', element.to - 1);
    const written = `>${escapeText(text)}</${element.name}>`;
    return finishEdit(draft, [{ from, to: element.to, text: written }], [path], [path]);
  }
  return finishEdit(draft, [{ from: element.startTo, to: contentEnd(draft, element), text: escapeText(text) }], [path], [path]);
}

const contentEnd = (draft: Draft, element: { readonly to: number }): number => draft.text.lastIndexOf('</', element.to - 1);
