import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The source tree these scripts run from. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const demoProjectDir = join(root, 'resources', 'projects', 'demo');
/** Things that can be made again; git ignores it. */
export const cacheDir = join(root, '.cache');

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
export const productVersion = manifest.version;
