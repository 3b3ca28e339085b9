import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { latestOf } from './stream.ts';

export function systemHandlers(parts: EngineParts): HandlersOf<'system.ping' | 'system.status'> {
  return {
    'system.ping': () => ({ ok: true, value: null }),
    'system.status': (_params, { notify }) =>
      latestOf(
        () => parts.status(),
        (changed) => parts.statusChanged.add(changed),
        notify,
      ),
  };
}
