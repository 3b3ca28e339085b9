import { attributeSpans, type AttributeSpan, oddCharacter, type XmlElement } from '../xml-reader.ts';
import type { Draft } from './draft.ts';
import type { Splice } from './finish-edit.ts';

const isName = /^[A-Za-z_][A-Za-z0-9_.:-]{0,60}$/;

/** Why a text cannot stand in XML at all, in words; null when it can. */
export const faultOfText = (text: string): string | null =>
  oddCharacter(text) < 0 ? null : 'it has a character that no XML file can hold';

export const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const escapeAttribute = (value: string, quote = '"'): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(quote, quote === '"' ? '&quot;' : '&apos;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');

/** New values by attribute name; null takes it away. */
export type AttributeChanges = Readonly<Record<string, string | null>>;

/** Why these attributes cannot be written, in words; null when they can. */
export function faultOfAttributes(changes: AttributeChanges): string | null {
  for (const [name, value] of Object.entries(changes)) {
    if (!isName.test(name)) return `"${name.slice(0, 40)}" is no name of an attribute`;
    if (value !== null && faultOfText(value) !== null) return `${name} cannot be written: ${faultOfText(value)}`;
  }
  return null;
}

/**
 * The replacements that give an element's start tag these attributes. Whatever keeps its value keeps its characters:
 * quotes, entities, order, white space. New ones stand last, but before `transform` where that is last, as by hand.
 */
export function attributeSplices(draft: Draft, element: XmlElement, changes: AttributeChanges): readonly Splice[] {
  const spans = attributeSpans(draft.text, element);
  const splices: Splice[] = [];
  const added: string[] = [];
  for (const [name, value] of Object.entries(changes)) {
    const span = spans.find((one) => one.name === name);
    if (span === undefined) {
      if (value !== null) added.push(`${name}="${escapeAttribute(value)}"`);
    } else if (value === null) splices.push({ from: behindPrevious(spans, span, element), to: span.to, text: '' });
    else if (element.attributes.get(name) !== value) {
      splices.push({ from: span.valueFrom, to: span.valueTo, text: escapeAttribute(value, draft.text[span.valueTo]) });
    }
  }
  if (added.length === 0) return splices;
  const last = spans.at(-1);
  const isBeforeLast = last?.name === 'transform' && changes['transform'] !== null;
  const gap = last === undefined ? ' ' : draft.text.slice(behindPrevious(spans, last, element), last.from);
  if (isBeforeLast) splices.push({ from: last.from, to: last.from, text: added.map((one) => one + gap).join('') });
  else {
    // Behind what may go away at the same time: both begin apart, so that they do not overlap.
    const at = last?.to ?? element.from + 1 + element.name.length;
    splices.push({ from: at, to: at, text: added.map((one) => gap + one).join('') });
  }
  return splices;
}

function behindPrevious(spans: readonly AttributeSpan[], span: AttributeSpan, element: XmlElement): number {
  return spans[spans.indexOf(span) - 1]?.to ?? element.from + 1 + element.name.length;
}
