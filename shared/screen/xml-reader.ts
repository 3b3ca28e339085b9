/**
 * One element of an XML text. Names keep their prefix as written. `from` is the offset of its `<`, `to` the one behind its
 * last `>`, both in UTF-16 units of the text; `startTo` is behind the `>` of its start tag, so equal to `to` where the tag
 * closes itself. `line` is from 1.
 */
export type XmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
  readonly line: number;
  readonly from: number;
  readonly startTo: number;
  readonly to: number;
};

/** Where one attribute stands in the text: `from` its name, `valueFrom` to `valueTo` what is between its quotes, `to` behind the last quote. */
export type AttributeSpan = {
  readonly name: string;
  readonly from: number;
  readonly valueFrom: number;
  readonly valueTo: number;
  readonly to: number;
};

export type XmlLimits = {
  readonly maxLength: number;
  readonly maxElements: number;
  readonly maxDepth: number;
  readonly maxAttributes: number;
  /** Passes over a document type that declares nothing itself, as drawing programs write it; refused where absent. */
  readonly skipsDoctype?: boolean;
};
export type XmlResult =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly line: number; readonly message: string };

class XmlFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

type OpenElement = {
  name: string;
  attributes: Map<string, string>;
  children: (XmlElement | string)[];
  line: number;
  from: number;
  startTo: number;
  to: number;
};

const nameAt = /[A-Za-z_][A-Za-z0-9_.:-]*/y;
const spaceAt = /\s*/y;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads well-formed XML into a tree. Screens are hostile input, so this reader knows no document types, no entities
 * beyond the five of XML and numeric ones, nothing external, and stops at its limits; a browser's parser has none of
 * these bounds and gives no line numbers. Comments and processing instructions are left out, CDATA is text.
 */
export function readXml(text: string, limits: XmlLimits): XmlResult {
  if (text.length > limits.maxLength) {
    return { ok: false, line: 1, message: `the file has ${text.length} characters; at most ${limits.maxLength} are read` };
  }
  const odd = oddCharacter(text);
  if (odd >= 0) {
    const code = text.charCodeAt(odd).toString(16).toUpperCase().padStart(4, '0');
    return { ok: false, line: lineAt(text, odd), message: `character U+${code} is not allowed in XML` };
  }
  try {
    return { ok: true, root: readDocument(text, limits) };
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    return { ok: false, line: lineAt(text, fault.at), message: fault.message };
  }
}

