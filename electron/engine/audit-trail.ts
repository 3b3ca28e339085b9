import type { Result } from '#shared/model/fault.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Clock, Log } from './ports.ts';
import type { Store } from './store/store.ts';

/**
 * Writes put their own lines into the audit log, with what stood before, where and why; selecting changes nothing. Incidents,
 * handovers and runs of runbooks are records of the same chain themselves, on disk before they are answered, with who did it: once is enough.
 */
const ownLines: ReadonlySet<string> = new Set(['control.select', 'control.operate', 'incident.begin', 'incident.add', 'incident.command', 'handover.write', 'handover.accept', 'runbook.begin', 'runbook.act', 'runbook.photo', 'runbook.select', 'runbook.operate']);

/** Holds the longest rationalisation, before and after, whole: it is read back from here. */
const longestDetail = 40_000;

/**
 * Writes down who asked for what before it is done, and how it ended. When the first line cannot be put on disk the
 * command is not carried out.
 */
export function createAuditTrail(store: Store, clock: Clock, log: Log) {
  return async (action: string, input: unknown, session: Session): Promise<(result: Result<unknown>) => void> => {
    if (ownLines.has(action)) return () => undefined;
    const line = {
      user: session.user,
      role: session.role,
      action,
      subject: subjectOf(input),
      detail: JSON.stringify(input, shorten).slice(0, longestDetail),
    };
    const intent = await store.audit.append({ ...line, timeMs: clock.nowMs(), result: null, intent: null });
    return (result) => {
      const words = result.ok ? 'done' : `${result.fault.code}: ${result.fault.message}`;
      store.audit
        .append({ ...line, timeMs: clock.nowMs(), result: words, intent })
        .catch((error: unknown) => log.error('audit', `The end of ${action} by ${session.user} (${words}) could not be written to the audit log: ${String(error)}`));
    };
  };
}

/** The text of a drawing is kept as a version of it, pictures and files under their hash. */
function shorten(name: string, value: unknown): unknown {
  if (name === 'svg' && typeof value === 'string') return `${value.length} characters`;
  return ArrayBuffer.isView(value) ? `${value.byteLength} bytes` : value;
}

function subjectOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return '';
  const named = input as { area?: unknown; tag?: unknown; device?: unknown; group?: unknown; alarm?: unknown; screen?: unknown; scene?: unknown; occurrences?: readonly { alarm?: unknown }[]; alarms?: readonly unknown[] };
  const subject = named.area ?? named.tag ?? named.device ?? named.group ?? named.alarm ?? named.screen ?? named.scene ?? named.occurrences?.map((one) => String(one.alarm)).join(', ') ?? named.alarms?.map(String).join(', ') ?? '';
  return typeof subject === 'string' ? subject.slice(0, 500) : '';
}
