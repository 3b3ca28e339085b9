import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let built: { readonly library: string } | { readonly refusal: string } | null = null;

/** The compiled shim, made once a run; or why it cannot be made here. */
export function buildDiskShim(): { readonly library: string } | { readonly refusal: string } {
  if (built !== null) return built;
  if (process.platform !== 'linux') return (built = { refusal: 'it needs Linux' });
  const library = join(mkdtempSync(join(tmpdir(), 'firstout-disk-')), 'disk-shim.so');
  try {
    execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, fileURLToPath(new URL('disk-shim.c', import.meta.url)), '-ldl', '-lpthread'], { stdio: 'pipe' });
    return (built = { library });
  } catch (error) {
    return (built = { refusal: error instanceof Error ? error.message : String(error) });
  }
}
