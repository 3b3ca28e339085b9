import { isSilentAttribute } from '../allow-list.ts';
import { childElements } from '../edit/draft.ts';
import { isPlaced, partOf } from '../edit/symbol-place.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { Finding } from './compare-place.ts';
import { isGeometry, itemsText } from './diff-units.ts';
import { attributeWords, shortened, wordsOf } from './element-words.ts';

/** What an element shows, says and looks like, against before; where it stands is another's. */
export function compareWords(before: XmlElement, after: XmlElement): readonly Finding[] {
  const findings: Finding[] = [];
  if (after.name === 'text' && wordsOf(before) !== wordsOf(after)) {
    findings.push({ kind: 'text', predicate: `now reads "${shortened(wordsOf(after))}"` });
  }
  if (isPlaced(after) && itemsText(before) !== itemsText(after)) findings.push(...compareItems(before, after));
  let unseen = 0;
  for (const name of new Set([...before.attributes.keys(), ...after.attributes.keys()])) {
    const [was, is] = [before.attributes.get(name), after.attributes.get(name)];
    if (was === is) continue;
    if (name === 'class') findings.push(...compareClasses(was, is));
    else if (name === 'data-pivot' && !isPlaced(after)) findings.push(...comparePivot(before, after));
    else if (!isShown(after, name)) unseen++;
    else if (!isPlaceOf(after, name)) findings.push(compareAttribute(after, name, was, is));
  }
  if (unseen > 0 && findings.length === 0) {
    findings.push({
      kind: 'unseen',
      predicate: `looks different in drawing programs only (${unseen === 1 ? 'one attribute' : `${unseen} attributes`})`,
    });
  }
  return findings;
}

/** The point a bound turn goes around moves with its shape; told where it moved alone. */
function comparePivot(before: XmlElement, after: XmlElement): readonly Finding[] {
  const moved = [...after.attributes].some(
    ([name, value]) => name !== 'data-pivot' && isGeometry(name) && before.attributes.get(name) !== value,
  );
  return moved
    ? []
    : [
        {
          kind: 'attribute',
          predicate: `turns around ${after.attributes.get('data-pivot') ?? 'its middle'} now, was ${before.attributes.get('data-pivot') ?? 'its middle'}`,
        },
      ];
}

/** Attributes that say where and how large: their differences are told in units. */
function isPlaceOf(element: XmlElement, name: string): boolean {
  if (isPlaced(element)) {
    const sizes = partOf(element)?.sizeKeys ?? [];
    return (
      name === 'transform' ||
      name === 'data-turn' ||
      (name === 'data-flip' && element.attributes.get('data-symbol') !== 'link') ||
      sizes.some((key) => name === `data-${key}`)
    );
  }
  return isGeometry(name);
}

const isShown = (element: XmlElement, name: string): boolean => {
  if (name === 'text-anchor' || name.startsWith('data-') || name === 'class' || name === 'id') return true;
  return isPlaced(element) ? name === 'transform' : isGeometry(name) || !isSilentAttribute(name);
};

function compareClasses(was: string | undefined, is: string | undefined): readonly Finding[] {
  const names = (text: string | undefined): readonly string[] => (text ?? '').split(/\s+/).filter((name) => name !== '');
  const [old, now] = [names(was), names(is)];
  const [gone, added] = [old.filter((name) => !now.includes(name)), now.filter((name) => !old.includes(name))];
  if (gone.length === 0 && added.length === 0) return [];
  const predicate =
    gone.length === 0
      ? `has class ${added.join(' ')} now`
      : added.length === 0
        ? `has class ${gone.join(' ')} no longer`
        : `is now ${added.join(' ')}, was ${gone.join(' ')}`;
  return [{ kind: 'class', predicate }];
}

/** Keys that tie an element to the plant: a change of them changes what an operator reads or acts on. */
function isBinding(element: XmlElement, name: string): boolean {
  const key = name.slice(5);
  if (!name.startsWith('data-')) return false;
  if (
    key.startsWith('bind-') ||
    key.startsWith('with-') ||
    ['tag', 'asset', 'flow', 'template', 'symbol', 'popup', 'screen', 'role'].includes(key)
  )
    return true;
  const kind = partOf(element)?.keys.find((one) => one.name === key)?.kind;
  return kind === 'tag' || kind === 'tags' || kind === 'asset' || kind === 'screen' || kind === 'expression';
}

function compareAttribute(element: XmlElement, name: string, was: string | undefined, is: string | undefined): Finding {
  const kind = isBinding(element, name) ? 'bound' : 'attribute';
  const quoted = (text: string): string => shortened(text, 60);
  const own = attributeWords(element, name);
  // An element is named as it was: the old tag, asset or flow is in the sentence already.
  if (name === 'data-tag' && is !== undefined && was !== undefined) return { kind, predicate: `now shows ${quoted(is)}` };
  if (name === 'data-asset' && is !== undefined && was !== undefined) return { kind, predicate: `now stands for ${quoted(is)}` };
  if (name === 'data-symbol' && is !== undefined && was !== undefined)
    return { kind, predicate: `is drawn as ${quoted(is)} now, was ${quoted(was)}` };
  if (name === 'data-flow') {
    if (is === undefined) return { kind, predicate: `no longer shows the flow of ${quoted(was ?? '')}` };
    return { kind, predicate: `now shows the flow of ${quoted(is)}` };
  }
  if (was === undefined) return { kind, predicate: `has ${own} ${quoted(is ?? '')} now` };
  if (is === undefined) return { kind, predicate: `has no ${own} any more, was ${quoted(was)}` };
  return { kind, predicate: `has ${own} ${quoted(is)} now, was ${quoted(was)}` };
}

/** Rows of a table, tiles, points of a profile: by the tag each shows. */
function compareItems(before: XmlElement, after: XmlElement): readonly Finding[] {
  const keyed = (element: XmlElement): ReadonlyMap<string, XmlElement> => {
    const items = new Map<string, XmlElement>();
    for (const item of childElements(element)) items.set(item.attributes.get('data-tag') ?? item.attributes.get('data-label') ?? '', item);
    return items;
  };
  const [old, now] = [keyed(before), keyed(after)];
  const listed = (names: readonly string[]): string =>
    names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
  const added = [...now.keys()].filter((name) => !old.has(name));
  const gone = [...old.keys()].filter((name) => !now.has(name));
  const findings: Finding[] = [];
  if (added.length > 0) findings.push({ kind: 'bound', predicate: `now also shows ${listed(added)}` });
  if (gone.length > 0) findings.push({ kind: 'bound', predicate: `no longer shows ${listed(gone)}` });
  const changed = [...now]
    .filter(([name, item]) => old.has(name) && attributesOf(item) !== attributesOf(old.get(name) as XmlElement))
    .map(([name]) => name);
  if (changed.length > 0) findings.push({ kind: 'attribute', predicate: `writes ${listed(changed)} differently` });
  const common = (of: ReadonlyMap<string, XmlElement>, other: ReadonlyMap<string, XmlElement>): string =>
    [...of.keys()].filter((name) => other.has(name)).join('\u0001');
  if (common(old, now) !== common(now, old)) findings.push({ kind: 'attribute', predicate: 'has its rows in another order' });
  if (findings.length === 0) findings.push({ kind: 'attribute', predicate: 'has other rows' });
  return findings;
}

const attributesOf = (element: XmlElement): string =>
  [...element.attributes]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\u0001');
