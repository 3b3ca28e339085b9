import type { ExpressionResult } from '#shared/expressions/compiled-expression.ts';
import { formatNumber, formatValue } from '#shared/model/format-value.ts';
import type { WriteCheck, WriteCheckKind } from '#shared/model/control.ts';
import type { LinkState } from '#shared/model/device.ts';
import { isBad, isGood, qualityKind, Q, qualityWords } from '#shared/model/quality.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { ControlledTag, ControlPlant } from './control-plant.ts';
import { toDevice, writeLimits } from './device-value.ts';

/** What stands around one write at one moment. */
export type WriteMoment = {
  readonly plant: ControlPlant;
  readonly target: ControlledTag;
  readonly value: number | string;
  readonly session: Session;
  /** Of the device; null where it is not running. */
  readonly link: LinkState | null;
  /** Who holds the tag's area, and whether that is the console that asks; null where nobody does. */
  readonly holder: { readonly user: string; readonly place: string; readonly isOwn: boolean } | null;
  /** Another write to the tag is under way. */
  readonly isBusy: boolean;
};

/**
 * Everything asked before a write, met or not, each in a sentence. The same for what a dialog shows and for what the engine
 * asks again before it sends: nothing is checked anywhere else.
 */
export function writeChecks(moment: WriteMoment): readonly WriteCheck[] {
  const fits = valueCheck(moment);
  return [fits, ...(fits.isMet ? [...limitsCheck(moment), ...stepCheck(moment)] : []), roleCheck(moment), ...authorityCheck(moment), linkCheck(moment), qualityCheck(moment), ...interlockCheck(moment), ...freeCheck(moment)];
}

const check = (kind: WriteCheckKind, isMet: boolean, sentence: string): WriteCheck => ({ kind, isMet, sentence });
const withUnit = ({ tag }: ControlledTag, value: number): string => `${formatNumber(value, tag.type === 'int' ? 0 : tag.decimals)}${tag.unit === '' ? '' : ` ${tag.unit}`}`;

function valueCheck({ target: { tag }, value }: WriteMoment): WriteCheck {
  const raw = toDevice(tag, value);
  const what = tag.type === 'text' ? 'text' : tag.states === undefined ? 'number' : 'state';
  return raw.ok ? check('value', true, `The new value is a ${what} this tag takes.`) : check('value', false, raw.fault.message);
}

function limitsCheck({ target, value }: WriteMoment): readonly WriteCheck[] {
  const { min, max } = writeLimits(target.tag);
  if ((min === null && max === null) || typeof value !== 'number') return [];
  const words = min === null ? `up to ${withUnit(target, max as number)}` : max === null ? `${withUnit(target, min)} and above` : `${formatNumber(min, target.tag.type === 'int' ? 0 : target.tag.decimals)} to ${withUnit(target, max)}`;
  const isInside = (min === null || value >= min) && (max === null || value <= max);
  return [check('limits', isInside, isInside ? `Inside the limits ${words}.` : `${withUnit(target, value)} is outside the limits ${words}.`)];
}

function stepCheck({ plant, target, value }: WriteMoment): readonly WriteCheck[] {
  const { maxStep } = target.rule;
  const now = plant.table.value[target.index] as number;
  // Without a usable value there is no step to judge; the check of its quality is not met then.
  if (maxStep === undefined || typeof value !== 'number' || !Number.isFinite(now)) return [];
  const step = Math.abs(value - now);
  // A hair over is rounding: 6000.1 to 6500.1 are not quite 500 apart in binary.
  const isSmall = step <= maxStep * (1 + 1e-9);
  return [check('step', isSmall, isSmall ? `A step of ${withUnit(target, step)}, at most ${withUnit(target, maxStep)} at once.` : `A step of ${withUnit(target, step)} is more than the ${withUnit(target, maxStep)} allowed at once.`)];
}

function roleCheck({ target: { rule }, session }: WriteMoment): WriteCheck {
  const may = roleCovers(session.role, rule.role);
  return check('role', may, may ? `${session.user} may write this (role ${session.role}).` : `Writing this needs the role ${rule.role}; ${session.user} has ${session.role}.`);
}

function authorityCheck({ plant, target: { area }, holder }: WriteMoment): readonly WriteCheck[] {
  if (area === null) return [];
  const name = plant.areas.find((one) => one.area === area)?.name ?? area;
  if (holder === null) return [{ ...check('authority', false, `Nobody has control of ${name}; take it first.`), takeArea: area }];
  return [check('authority', holder.isOwn, holder.isOwn ? `This console has control of ${name}.` : `${name} is held by ${holder.user} at ${holder.place}.`)];
}

function linkCheck({ target: { tag }, link }: WriteMoment): WriteCheck {
  if (link === 'up' || link === 'slow') return check('link', true, `${tag.device} answers.`);
  return check('link', false, link === null || link === 'disabled' ? `${tag.device} is not running.` : `${tag.device} does not answer.`);
}

function qualityCheck({ plant, target: { index, tag } }: WriteMoment): WriteCheck {
  const quality = plant.table.quality[index] as number;
  // A value beyond its measuring range is seen all the same, and may be written back inside.
  if (isGood(quality) || quality === Q.uncertainEngineeringUnitsExceeded) return check('quality', true, isGood(quality) ? 'The present value is good.' : 'The present value is seen; it lies outside its measuring range.');
  const kind = qualityKind(quality);
  const why = kind === 'stale' ? 'is old' : kind === 'no-link' ? 'is not known' : kind === 'waiting' ? 'has not come yet' : `is ${qualityWords(quality)}`;
  return check('quality', false, `The present value of ${tag.id} ${why}, so a change could not be judged.`);
}

const result: ExpressionResult = { value: Number.NaN, quality: Q.bad, timeMs: Number.NaN };

function interlockCheck({ plant, target: { interlock, rule } }: WriteMoment): readonly WriteCheck[] {
  if (interlock === null) return [];
  const text = (rule.interlockText ?? interlock.text).replace(/\.$/, '');
  interlock.evaluate(plant.source, result);
  if (!isGood(result.quality)) return [check('interlock', false, `Interlock not known, because a value it reads is ${isBad(result.quality) ? 'bad' : 'uncertain'}; required: ${text}.`)];
  return [check('interlock', result.value === 1, result.value === 1 ? `Interlock met: ${text}.` : `Interlock not met; required: ${text}.`)];
}

const freeCheck = ({ target: { tag }, isBusy }: WriteMoment): readonly WriteCheck[] => (isBusy ? [check('free', false, `Another value is being written to ${tag.id}.`)] : []);

/** A value as the console writes it, with its unit. */
export function wordsOf({ tag }: ControlledTag, value: number | string, text: (index: number) => string): string {
  const words = typeof value === 'string' ? `“${value}”` : formatValue(tag, value, text);
  return tag.unit === '' || words === '----' ? words : `${words} ${tag.unit}`;
}
