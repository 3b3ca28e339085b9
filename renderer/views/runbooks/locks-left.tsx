import { Lock } from 'lucide-react';
import type { RunState } from '#shared/runbook-run/run-state.ts';
import { locksLeft } from './runbook-words.ts';

/** What a run that ends leaves locked out, each with its padlock; nothing where nothing hangs. */
export function LocksLeft({ locks }: { readonly locks: RunState['locks'] }) {
  if (locks.length === 0) return null;
  return (
    <ul className="locks-left" aria-label="Locks that still hang">
      {locksLeft(locks).map((sentence) => (
        <li key={sentence}>
          <Lock size={14} strokeWidth={1.75} aria-hidden="true" />
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}
