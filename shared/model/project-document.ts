/** Files of a project's `documents/` that a console shows or saves, by their ending. None of them is ever run. */
export const documentTypes: Readonly<Record<string, DocumentType>> = { md: 'text/markdown', txt: 'text/plain', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp', pdf: 'application/pdf' };
export type DocumentType = 'text/markdown' | 'text/plain' | 'image/png' | 'image/jpeg' | 'image/webp' | 'application/pdf';

export const mostDocumentBytes = 16 * 1024 * 1024;
const longestPath = 300;
const part = /^[^\\/:*?"<>|\p{Cc}]{1,200}$/u;

/** True for a path below `documents/`, with forward slashes, that stays there: no way up, no hidden file, no drive. */
export const isDocumentPath = (path: string): boolean => path.length <= longestPath && path.split('/').every((one) => part.test(one) && !one.startsWith('.') && !one.endsWith('.') && !one.endsWith(' '));

/** True where words name a file that a console can open; a paper is called by other words. */
export const isDocumentFile = (words: string): boolean => isDocumentPath(words) && Object.hasOwn(documentTypes, /\.([A-Za-z]+)$/.exec(words)?.[1]?.toLowerCase() ?? '');
