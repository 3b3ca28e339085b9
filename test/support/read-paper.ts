import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** A report as a reader has it. */
export type ReadPaper = {
  readonly pages: number;
  /** All its words, runs of blanks and lines as one blank. */
  readonly text: string;
  readonly pictures: number;
};

export type ReadPdf = ReadPaper & { readonly timeline: readonly TimelineLine[] };
/** `lines`: its paragraphs, those of table cells too, in their order. */
export type ReadDocx = Omit<ReadPaper, 'pages'> & { readonly lines: readonly string[] };

/** A line of a report's timeline: its time of day and what stands beside it up to the next line. */
export type TimelineLine = { readonly time: string; readonly text: string };

/** A PDF by poppler: pages, words as they are laid out, pictures. */
export function readPdf(path: string): ReadPdf {
  const laidOut = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  const info = execFileSync('pdfinfo', [path], { encoding: 'utf8' });
  const images = execFileSync('pdfimages', ['-list', path], { encoding: 'utf8' }).trimEnd().split('\n').length - 2;
  return { pages: Number(/^Pages:\s+(\d+)/m.exec(info)?.[1] ?? Number.NaN), text: laidOut.replaceAll(/\s+/g, ' '), pictures: images, timeline: timelineOf(laidOut) };
}

function timelineOf(laidOut: string): readonly TimelineLine[] {
  const from = laidOut.search(/^\s*Timeline\s*$/m);
  const to = laidOut.search(/^\s*Figures\s*$/m);
  const lines: { time: string; text: string }[] = [];
  for (const line of laidOut.slice(from, to).split('\n')) {
    const found = /^\s*(\d\d:\d\d:\d\d\.\d{3})(.*)$/.exec(line);
    if (found !== null) lines.push({ time: found[1] ?? '', text: (found[2] ?? '').trim() });
    else if (lines.length > 0 && line.trim() !== '') (lines.at(-1) as { text: string }).text += ` ${line.trim()}`;
  }
  return lines.map(({ time, text }) => ({ time, text: text.replaceAll(/\s+/g, ' ') }));
}

/** A DOCX by its parts: words of the document in their order, one line for each paragraph; pages are the word processor's. */
export function readDocx(path: string): ReadDocx {
  const parts = unzip(readFileSync(path));
  const xml = parts.get('word/document.xml')?.toString('utf8') ?? '';
  const lines = xml.replaceAll(/<w:br\s*\/>/g, '<w:t>\n</w:t>').split('</w:p>').map((paragraph) => [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, words = '']) => plain(words)).join(''));
  return { lines, text: lines.join(' ').replaceAll(/\s+/g, ' '), pictures: [...parts.keys()].filter((name) => name.startsWith('word/media/')).length };
}

const plain = (words: string): string => words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');

/** Files of a ZIP by its central directory, stored or deflated. */
function unzip(zip: Buffer): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  for (let at = zip.readUInt32LE(end + 16); at < end && zip.readUInt32LE(at) === 0x02014b50; ) {
    const [method, packed, nameLength, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + packed);
    found.set(zip.toString('utf8', at + 46, at + 46 + nameLength), method === 8 ? inflateRawSync(bytes) : bytes);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return found;
}
