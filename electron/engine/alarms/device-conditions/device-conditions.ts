import type { AlarmDefinition, AlarmStanding } from '#shared/model/alarm.ts';
import type { ConditionAction, ConditionReport, DeviceCondition } from '#shared/model/device-condition.ts';
import type { Result } from '#shared/model/fault.ts';
import { Q } from '#shared/model/quality.ts';
import type { Clock, Log } from '../../ports.ts';
import type { AlarmEngine, Cause } from '../alarm-engine.ts';
import type { AlarmInput } from '../step.ts';
import { hidingReasons, mostInputs, nextInput } from './follow.ts';
import type { MadeAlarms } from './made-alarms.ts';
import { madeAlarmId, madeDefinition } from './made-definition.ts';
import { conditionName, madeInPlace } from './strays.ts';

type AlarmName = AlarmStanding['alarm'];

export type DeviceConditionsOptions = {
  readonly clock: Clock;
  readonly log: Log;
  /** Carries an action out at the device; the refusal's sentence is for the operator. */
  readonly actAtDevice: (device: string, action: ConditionAction, key: string, comment: string) => Promise<Result<null, string>>;
  /** The tag an alarm stands at whose condition is no tag's. */
  readonly linkTagOf: (device: string) => string;
  /** What alarms of earlier runs were about. */
  readonly madeAlarms: Pick<MadeAlarms, 'known' | 'keep'>;
  /** Alarms followed of one device that no project names, at most; 50,000 where absent. */
  readonly mostMade?: number;
};

/** The alarms of one revision of the project, and what of the project decides whose they are. */
export type FollowedPlant = {
  readonly alarms: AlarmEngine;
  readonly definitions: readonly AlarmDefinition[];
  readonly hasTag: (tag: string) => boolean;
  readonly hasDevice: (device: string) => boolean;
  /** ± ms within which a time of this device is true; undefined where that is not known. */
  readonly uncertaintyMsOf: (device: string) => number | undefined;
};

export type DeviceConditions = {
  take(device: string, report: ConditionReport): void;
  /** From now on these alarms follow the devices: those of a new revision. */
  attach(plant: FollowedPlant): void;
  /** Acknowledges or resets at the device; null when it took it and the journal has it, else why not. */
  act(action: ConditionAction, alarm: AlarmName, user: string, comment: string): Promise<string | null>;
  /** Nothing hides this alarm any more: it stands again where its device has it. */
  released(alarm: AlarmName): void;
};

type Followed = { readonly device: string; readonly alarm: AlarmName; readonly isMade: boolean; condition: DeviceCondition; /** What its made definition was made of. */ madeOf: string };
type Pending = { readonly user: string; readonly comment: string; readonly text: string; readonly isOnDisk: () => void };

/** A device that invents new names without end is not followed for ever: beyond so many it is only where some are over. */
const usualMostMade = 50_000;
/** So many conditions with the same names have an alarm each, over or not; some devices make a new one of every occurrence. */
const mostAlike = 16;
const lookAgainMs = 1000;
/** The device took it; its event is waited for this long, ms, before the operator is told so without it. */
const eventMs = 5000;
const over = { isActive: false, isAcked: true, isLatching: false, hiddenBy: null } as const;

/**
 * Lets alarms stand where the devices have them that judge them: raised, acknowledged, hidden there is so here, whoever did
 * it, and each step is a line of the journal. While a link is down its alarms stand as they were, of bad quality. Which
 * alarm is whose is decided by the project (kind `condition`), else one is made.
 */
