import { type Paper, printable } from './paper.ts';

/** The same paper with every text as paper can have it; bytes and numbers stay as they are. */
export function cleanPaper(paper: Paper): Paper {
  return clean(paper) as Paper;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)]));
}