function readDocument(text: string, limits: XmlLimits): XmlElement {
  const open: OpenElement[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  let line = 1;
  let lineFrom = 0;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const lineHere = (): number => {
    for (; lineFrom < at; lineFrom++) if (text.charCodeAt(lineFrom) === 10) line++;
    return line;
  };
  const addText = (part: string): void => {
    const top = open.at(-1);
    if (top !== undefined) top.children.push(part);
    else if (part.trim() !== '') throw new XmlFault('text stands outside the root element', at);
  };

  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    if (end > at) addText(decode(text.slice(at, end), at));
    at = end;
    if (next < 0) break;
    if (text.startsWith('<!--', at)) at = after(text, '-->', at, 'a comment is not closed');
    else if (text.startsWith('<![CDATA[', at)) {
      const close = after(text, ']]>', at, 'a CDATA section is not closed');
      addText(text.slice(at + 9, close - 3));
      at = close;
    } else if (text.startsWith('<?', at)) at = after(text, '?>', at, 'a processing instruction is not closed');
    else if (text.startsWith('<!', at)) {
      const close = after(text, '>', at, 'a declaration is not closed');
      if (limits.skipsDoctype !== true) throw new XmlFault('a document type (<!DOCTYPE>) is not allowed; delete the line', at);
      if (text.slice(at, close).includes('[')) throw new XmlFault('a document type with declarations of its own is not read', at);
      at = close;
    } else if (text.startsWith('</', at)) {
      const name = readName(text, at + 2);
      const top = open.pop();
      if (top === undefined || top.name !== name) {
        throw new XmlFault(`</${name}> closes ${top === undefined ? 'nothing' : `<${top.name}> of line ${top.line}`}`, at);
      }
      const close = skipSpace(text, at + 2 + name.length);
      if (text[close] !== '>') throw new XmlFault(`</${name} is not closed by >`, at);
      at = close + 1;
      top.to = at;
      root = closeElement(top, open, root);
    } else {
      if (++elements > limits.maxElements) throw new XmlFault(`more than ${limits.maxElements} elements`, at);
      if (open.length >= limits.maxDepth) throw new XmlFault(`elements are nested deeper than ${limits.maxDepth}`, at);
      if (root !== null) throw new XmlFault('there is a second root element', at);
      const startLine = lineHere();
      const from = at;
      const name = readName(text, at + 1);
      const attributes = new Map<string, string>();
      at = readAttributes(text, at + 1 + name.length, attributes, limits.maxAttributes);
      const element: OpenElement = { name, attributes, children: [], line: startLine, from, startTo: at, to: at };
      if (text.startsWith('/>', at)) {
        at += 2;
        element.startTo = at;
        element.to = at;
        root = closeElement(element, open, root);
      } else {
        at += 1;
        element.startTo = at;
        open.push(element);
      }
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw new XmlFault(`<${unclosed.name}> of line ${unclosed.line} is not closed`, text.length);
  if (root === null) throw new XmlFault('there is no element', 0);
  return root;
}

function closeElement(element: OpenElement, open: readonly OpenElement[], root: XmlElement | null): XmlElement | null {
  const parent = open.at(-1);
  if (parent === undefined) return element;
  parent.children.push(element);
  return root;
}

/** Reads attributes up to `>` or `/>` and answers where that stands. */
function readAttributes(text: string, from: number, into: Map<string, string>, most: number): number {
  let at = from;
  for (;;) {
    const start = skipSpace(text, at);
    if (text[start] === '>' || text.startsWith('/>', start)) return start;
    if (start === at) throw new XmlFault('a tag is not closed by >', at);
    const name = readName(text, start);
    at = skipSpace(text, start + name.length);
    if (text[at] !== '=') throw new XmlFault(`attribute ${name} has no value`, start);
    at = skipSpace(text, at + 1);
    const quote = text[at];
    if (quote !== '"' && quote !== "'") throw new XmlFault(`the value of ${name} is not in quotes`, start);
    const close = text.indexOf(quote, at + 1);
    if (close < 0) throw new XmlFault(`the value of ${name} is not closed`, start);
    if (into.has(name)) throw new XmlFault(`attribute ${name} stands twice`, start);
    if (into.size >= most) throw new XmlFault(`an element has more than ${most} attributes`, start);
    const raw = text.slice(at + 1, close);
    if (raw.includes('<')) throw new XmlFault(`the value of ${name} has a < in it`, start);
    into.set(name, decode(raw, at));
    at = close + 1;
  }
}

/**
 * Where the attributes of an element stand in the text it was read from, in the order of the text. Only who edits asks for
 * it, so the reader keeps no spans of its own.
 */
export function attributeSpans(text: string, element: XmlElement): readonly AttributeSpan[] {
  const spans: AttributeSpan[] = [];
  let at = element.from + 1 + element.name.length;
  for (;;) {
    const from = skipSpace(text, at);
    if (text[from] === '>' || text[from] === '/') return spans;
    const name = readName(text, from);
    const equals = skipSpace(text, from + name.length);
    const quoteAt = skipSpace(text, equals + 1);
    const valueTo = text.indexOf(text[quoteAt] as string, quoteAt + 1);
    spans.push({ name, from, valueFrom: quoteAt + 1, valueTo, to: valueTo + 1 });
    at = valueTo + 1;
  }
}

function readName(text: string, at: number): string {
  nameAt.lastIndex = at;
  const match = nameAt.exec(text);
  if (match === null) throw new XmlFault('a name was expected after <', at);
  return match[0];
}

function skipSpace(text: string, at: number): number {
  spaceAt.lastIndex = at;
  spaceAt.exec(text);
  return spaceAt.lastIndex;
}

function after(text: string, mark: string, from: number, message: string): number {
  const at = text.indexOf(mark, from);
  if (at < 0) throw new XmlFault(message, from);
  return at + mark.length;
}

function decode(text: string, at: number): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:([^;&<\s]{1,12});)?/g, (_whole, name: string | undefined, offset: number) => {
    if (name === undefined) throw new XmlFault('a & stands alone; write &amp;', at + offset);
    const known = named[name];
    if (known !== undefined) return known;
    const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
    const code = number === null ? -1 : number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
    if (!isXmlCode(code)) throw new XmlFault(`&${name}; is not a known entity`, at + offset);
    return String.fromCodePoint(code);
  });
}

/** What XML 1.0 allows, even by number (section 2.2, Char): no control characters, no halves of pairs, not the two that are no characters. */
function isXmlCode(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code <= 0x10ffff);
}

/** Where the first character stands that XML does not allow; -1 for none. */
export function oddCharacter(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) as number;
    if (!isXmlCode(code)) return at;
    if (code > 0xffff) at++;
  }
  return -1;
}

function lineAt(text: string, at: number): number {
  let line = 1;
  for (let i = 0; i < at && i < text.length; i++) if (text.charCodeAt(i) === 10) line++;
  return line;
}
