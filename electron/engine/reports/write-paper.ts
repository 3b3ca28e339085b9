import type { Paper, PaperFormat } from './paper.ts';
import { cleanPaper } from './clean-paper.ts';

/** Writes a paper to a new file and syncs it. The libraries are loaded when one is written: most threads write none. */
export async function writePaper(path: string, format: PaperFormat, paper: Paper, onProgress: (share: number) => void): Promise<void> {
  const clean = cleanPaper(paper);
  if (format === 'pdf') return (await import('./write-pdf.ts')).writePdf(path, clean, onProgress);
  return (await import('./write-docx.ts')).writeDocx(path, clean, onProgress);
}
