export type CheckedXml =
  | { readonly ok: true; readonly root: string; readonly title: string | null }
  | { readonly ok: false; readonly line: number; readonly message: string };

const name = /[A-Za-z_][\w.:-]*/y;
const attribute = /\s+([A-Za-z_][\w.:-]*)\s*=\s*("[^"<]*"|'[^'<]*')/y;
const reference = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\dA-Fa-f]{1,6});)/;
const maxDepth = 200;

/**
 * Whether a text is well-formed XML (tags paired, attributes quoted and unique, references known), with the name of its
 * root and the text of the first <title> directly below it. Document types are refused: an SVG needs none, and entities
 * can stand for gigabytes. Namespaces are not checked.
 */
export function checkXml(text: string): CheckedXml {
  const open: string[] = [];
  let at = 0;
  let root: string | null = null;
  let title: string | null = null;
  let titleStart = -1;
  const fail = (position: number, message: string): CheckedXml => ({ ok: false, line: lineAt(text, position), message });
  /** Text between tags: only white space outside the root, and no stray "&". */
  const problemInText = (from: number, to: number): string | null => {
    const content = text.slice(from, to);
    if (open.length === 0 && content.replace(/^\uFEFF/, '').trim() !== '') return 'there is text outside the drawing';
    return reference.test(content) ? 'a "&" stands alone; write &amp;' : null;
  };

  while (at < text.length) {
    const tag = text.indexOf('<', at);
    const problem = problemInText(at, tag < 0 ? text.length : tag);
    if (problem !== null) return fail(at, problem);
    if (tag < 0) break;
    const skipped = skipMarkup(text, tag);
    if (skipped === 'doctype') return fail(tag, 'a document type (<!DOCTYPE>) is not allowed; delete the line');
    if (skipped === 'unclosed') return fail(tag, 'a comment, CDATA section or instruction is not closed');
    if (skipped !== null) {
      at = skipped;
      continue;
    }
    if (text[tag + 1] === '/') {
      const end = text.indexOf('>', tag);
      const closing = text.slice(tag + 2, end < 0 ? undefined : end).trim();
      const expected = open.pop();
      if (end < 0 || expected !== closing) {
        return fail(
          tag,
          expected === undefined ? `</${closing}> closes nothing` : `</${closing.slice(0, 40)}> stands where </${expected}> is expected`,
        );
      }
      if (titleStart >= 0 && open.length === 1 && closing === 'title') {
        title ??= plainText(text.slice(titleStart, tag));
        titleStart = -1;
      }
      at = end + 1;
      continue;
    }
    const start = readStartTag(text, tag);
    if (typeof start === 'string') return fail(tag, start);
    if (open.length === 0 && root !== null) return fail(tag, `there is a second element <${start.name}> beside the drawing`);
    root ??= start.name;
    if (!start.isEmpty) {
      if (open.length === 1 && start.name === 'title' && title === null) titleStart = start.end;
      if (open.push(start.name) > maxDepth) return fail(tag, `elements are nested more than ${maxDepth} deep`);
    }
    at = start.end;
  }
  if (open.length > 0) return fail(text.length, `<${open.at(-1)}> is not closed`);
  if (root === null) return fail(0, 'there is no element in the file');
  return { ok: true, root, title };
}

/** Position after a comment, CDATA section or instruction at `at`; null when there is none. */
function skipMarkup(text: string, at: number): number | null | 'doctype' | 'unclosed' {
  for (const [begin, end] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const) {
    if (!text.startsWith(begin, at)) continue;
    const close = text.indexOf(end, at + begin.length);
    return close < 0 ? 'unclosed' : close + end.length;
  }
  return text[at + 1] === '!' ? 'doctype' : null;
}

/** A start tag, or what is wrong with it. */
function readStartTag(text: string, at: number): { readonly name: string; readonly end: number; readonly isEmpty: boolean } | string {
  name.lastIndex = at + 1;
  const tagName = name.exec(text)?.[0];
  if (tagName === undefined) return 'a "<" stands alone; write &lt;';
  let end = at + 1 + tagName.length;
  const seen = new Set<string>();
  for (;;) {
    attribute.lastIndex = end;
    const found = attribute.exec(text);
    if (found === null) break;
    const key = found[1] as string;
    if (seen.has(key)) return `<${tagName}> has the attribute "${key}" twice`;
    seen.add(key);
    if (reference.test(found[2] as string)) return `the attribute "${key}" of <${tagName}> has a "&" alone; write &amp;`;
    end = attribute.lastIndex;
  }
  while (/\s/.test(text[end] ?? '')) end++;
  const isEmpty = text[end] === '/';
  if (isEmpty) end++;
  if (text[end] !== '>') return `the attributes of <${tagName}> cannot be read; each is written name="value"`;
  return { name: tagName, end: end + 1, isEmpty };
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };
const plainText = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] as string)
    .replaceAll(/\s+/g, ' ')
    .trim();

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
