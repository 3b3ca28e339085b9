import { limits } from '../allow-list.ts';
import type { ScreenProblem } from '../screen-model.ts';
import { childElements } from '../edit/draft.ts';
import { readXml, type XmlElement } from '../xml-reader.ts';
import { comparePlace, type Finding } from './compare-place.ts';
import { compareWords } from './compare-words.ts';
import { type Unit, unitsOf } from './diff-units.ts';
import { elementWords, shortened, wordsOf } from './element-words.ts';
import { longestRise } from './longest-rise.ts';
import { type Matches, matchUnits } from './match-units.ts';
import type { DiffElement, ScreenDifference } from './screen-difference.ts';

export type ScreenDiff =
  | { readonly ok: true; readonly differences: readonly ScreenDifference[] }
  | { readonly ok: false; readonly version: 'before' | 'after'; readonly problem: ScreenProblem };

/**
 * What differs between two versions of a screen, in the order of the new drawing with what is gone where it stood. An
 * element may have several differences. Comments, white space and the order of attributes are none; where texts differ in
 * nothing else, the list is empty. Refused where one of the texts is no XML that can be read.
 */
export function diffScreens(before: string, after: string): ScreenDiff {
  const [old, now] = [readXml(before, limits.xml), readXml(after, limits.xml)];
  if (!old.ok)
    return { ok: false, version: 'before', problem: { line: old.line, message: `The earlier version is not readable: ${old.message}.` } };
  if (!now.ok)
    return { ok: false, version: 'after', problem: { line: now.line, message: `The later version is not readable: ${now.message}.` } };
  const [unitsBefore, unitsAfter] = [unitsOf(old.root), unitsOf(now.root)];
  const matches = matchUnits(unitsBefore, unitsAfter);
  const gone = unitsBefore.filter(
    (unit) =>
      !matches.toAfter.has(unit) && (unit.parent === null || matches.toAfter.has(unit.parent) || isDissolved(unit.parent, matches.toAfter)),
  );
  const differences: ScreenDifference[] = [...compareDrawings(old.root, now.root)];
  const reordered = reorderedUnits(unitsAfter, matches);
  const membersBefore = memberCounts(unitsBefore);
  const membersAfter = memberCounts(unitsAfter);
  let nextGone = 0;
  const tellGone = (until: number): void => {
    for (; nextGone < gone.length && (gone[nextGone] as Unit).index < until; nextGone++) {
      const unit = gone[nextGone] as Unit;
      const isGroupOnly = unit.isGroup && isDissolved(unit, matches.toAfter);
      const predicate = isGroupOnly ? 'was dissolved' : unit.isGroup ? `with ${counted(membersBefore.get(unit) ?? 0)} removed` : 'removed';
      differences.push(told(unit, null, { kind: 'removed', predicate }));
    }
  };
  for (const unit of unitsAfter) {
    const partner = matches.toBefore.get(unit);
    if (partner !== undefined) {
      tellGone(partner.index);
      for (const finding of comparePair(partner, unit, matches, reordered.get(unit))) differences.push(told(partner, unit, finding));
      continue;
    }
    const isInNew = unit.parent !== null && !matches.toBefore.has(unit.parent) && !isDissolved(unit.parent, matches.toBefore);
    if (isInNew) continue;
    const isGroupOnly = unit.isGroup && isDissolved(unit, matches.toBefore);
    const predicate = isGroupOnly
      ? 'was made of what was there'
      : unit.isGroup
        ? `with ${counted(membersAfter.get(unit) ?? 0)} added`
        : 'added';
    differences.push(told(null, unit, { kind: 'added', predicate }));
  }
  tellGone(Infinity);
  return { ok: true, differences };
}

const counted = (count: number): string => (count === 1 ? 'one element' : `${count} elements`);

function memberCounts(units: readonly Unit[]): ReadonlyMap<Unit, number> {
  const counts = new Map<Unit, number>();
  for (const unit of units)
    for (let group = unit.parent; group !== null; group = group.parent) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}

/** Whether a group without a partner lost or got its members rather than its being: some of what it holds is in both versions. */
function isDissolved(group: Unit, partners: ReadonlyMap<Unit, Unit>): boolean {
  const known = dissolved.get(partners)?.get(group);
  if (known !== undefined) return known;
  const answers = new Map<Unit, boolean>();
  for (const unit of partners.keys())
    for (let one = unit.parent; one !== null && !answers.has(one); one = one.parent) answers.set(one, true);
  dissolved.set(partners, answers);
  return answers.get(group) ?? false;
}
const dissolved = new WeakMap<ReadonlyMap<Unit, Unit>, Map<Unit, boolean>>();

