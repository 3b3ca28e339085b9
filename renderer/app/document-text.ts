/** A document as it is shown: its own title, null where it begins with none, and the rest as prose knows it. */
export type DocumentText = { readonly title: string | null; readonly prose: string };

const title = /^ {0,3}#[ \t]+(.+?)[ \t]*#*[ \t]*$/;
const upper = /^ {0,3}#{1,2}(?=[ \t])/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/** A document has headings from the first level, prose of runbooks from the third: the first one is its title, the others go down to the third. */
export function readDocument(markdown: string): DocumentText {
  const lines = markdown.split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const named = title.exec(lines[first] ?? '')?.[1] ?? null;
  let open: string | null = null;
  const rest = lines.slice(named === null ? 0 : first + 1).map((line) => {
    const mark = fence.exec(line)?.[1];
    if (mark !== undefined) {
      if (open === null) open = mark;
      else if (mark[0] === open[0] && mark.length >= open.length) open = null;
      return line;
    }
    return open === null ? line.replace(upper, '###') : line;
  });
  return { title: named, prose: rest.join('\n') };
}
