import { open, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { type DocumentType, documentTypes, isDocumentPath, mostDocumentBytes } from '#shared/model/project-document.ts';
import { refused, type Result } from '#shared/model/fault.ts';

export type ProjectDocument = { readonly type: DocumentType; readonly body: Uint8Array<ArrayBuffer> };

/**
 * A file below the project's `documents/`, as its bytes: nothing in it is run, here or by who asks. Refused is what lies elsewhere,
 * also by a link of the file system, what is of no listed type, and what has more than 16 MB.
 */
export async function readDocument(projectDir: string, path: string): Promise<Result<ProjectDocument, 'not-found' | 'unreadable'>> {
  const missing = refused('not-found', `The project has no document ${path}.`, 'It may be a paper: look for it where the works keeps them.');
  const type = documentTypes[extname(path).slice(1).toLowerCase()];
  if (!isDocumentPath(path)) return missing;
  if (type === undefined) return refused('unreadable', `${path} is of no type that is shown: ${Object.keys(documentTypes).join(', ')}.`);
  const dir = join(projectDir, 'documents');
  try {
    const [root, real] = await Promise.all([realpath(dir), realpath(join(dir, path))]);
    if (!real.startsWith(root + sep)) return missing;
    const file = await open(real, 'r');
    try {
      const facts = await file.stat();
      if (!facts.isFile()) return missing;
      if (facts.size > mostDocumentBytes) return refused('unreadable', `${path} has ${Math.ceil(facts.size / 1024 ** 2)} MB; a console shows ${mostDocumentBytes / 1024 ** 2} MB at most.`, 'Open it on the machine the project lies on.');
      return { ok: true, value: { type, body: new Uint8Array(await file.readFile()) } };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG') return missing;
    return refused('unreadable', `${path} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