const placeOf = ({ element, path }: Unit): DiffElement => ({ from: element.from, path, line: element.line });

function told(before: Unit | null, after: Unit | null, { kind, predicate, by }: Finding): ScreenDifference {
  // Named as it was: "value FT-2011 now shows FT-2012".
  const name = elementWords((before ?? after)?.element as XmlElement);
  const sentence = `${name} ${predicate}`;
  return {
    kind,
    before: before === null ? null : placeOf(before),
    after: after === null ? null : placeOf(after),
    sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    predicate,
    ...(by === undefined ? {} : { by }),
  };
}

function comparePair(before: Unit, after: Unit, matches: Matches, reordered: 'front' | 'back' | undefined): readonly Finding[] {
  const isSameParent = before.parent === null ? after.parent === null : matches.toAfter.get(before.parent) === after.parent;
  const findings = [...comparePlace(before, after, isSameParent), ...compareWords(before.element, after.element)];
  const isWrapped =
    (after.parent !== null && !matches.toBefore.has(after.parent)) || (before.parent !== null && !matches.toAfter.has(before.parent));
  if (!isSameParent && !isWrapped) {
    findings.push({
      kind: 'regrouped',
      predicate: after.parent === null ? 'stands in no group any more' : `stands in ${elementWords(after.parent.element)} now`,
    });
  } else if (reordered !== undefined) {
    findings.push({ kind: 'reordered', predicate: reordered === 'front' ? 'is drawn further in front' : 'is drawn further behind' });
  }
  return findings;
}

/** Elements of one group that stand in another order among those of it that were there before. */
function reorderedUnits(after: readonly Unit[], matches: Matches): ReadonlyMap<Unit, 'front' | 'back'> {
  const siblings = new Map<Unit | null, Unit[]>();
  for (const unit of after) {
    const partner = matches.toBefore.get(unit);
    if (partner === undefined) continue;
    const isSameParent = partner.parent === null ? unit.parent === null : matches.toAfter.get(partner.parent) === unit.parent;
    if (!isSameParent) continue;
    const list = siblings.get(unit.parent);
    if (list === undefined) siblings.set(unit.parent, [unit]);
    else list.push(unit);
  }
  const reordered = new Map<Unit, 'front' | 'back'>();
  for (const list of siblings.values()) {
    const places = list.map((unit) => matches.toBefore.get(unit)?.index ?? 0);
    const kept = longestRise(places);
    const sorted = [...places].sort((a, b) => a - b);
    const ranks = new Map(sorted.map((place, rank) => [place, rank]));
    list.forEach((unit, at) => {
      if (!kept.has(at)) reordered.set(unit, at > (ranks.get(places[at] as number) ?? 0) ? 'front' : 'back');
    });
  }
  return reordered;
}

/** Title, size and other words of the whole drawing. */
function compareDrawings(before: XmlElement, after: XmlElement): readonly ScreenDifference[] {
  const title = (root: XmlElement): string => {
    const element = childElements(root).find(({ name }) => name === 'title');
    return element === undefined ? '' : wordsOf(element);
  };
  const place = (element: XmlElement): DiffElement => ({ from: element.from, path: [], line: element.line });
  const tell = (predicate: string): ScreenDifference => ({
    kind: 'drawing',
    before: place(before),
    after: place(after),
    sentence: predicate.charAt(0).toUpperCase() + predicate.slice(1),
    predicate,
  });
  const differences: ScreenDifference[] = [];
  if (title(before) !== title(after))
    differences.push(tell(`title is now "${shortened(title(after), 60)}", was "${shortened(title(before), 60)}"`));
  const names = new Set([...before.attributes.keys(), ...after.attributes.keys()]);
  for (const name of names) {
    const [was, is] = [before.attributes.get(name), after.attributes.get(name)];
    if (was === is || (name !== 'viewBox' && !name.startsWith('data-'))) continue;
    const words = name === 'viewBox' ? 'size of the drawing' : name.slice(5).replaceAll('-', ' ');
    const size = (text: string | undefined): string =>
      text === undefined ? 'none' : name === 'viewBox' ? text.replace(/^\s*0[\s,]+0[\s,]+/, '').replace(/[\s,]+/, ' × ') : text;
    differences.push(tell(`${words} is now ${shortened(size(is), 60)}, was ${shortened(size(was), 60)}`));
  }
  return differences;
}
