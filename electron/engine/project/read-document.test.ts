import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isDocumentFile } from '#shared/model/project-document.ts';
import { readDocument } from './read-document.ts';

function projectWithDocuments(): string {
  const dir = mkdtempSync(join(tmpdir(), 'firstout-documents-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'documents', 'pumps'), { recursive: true });
  writeFileSync(join(dir, 'project.yaml'), 'name: P\n');
  writeFileSync(join(dir, 'secret.md'), 'not for reading');
  writeFileSync(join(dir, 'documents', 'pumps', 'p-1.MD'), '# P-1');
  writeFileSync(join(dir, 'documents', 'run.sh'), '#!/bin/sh');
  writeFileSync(join(dir, 'documents', 'large.pdf'), '');
  truncateSync(join(dir, 'documents', 'large.pdf'), 17 * 1024 * 1024);
  symlinkSync(join(dir, 'secret.md'), join(dir, 'documents', 'way-out.md'));
  symlinkSync(join(dir), join(dir, 'documents', 'up'));
  return dir;
}

it('a document of the project is given as its bytes, with what it is', async () => {
  const read = await readDocument(projectWithDocuments(), 'pumps/p-1.MD');
  expect(read).toEqual({ ok: true, value: { type: 'text/markdown', body: new TextEncoder().encode('# P-1') } });
});

it.each(['../secret.md', 'pumps/../../secret.md', '/etc/hosts.txt', 'way-out.md', 'up/secret.md', 'pumps', 'pumps/none.md', '', '.', 'a\u0000.md', 'C:\\x.md', `${'a/'.repeat(200)}x.md`])('what does not lie below documents is not there: %j', async (path) => {
  expect(await readDocument(projectWithDocuments(), path)).toMatchObject({ ok: false });
});

it('what could be run, and what is too large, is refused with a sentence', async () => {
  const dir = projectWithDocuments();
  expect(await readDocument(dir, 'run.sh')).toMatchObject({ ok: false, fault: { code: 'unreadable', message: expect.stringContaining('of no type that is shown') as string } });
  expect(await readDocument(dir, 'large.pdf')).toMatchObject({ ok: false, fault: { code: 'unreadable', message: expect.stringContaining('17 MB') as string } });
});

it('words that name a paper are no file', () => {
  expect(['restart-list.md', 'pumps/P-1 data.pdf', 'U1 manual', 'sheet 4', '../x.md', 'run.sh', 'x.exe'].map(isDocumentFile)).toEqual([true, true, false, false, false, false, false]);
});
