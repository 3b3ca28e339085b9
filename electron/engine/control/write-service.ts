import type { WriteSelection } from '#shared/contract/control.ts';
import type { WriteMark } from '#shared/model/control.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { formatValue } from '#shared/model/format-value.ts';
import type { DeviceId, TagId } from '#shared/model/ids.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Clock, Log } from '../ports.ts';
import type { ControlledTag, ControlLinks, ControlPlant, SendFault } from './control-plant.ts';
import { toDevice, writeLimits } from './device-value.ts';
import type { Leases } from './leases.ts';
import { type Expected, expectedOf, readBack } from './read-back.ts';
import type { Selection, Selections } from './selections.ts';
import { type WriteMoment, wordsOf, writeChecks } from './write-checks.ts';
import type { WriteDetail, WriteLines } from './write-lines.ts';
import type { WriteMarks } from './write-marks.ts';

export type WriteServiceOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly links: ControlLinks;
  readonly plant: () => ControlPlant;
  readonly leases: Leases;
  readonly selections: Selections;
  readonly lines: WriteLines;
  readonly marks: WriteMarks;
  /** True once the engine ends: what is under way is left to the next start, which asks the device. */
  readonly isClosed: () => boolean;
};

/** A write that has not gone out so long after it was asked for never goes, ms: what waits behind a slow disk is not sent late. */
export const sendWithinMs = 3000;
/** A driver that says nothing at all for so long is no longer waited for, ms: the write is in doubt. */
const answerWithinMs = 60_000;

type Written = { readonly outcome: 'confirmed' | 'unconfirmed' | 'in-doubt'; readonly answered: boolean; readonly sentence: string; readonly feedback: string | null; readonly tookMs: number };
type OperateFault = 'no-selection' | 'changed-meanwhile' | 'check-not-met' | 'reason-missing' | 'not-recorded' | 'not-sent' | 'rejected-by-device';

export type WriteService = {
  select(asked: { readonly tag: TagId; readonly value: number | string }, session: Session): Result<WriteSelection, 'not-found' | 'not-writable'>;
  operate(asked: { readonly token: string; readonly reason: string }, session: Session): Promise<Result<Written, OperateFault>>;
};

