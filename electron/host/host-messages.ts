import { type Role, roles } from '#shared/rpc/define.ts';

/**
 * What passes between the process that shows the console (or serves it) and the engine's host: over the utility
 * process's own port, or as one JSON line each on the headless host's stdin and stdout. Never plant data.
 */
export type ToHost =
  /** A window is about to connect with this one-time token; a utility host gets the window's port with it. */
  { readonly t: 'window'; readonly id: number; readonly token: string } | { readonly t: 'stop' };

export type FromHost =
  /** `port`: of the headless host's server; null from a utility host. */
  | { readonly t: 'ready'; readonly port: number | null }
  /** The token of window `id` is known; the window may connect, and acts in this role. */
  | { readonly t: 'window-ready'; readonly id: number; readonly role: Role }
  /** The host can't start, said in one sentence, and ends. */
  | { readonly t: 'failed'; readonly sentence: string };

export function readToHost(message: unknown): ToHost | null {
  if (typeof message !== 'object' || message === null) return null;
  const m = message as Record<string, unknown>;
  if (m['t'] === 'stop') return { t: 'stop' };
  if (m['t'] === 'window' && typeof m['id'] === 'number' && typeof m['token'] === 'string') return { t: 'window', id: m['id'], token: m['token'] };
  return null;
}

export function readFromHost(message: unknown): FromHost | null {
  if (typeof message !== 'object' || message === null) return null;
  const m = message as Record<string, unknown>;
  if (m['t'] === 'ready' && (m['port'] === null || typeof m['port'] === 'number')) return { t: 'ready', port: m['port'] };
  const role = roles.find((one) => one === m['role']);
  if (m['t'] === 'window-ready' && typeof m['id'] === 'number' && role !== undefined) return { t: 'window-ready', id: m['id'], role };
  if (m['t'] === 'failed' && typeof m['sentence'] === 'string') return { t: 'failed', sentence: m['sentence'] };
  return null;
}
