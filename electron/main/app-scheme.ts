import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import { strictHeaders } from '../host/strict-headers.ts';

export const consoleUrl = 'app://console/index.html';
export const consoleOrigin = 'app://console';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Must be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the built console under app://console/, and nothing outside its folder. */
export function serveAppScheme(consoleDir: string): void {
  const headers = strictHeaders('ws://127.0.0.1:*');
  protocol.handle('app', async (request) => {
    const file = fileOf(consoleDir, request.url);
    const type = file === null ? undefined : mediaTypes[extname(file)];
    if (file === null || type === undefined || request.method !== 'GET') return new Response(null, { status: 404, headers });
    try {
      return new Response(new Uint8Array(await readFile(file)), { headers: { ...headers, 'Content-Type': type } });
    } catch {
      return new Response(null, { status: 404, headers });
    }
  });
}

/** The file an address means, or null for another host and for anything that leaves the folder. */
export function fileOf(consoleDir: string, address: string): string | null {
  let path: string;
  try {
    const url = new URL(address);
    if (url.host !== 'console') return null;
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const root = normalize(consoleDir);
  const file = normalize(join(root, path));
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null;
}