/** Select before operate: the only way a value reaches a device. */
export function createWriteService({ clock, log, links, plant, leases, selections, lines, marks, isClosed }: WriteServiceOptions): WriteService {
  /** Writes that went out, by tag, and tags that one is under way for. */
  const counts = new Map<string, number>();
  const busy = new Set<string>();

  const momentOf = (target: ControlledTag, value: number | string, session: Session, isBusy: boolean): WriteMoment => {
    const holder = target.area === null ? null : leases.holderOf(target.area);
    return {
      plant: plant(),
      target,
      value,
      session,
      link: target.tag.device === undefined ? null : links.stateOf(target.tag.device),
      holder: holder === null ? null : { user: holder.user, place: holder.place, isOwn: holder.id === consoleOf(session) },
      isBusy,
    };
  };
  const textOf = (at: number): string => plant().source.text(at);
  const find = (id: TagId): Result<ControlledTag, 'not-found' | 'not-writable'> => {
    const target = plant().tagOf(id);
    if (target === undefined) return refused('not-found', `There is no tag ${id}.`);
    if (!target.tag.writable || target.tag.device === undefined) return refused('not-writable', `${id} cannot be written.`, 'Set writable: true on the tag in the project if it should be.');
    return ok(target);
  };
  const fenceOf = (target: ControlledTag, session: Session): number | null => (target.area === null ? null : leases.fenceOf(target.area, consoleOf(session)));
  /** Why what was selected is not what would be written now; null when it is. */
  const staleness = (selection: Selection, target: ControlledTag, session: Session): string | null => {
    if (selection.shownAs !== JSON.stringify(target.tag)) return `${target.tag.id} was changed in the project since it was shown.`;
    if (selection.writesSeen !== (counts.get(target.tag.id) ?? 0)) return `Another value was written to ${target.tag.id} since it was shown.`;
    return target.area !== null && selection.fence !== fenceOf(target, session) ? `Control of ${target.area} changed hands since ${target.tag.id} was shown.` : null;
  };
  const unmet = (target: ControlledTag, value: number | string, session: Session, isBusy: boolean): string | null =>
    writeChecks(momentOf(target, value, session, isBusy)).find(({ isMet }) => !isMet)?.sentence ?? null;

  const detailOf = (target: ControlledTag, value: number | string, reason: string, session: Session): WriteDetail => {
    const now = plant().table.value[target.index] as number;
    const isText = target.tag.type === 'text';
    return {
      value,
      after: wordsOf(target, value, textOf),
      before: wordsOf(target, now, textOf),
      beforeValue: Number.isFinite(now) ? (isText ? textOf(now) : now) : null,
      reason,
      place: placeOf(session),
      device: target.tag.device ?? '',
      expected: expectedOf(plant(), target, value),
      feedbackTimeoutMs: target.rule.feedbackTimeoutMs,
    };
  };

  /** Sends it, reads it back and writes down how it ended, on disk before anybody is told. Everything before has been checked. */
  const send = async (target: ControlledTag, raw: number | string, detail: WriteDetail, intent: { readonly seq: number; readonly untilMs: number }, session: Session): Promise<Result<Written, OperateFault>> => {
    const { tag } = target;
    const { seq } = intent;
    const expected = detail.expected as Expected | null;
    const end = (result: string, shown: string | null = null): Promise<void> => lines.end(seq, session, tag.id, result, shown);
    const mark = (kind: WriteMark['kind'], sentence: string): void =>
      marks.put({ seq, tag: tag.id, kind, sentence, wanted: detail.after, user: session.user, place: detail.place, timeMs: clock.nowMs() }, session.role, expected, sentMs);
    counts.set(tag.id, (counts.get(tag.id) ?? 0) + 1);
    const sentMs = clock.monotonicMs();
    const answer = await withLimit(clock, links.write(tag.device as DeviceId, target.index, raw, intent.untilMs));
    if (!answer.ok && answer.fault.code === 'not-connected') {
      await end(`not-sent: ${answer.fault.message}`);
      return refused('not-sent', answer.fault.message, answer.fault.tip);
    }
    if (!answer.ok && answer.fault.code !== 'timeout') {
      await end(`failed: ${answer.fault.message}`);
      mark('failed', answer.fault.message);
      return refused('rejected-by-device', answer.fault.message, answer.fault.tip);
    }
    const answered = answer.ok;
    const what = `${detail.after} for ${tag.id}`;
    if (expected === null) {
      const tookMs = clock.monotonicMs() - sentMs;
      const sentence = answered ? `${tag.device} took ${what}; nothing reads it back.` : `${tag.device} did not answer to ${what}, and nothing reads it back.`;
      await end(answered ? 'done' : `in-doubt: ${sentence}`);
      if (answered) marks.clear(tag.id);
      else mark('in-doubt', sentence);
      return ok({ outcome: answered ? 'confirmed' : 'in-doubt', answered, sentence, feedback: null, tookMs });
    }
    const waitMs = target.rule.feedbackTimeoutMs + (answered ? 0 : clock.monotonicMs() - sentMs);
    const { agrees, shown, tookMs } = await readBack({ clock, links, plant, isClosed }, expected, sentMs, waitMs);
    const shows = shown === null ? `${expected.feedback} was not read since` : `${expected.feedback} shows ${shown}`;
    const sentence = agrees ? `${shows}, ${answered ? 'as written' : `although ${tag.device} did not answer`}.` : `${tag.device} ${answered ? 'took' : 'did not answer to'} ${what}; ${shows}.`;
    const outcome = agrees ? 'confirmed' : answered ? 'unconfirmed' : 'in-doubt';
    await end(agrees ? 'done' : `${outcome}: ${sentence}`, shown);
    if (outcome === 'confirmed') marks.clear(tag.id);
    else mark(outcome, sentence);
    return ok({ outcome, answered, sentence, feedback: shown, tookMs });
  };

  const operate: WriteService['operate'] = async ({ token, reason }, session) => {
    const untilMs = clock.monotonicMs() + sendWithinMs;
    const selection = selections.take(token, session.id);
    if (typeof selection === 'string') {
      const sentence = { unknown: 'This was not selected, or was written already.', expired: 'It was selected more than 30 s ago.', 'not-yours': 'Another session selected this.' }[selection];
      lines.refused(session, '', {}, `no-selection: ${sentence}`);
      return refused('no-selection', sentence, 'Select the value again.');
    }
    const { tag: id, value } = selection;
    const no = (code: OperateFault, sentence: string, tip?: string) => {
      lines.refused(session, id, { value, reason, place: placeOf(session) }, `${code}: ${sentence}`);
      return refused(code, sentence, tip);
    };
    const found = find(id);
    if (!found.ok) return no('check-not-met', found.fault.message);
    const target = found.value;
    const stale = staleness(selection, target, session);
    if (stale !== null) return no('changed-meanwhile', stale, 'Look at the value and select again.');
    const missing = unmet(target, value, session, busy.has(id));
    if (missing !== null) return no('check-not-met', missing);
    if (target.rule.reasonRequired && reason === '') return no('reason-missing', `Writing ${id} needs a reason.`);
    busy.add(id);
    try {
      const detail = detailOf(target, value, reason, session);
      let seq: number;
      try {
        seq = await lines.begin(session, id, detail);
      } catch (error) {
        log.error('control', `${id} was not written, because the audit log could not be: ${String(error)}`);
        return refused('not-recorded', `${id} was not written, because the audit log could not be written.`, 'Look at the data store in the status bar; free space on its disk.');
      }
      // The disk took its time: what was true before may not be any more, and the project may be another one.
      const again = find(id);
      const raw = again.ok ? toDevice(again.value.tag, value) : again;
      const late = !again.ok ? again.fault.message : (staleness(selection, again.value, session) ?? unmet(again.value, value, session, false));
      const why = clock.monotonicMs() >= untilMs ? `It took more than ${sendWithinMs / 1000} s to write it down, so ${id} was not written.` : late;
      if (why !== null || !again.ok || !raw.ok) {
        const sentence = why ?? `${id} cannot be written.`;
        await lines.end(seq, session, id, `not-sent: ${sentence}`, null);
        return refused('not-sent', sentence);
      }
      return await send(again.value, raw.value, detail, { seq, untilMs }, session);
    } finally {
      busy.delete(id);
    }
  };

  return {
    select({ tag: id, value }, session) {
      const found = find(id);
      if (!found.ok) return found;
      const target = found.value;
      const { tag, rule, index } = target;
      const { table } = plant();
      const checks = [...writeChecks(momentOf(target, value, session, busy.has(id)))];
      const isFree = checks.every(({ isMet }) => isMet);
      const selected = isFree
        ? selections.add({ session: session.id, tag: id, value, fence: fenceOf(target, session), shownAs: JSON.stringify(tag), writesSeen: counts.get(id) ?? 0 })
        : null;
      const [now, timeMs] = [table.value[index] as number, table.timeMs[index] as number];
      return ok({
        token: selected?.token ?? null,
        expiresMs: selected?.expiresMs ?? null,
        tag: id,
        device: tag.device ?? '',
        now: { value: Number.isFinite(now) ? now : null, text: formatValue(tag, now, textOf), quality: table.quality[index] as number, timeMs: Number.isFinite(timeMs) ? timeMs : null },
        next: typeof value === 'string' ? value : formatValue(tag, value, textOf),
        unit: tag.unit,
        limits: writeLimits(tag),
        checks,
        consequences: [...(rule.consequence ?? [])],
        feedback: rule.feedback ?? (rule.momentary ? null : id),
        reasonRequired: rule.reasonRequired,
      });
    },
    operate,
  };
}

export const consoleOf = (session: Session): string => session.console ?? session.id;
export const placeOf = ({ place }: Session): string => place ?? 'this engine';

/** What the driver says, or that it said nothing: no driver may keep a write open for ever. */
function withLimit(clock: Clock, answer: Promise<Result<null, SendFault>>): Promise<Result<null, SendFault>> {
  return new Promise((resolve) => {
    const cancel = clock.after(answerWithinMs, () => resolve(refused('timeout', 'The driver did not say how the write ended.')));
    answer.then(
      (result) => {
        cancel();
        resolve(result);
      },
      (error: unknown) => {
        cancel();
        resolve(refused('timeout', `The driver failed while it wrote: ${String(error)}`));
      },
    );
  });
}
