import type { Result } from '#shared/model/fault.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Clock, Log } from './ports.ts';
import type { Store } from './store/store.ts';

/**
 * Writes down who asked for what before it is done, and how it ended. When the first line cannot be put on disk the
 * command is not carried out.
 */
export function createAuditTrail(store: Store, clock: Clock, log: Log) {
  const line = (name: string, input: unknown, session: Session, result: string) =>
    store.audit.append({
      timeMs: clock.nowMs(),
      user: session.user,
      role: session.role,
      action: name,
      subject: subjectOf(input),
      detail: JSON.stringify(input).slice(0, 4000),
      result,
    });
  return {
    before: (name: string, input: unknown, session: Session): Promise<void> => line(name, input, session, 'asked'),
    after(name: string, input: unknown, session: Session, result: Result<unknown>): void {
      line(name, input, session, result.ok ? 'done' : `${result.fault.code}: ${result.fault.message}`).catch((error: unknown) =>
        log.error('audit', `The result of ${name} by ${session.user} could not be written to the audit log: ${String(error)}`),
      );
    },
  };
}

function subjectOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return '';
  const named = input as { tag?: unknown; device?: unknown; occurrences?: readonly { alarm?: unknown }[] };
  const subject = named.tag ?? named.device ?? named.occurrences?.map((one) => one.alarm).join(', ') ?? '';
  return String(subject).slice(0, 500);
}
