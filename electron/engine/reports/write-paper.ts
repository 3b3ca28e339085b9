import { mapTexts, type Paper, type PaperFormat } from './paper.ts';
import { printable, withShortWords } from './printable.ts';

/** Writes a paper to a new file and syncs it. The libraries are loaded when one is written: most threads write none. */
export async function writePaper(path: string, format: PaperFormat, paper: Paper, onProgress: (share: number) => void): Promise<void> {
  if (format === 'pdf') return (await import('./write-pdf.ts')).writePdf(path, mapTexts(paper, (text) => withShortWords(printable(text))), onProgress);
  return (await import('./write-docx.ts')).writeDocx(path, mapTexts(paper, printable), onProgress);
}
