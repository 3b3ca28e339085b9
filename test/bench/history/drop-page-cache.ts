import { spawnSync } from 'node:child_process';

/** Makes the machine forget the files it has read, as after a start of the machine; null, or why it cannot. */
export function dropPageCache(): string | null {
  const { status, stderr } = spawnSync('sh', ['-c', 'sync && echo 1 > /proc/sys/vm/drop_caches'], { encoding: 'utf8' });
  return status === 0 ? null : `the page cache cannot be dropped (needs root on Linux): ${stderr.trim()}`;
}
