import type { Fault, Result } from '#shared/model/fault.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Clock, Log } from './ports.ts';
import type { Store } from './store/store.ts';

/** Writes put their own lines into the audit log, refused ones too, with what stood before, where and why; selecting changes nothing. */
const ownLines: ReadonlySet<string> = new Set(['control.select', 'control.operate', 'runbook.select']);
/**
 * Incidents, handovers and runs of runbooks are records of the same chain themselves, on disk before they are answered, with who
 * did it: once is enough. Of what was refused there is no record, so that stands here.
 */
const ownRecords: ReadonlySet<string> = new Set(['incident.begin', 'incident.add', 'incident.command', 'handover.write', 'handover.accept', 'runbook.begin', 'runbook.act', 'runbook.photo', 'runbook.operate', 'runbook.dryBegin', 'runbook.dryAct']);

/** Holds the longest rationalisation, before and after, whole: it is read back from here. */
const longestDetail = 40_000;
/** Attempts without the role that one person may leave in the audit log within a minute; the others are counted in the next line. */
const mostForbidden = 10;
const forbiddenWithinMs = 60_000;

export type AuditTrail = {
  /**
   * Writes down who asked for what before it is done; what it gives back writes down how it ended. When the first line cannot be
   * put on disk the command is not carried out. What is a record itself leaves lines only where it was refused.
   */
  audit(action: string, input: unknown, session: Session): Promise<(result: Result<unknown>) => void>;
  /** Writes down what somebody asked for whose role does not reach that far. */
  onForbidden(action: string, input: unknown, session: Session, fault: Fault): void;
};

/** The audit log's lines of commands. */
export function createAuditTrail({ audit: log }: Pick<Store, 'audit'>, clock: Clock, engineLog: Log): AuditTrail {
  const forbidden = new Map<string, { sinceMs: number; written: number; left: number }>();
  const lineOf = (action: string, input: unknown, { user, role }: Session) => ({ user, role, action, subject: subjectOf(input), detail: JSON.stringify(input ?? null, shorten).slice(0, longestDetail) });
  const lost = (what: string, words: string) => (error: unknown): void => engineLog.error('audit', `${what} (${words}) could not be written to the audit log: ${String(error)}`);
  const writeRefused = async (action: string, input: unknown, session: Session, words: string): Promise<void> => {
    const line = lineOf(action, input, session);
    const intent = await log.append({ ...line, timeMs: clock.nowMs(), result: null, intent: null });
    await log.append({ ...line, detail: '{}', timeMs: clock.nowMs(), result: words, intent });
  };
  return {
    async audit(action, input, session) {
      if (ownLines.has(action)) return () => undefined;
      if (ownRecords.has(action)) {
        return (result) => {
          if (result.ok) return;
          const words = wordsOf(result.fault);
          writeRefused(action, input, session, words).catch(lost(`That ${action} by ${session.user} was refused`, words));
        };
      }
      const line = lineOf(action, input, session);
      const intent = await log.append({ ...line, timeMs: clock.nowMs(), result: null, intent: null });
      return (result) => {
        const words = result.ok ? 'done' : wordsOf(result.fault);
        log.append({ ...line, timeMs: clock.nowMs(), result: words, intent }).catch(lost(`The end of ${action} by ${session.user}`, words));
      };
    },
    onForbidden(action, input, session, fault) {
      const nowMs = clock.monotonicMs();
      const before = forbidden.get(session.user);
      const isNew = before === undefined || nowMs - before.sinceMs >= forbiddenWithinMs;
      const count = isNew ? { sinceMs: nowMs, written: 0, left: before?.left ?? 0 } : before;
      forbidden.set(session.user, count);
      // A console that asks without end must not fill the disk that alarms are recorded on.
      if (count.written >= mostForbidden) return void count.left++;
      const words = `${wordsOf(fault)}${count.left === 0 ? '' : ` ${count.left} more of ${session.user} before it are not written down.`}`;
      count.written++;
      count.left = 0;
      writeRefused(action, input, session, words).catch(lost(`That ${action} by ${session.user} was refused`, words));
    },
  };
}

const wordsOf = ({ code, message }: Fault): string => `${code}: ${message}`;

/** The text of a drawing is kept as a version of it, that of a runbook under its hash, as are pictures and files. */
function shorten(name: string, value: unknown): unknown {
  if ((name === 'svg' || name === 'markdown') && typeof value === 'string') return `${value.length} characters`;
  return ArrayBuffer.isView(value) ? `${value.byteLength} bytes` : value;
}

function subjectOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return '';
  const named = input as { area?: unknown; tag?: unknown; device?: unknown; group?: unknown; alarm?: unknown; screen?: unknown; scene?: unknown; incident?: unknown; handover?: unknown; run?: unknown; runbook?: unknown; occurrences?: readonly { alarm?: unknown }[]; alarms?: readonly unknown[] };
  const subject = named.area ?? named.tag ?? named.device ?? named.group ?? named.alarm ?? named.screen ?? named.scene ?? named.incident ?? named.handover ?? named.run ?? named.runbook ?? named.occurrences?.map((one) => String(one.alarm)).join(', ') ?? named.alarms?.map(String).join(', ') ?? '';
  return typeof subject === 'string' ? subject.slice(0, 500) : '';
}
