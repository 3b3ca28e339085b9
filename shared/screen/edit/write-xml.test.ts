import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readXml } from '../xml-reader.ts';
import { escapeAttribute, escapeText, faultOfText } from './write-xml.ts';

const limits = { maxLength: 10_000, maxElements: 10, maxDepth: 4, maxAttributes: 10 };
/** Letters, and all that must not stand in XML or only escaped: control characters, halves of pairs, non-characters, whole pairs. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7f }), fc.integer({ min: 0, max: 0x1f }), fc.integer({ min: 0xd7f0, max: 0xe010 }), fc.integer({ min: 0xfff0, max: 0x1_0010 })), { maxLength: 12 })
  .map((codes) => codes.map((code) => String.fromCodePoint(code)).join(''));

it('what may be written is read back as it was, and what may not be written could not be read', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const raw = readXml(`<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`, limits);
      if (faultOfText(text) !== null) return !raw.ok;
      return raw.ok && raw.root.attributes.get('b') === text;
    }),
    { numRuns: 2000 },
  );
});

it.each(['\u0000', '\u001b', '\ud800', 'a\udc00b', '\ufffe'])('a character that no XML file can hold is refused: %j', (text) => {
  expect(faultOfText(text)).toBe('it has a character that no XML file can hold');
});