export function createDeviceConditions({ clock, log, actAtDevice, linkTagOf, madeAlarms, mostMade = usualMostMade }: DeviceConditionsOptions): DeviceConditions {
  let plant: FollowedPlant | null = null;
  /** By device, the conditions it reported, by key. */
  const followed = new Map<string, Map<string, Followed>>();
  const byAlarm = new Map<AlarmName, Followed>();
  /** Alarms the project defines, by device and names of the condition. */
  const named = new Map<string, AlarmDefinition>();
  const taken = new Set<string>();
  const made = new Map<string, number>();
  /** Devices that brought more than is followed, and when none of it was found to be over, monotonic ms. */
  const crowded = new Map<string, number>();
  const pending = new Map<AlarmName, Pending>();
  /** Devices whose link is down, with the quality their alarms have meanwhile. */
  const lost = new Map<string, number>();

  const bookOf = (device: string): Map<string, Followed> => {
    const known = followed.get(device);
    if (known !== undefined) return known;
    const book = new Map<string, Followed>();
    followed.set(device, book);
    return book;
  };
  const tagFor = (device: string, { tag }: DeviceCondition): string => (tag !== null && plant?.hasTag(tag) === true ? tag : linkTagOf(device));

  const isOver = ({ isMade, condition, alarm }: Followed): boolean => isMade && !condition.isActive && (plant?.alarms.currentOf(alarm)?.state ?? 'normal') === 'normal';
  /** Forgets a condition that is over: should it come again it is placed anew, maybe as another alarm. */
  const forget = ({ device, alarm, condition }: Followed): void => {
    bookOf(device).delete(condition.key);
    byAlarm.delete(alarm);
    taken.delete(alarm);
    made.set(device, (made.get(device) ?? 1) - 1);
  };
  /** A name for a condition no project names: its own, or with a number where others are called the same. */
  const nameFor = (device: string, { source, condition }: DeviceCondition): string => {
    let over: Followed | undefined;
    let id = madeAlarmId(device, source, condition);
    for (let rank = 2; taken.has(id); rank++) {
      const holder = byAlarm.get(id as AlarmName);
      if (over === undefined && holder !== undefined && isOver(holder)) over = holder;
      if (rank > mostAlike && over !== undefined) {
        forget(over);
        return over.alarm;
      }
      id = madeAlarmId(device, source, condition, rank);
    }
    return id;
  };
  const hasRoom = (device: string): boolean => {
    if ((made.get(device) ?? 0) < mostMade) return true;
    const lookedMs = crowded.get(device);
    if (lookedMs !== undefined && clock.monotonicMs() - lookedMs < lookAgainMs) return false;
    for (const one of bookOf(device).values()) {
      if (!isOver(one)) continue;
      forget(one);
      plant?.alarms.forget(one.alarm);
    }
    if ((made.get(device) ?? 0) < mostMade) return true;
    if (lookedMs === undefined) log.error(device, `${device} has brought ${mostMade} alarms of its own that stand; further ones are not taken in until some of them are over.`);
    crowded.set(device, clock.monotonicMs());
    return false;
  };

  /** The alarm of a condition, made where the project has none and none was made before; null beyond what is followed. */
  const place = (device: string, condition: DeviceCondition): Followed | null => {
    const book = bookOf(device);
    const known = book.get(condition.key);
    if (known !== undefined) return known;
    const own = named.get(conditionName(device, condition.source, condition.condition));
    const isMade = own === undefined || byAlarm.has(own.id);
    let alarm: AlarmName;
    if (!isMade) alarm = own.id;
    else {
      if (!hasRoom(device)) return null;
      const id = nameFor(device, condition);
      made.set(device, (made.get(device) ?? 0) + 1);
      alarm = madeDefinition(id, device, tagFor(device, condition), condition).id;
    }
    const next: Followed = { device, alarm, isMade, condition, madeOf: '' };
    taken.add(alarm);
    book.set(condition.key, next);
    byAlarm.set(alarm, next);
    return next;
  };

  const causeOf = (input: AlarmInput, { device, alarm, condition }: Followed, isLive: boolean): Cause => {
    const common = { value: Number.NaN, quality: condition.quality, uncertaintyMs: plant?.uncertaintyMsOf(device), latching: condition.isLatching };
    switch (input) {
      case 'condition-true':
      case 'condition-false': {
        // An event of the moment tells when it happened; one of a refresh may be about something later.
        const timeMs = isLive ? condition.timeMs : (condition.turnedMs ?? condition.timeMs);
        return { ...common, timeMs, comment: input === 'condition-true' ? condition.limit : '' };
      }
      case 'suppress': {
        const reason = hidingReasons[condition.hiddenBy ?? 'suppressed'];
        return { ...common, timeMs: condition.timeMs, comment: reason, hiding: { by: null, reason, sinceMs: condition.timeMs, untilMs: null, isOneShot: false } };
      }
      case 'acknowledge':
      case 'reset': {
        const ours = pending.get(alarm);
        const timeMs = Math.max(condition.ackedMs ?? condition.timeMs, condition.timeMs);
        if (ours !== undefined && (condition.comment === ours.text || condition.comment === '')) return { ...common, timeMs, user: ours.user, comment: ours.comment };
        return { ...common, timeMs, user: condition.user ?? device, comment: condition.comment };
      }
      default:
        return { ...common, timeMs: condition.timeMs };
    }
  };

  /** Makes the definition of an alarm, and makes it anew when the device describes it otherwise. */
  const define = (one: Followed, alarms: AlarmEngine): void => {
    const { condition } = one;
    const tag = tagFor(one.device, condition);
    const madeOf = `${condition.severity}\n${tag}\n${condition.message}`;
    // What is said at the return ("normal again") is no name for the alarm.
    if (madeOf === one.madeOf || (one.madeOf !== '' && !condition.isActive)) return;
    one.madeOf = madeOf;
    const definition = madeDefinition(one.alarm, one.device, tag, condition);
    madeAlarms.keep(definition);
    alarms.know(definition);
  };

  /** Steps an alarm until it stands where its device has it. */
  const settle = (one: Followed, isLive: boolean): void => {
    if (plant === null) return;
    const { alarms } = plant;
    if (one.isMade) define(one, alarms);
    for (let count = 0; count < mostInputs; count++) {
      const standing = alarms.currentOf(one.alarm);
      const input = standing === null ? null : nextInput(standing, one.condition);
      if (input === null) break;
      const ours = input === 'acknowledge' || input === 'reset' ? pending.get(one.alarm) : undefined;
      const cause = causeOf(input, one, isLive);
      if (!alarms.report(one.alarm, input, cause, ours?.isOnDisk)) break;
    }
    alarms.refine(one.alarm, lost.get(one.device) ?? one.condition.quality);
  };
  /** True when it turned inactive and active again unseen. */
  const isAnotherOccurrence = (before: DeviceCondition, next: DeviceCondition): boolean =>
    before.isActive && next.isActive && before.turnedMs !== null && next.turnedMs !== null && next.turnedMs > before.turnedMs;

  const takeOne = (device: string, condition: DeviceCondition, isLive: boolean): AlarmName | null => {
    const one = place(device, condition);
    if (one === null) return null;
    const before = one.condition;
    one.condition = condition;
    if (!isLive && isAnotherOccurrence(before, condition)) plant?.alarms.report(one.alarm, 'condition-false', causeOf('condition-false', one, false));
    settle(one, isLive);
    return one.alarm;
  };

  /** Alarms of a device that stand, whether it has reported them in this run or not. */
  const standingOf = (device: string): AlarmName[] => {
    const names = new Set<AlarmName>();
    for (const { alarm } of bookOf(device).values()) names.add(alarm);
    for (const alarm of plant?.alarms.ofDevice(device) ?? []) names.add(alarm);
    return [...names];
  };
  const settleOver = (device: string, alarm: AlarmName, timeMs: number): void => {
    const one = byAlarm.get(alarm);
    const comment = `${device} no longer reports it.`;
    if (one !== undefined) one.condition = { ...one.condition, ...over, timeMs, turnedMs: null, ackedMs: null, user: null, comment, quality: Q.good };
    if (plant === null) return;
    for (let count = 0; count < mostInputs; count++) {
      const standing = plant.alarms.currentOf(alarm);
      const input = standing === null ? null : nextInput(standing, over);
      // Nobody acknowledged it, as far as is known.
      if (input === null || !plant.alarms.report(alarm, input, { timeMs, value: Number.NaN, quality: Q.good, latching: false, comment })) break;
    }
  };

  const takeWhole = (device: string, conditions: readonly DeviceCondition[], timeMs: number): void => {
    const reported = new Set<AlarmName>();
    for (const condition of conditions.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
      const alarm = takeOne(device, condition, false);
      if (alarm !== null) reported.add(alarm);
    }
    for (const alarm of standingOf(device)) if (!reported.has(alarm)) settleOver(device, alarm, timeMs);
  };

  return {
    take(device, report) {
      // The last words of a link that ends because the project has the device no longer.
      if (plant?.hasDevice(device) === false) return;
      switch (report.kind) {
        case 'changed':
          lost.delete(device);
          takeOne(device, report.condition, true);
          break;
        case 'whole':
          lost.delete(device);
          takeWhole(device, report.conditions, report.timeMs);
          break;
        case 'lost':
          lost.set(device, report.quality);
          for (const alarm of standingOf(device)) plant?.alarms.refine(alarm, report.quality);
          break;
      }
    },
    attach(next) {
      plant = next;
      named.clear();
      byAlarm.clear();
      taken.clear();
      for (const definition of next.definitions) {
        taken.add(definition.id);
        if (definition.kind === 'condition') named.set(conditionName(definition.device, definition.source, definition.condition), definition);
      }
      for (const definition of madeInPlace(madeAlarms.known(), next.hasDevice, next.definitions)) next.alarms.know(definition);
      const before = [...followed];
      followed.clear();
      made.clear();
      for (const [device, book] of before) {
        if (!next.hasDevice(device)) continue;
        for (const { condition } of book.values()) takeOne(device, condition, false);
      }
      // What stood before this run is not known to stand still, until its device has been heard.
      for (const alarm of next.alarms.ofDevice(null)) if (!byAlarm.has(alarm)) next.alarms.refine(alarm, Q.badNotConnected);
    },
    async act(action, alarm, user, comment) {
      const one = byAlarm.get(alarm);
      if (one === undefined) return 'Its device has not reported this alarm since the console started; it is handled there when the link is back.';
      const other = pending.get(alarm);
      if (other !== undefined) return `${other.user} is handling this alarm at this moment.`;
      const text = comment === '' ? `${action === 'acknowledge' ? 'Acknowledged' : 'Reset'} by ${user}` : `${user}: ${comment}`;
      let isOnDisk: () => void = () => undefined;
      const journaled = new Promise<void>((resolve) => (isOnDisk = resolve));
      pending.set(alarm, { user, comment, text, isOnDisk });
      try {
        const result = await actAtDevice(one.device, action, one.condition.key, text);
        if (!result.ok) return [result.fault.message, result.fault.tip].filter((part) => part !== undefined).join(' ');
        const cancel = clock.after(eventMs, isOnDisk);
        await journaled;
        cancel();
        return null;
      } finally {
        pending.delete(alarm);
      }
    },
    released(alarm) {
      const one = byAlarm.get(alarm);
      if (one !== undefined) settle(one, false);
    },
  };
}
