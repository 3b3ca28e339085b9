import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../../client/console-client.ts';
import type { GridRules } from './analysis-task.ts';
import type { SpeedSource } from './analysis-settings.ts';

/** A pen of the trend as the analysis panel is told of it. */
export type AnalysisPen = {
  readonly tag: TagId;
  /** As `tag`, or what stands for it on screen. */
  readonly id: string;
  /** From 1; also its colour. */
  readonly number: number;
  readonly name: string;
  readonly unit: string;
  readonly decimals: number;
  readonly isState: boolean;
};

export type AnalysisSpan = { readonly fromMs: number; readonly toMs: number };
export type CursorName = 'A' | 'B';

/** Samples that are this fresh may still be on their way. */
const freshMs = 10_000;
const mostLateMs = 5000;

/** How samples of a tag up to a moment are to be laid out evenly, from what the project says of it. */
export function rulesOf(client: Pick<ConsoleClient, 'directory' | 'nowMs'>, tag: string, toMs: number): GridRules {
  const definition = client.directory.getState()?.tagById(tag);
  return {
    toMs,
    declaredMs: definition?.periodMs ?? null,
    between: definition?.history?.swingingDoor === undefined ? 'hold' : 'line',
    lateMs: client.nowMs() - toMs < freshMs ? mostLateMs : 0,
  };
}

/** Colour of a pen, as the trend has it. */
export const penColourVar = (number: number): string => `var(--pen-${((number - 1) % 8) + 1})`;

/** Revolutions per minute of the shaft at times; NaN where nothing good is recorded, all NaN without a source. */
export async function speedsAt(call: ConsoleClient['call'], speed: SpeedSource, atMs: readonly number[], signal: AbortSignal): Promise<readonly number[]> {
  if (speed.kind === 'typed') return atMs.map(() => speed.rpm);
  if (speed.kind === 'none' || atMs.length === 0) return atMs.map(() => Number.NaN);
  const answer = await call('history.interpolated', { tag: speed.tag as TagId, atMs: Float64Array.from(atMs), method: 'hold' }, { signal });
  if (!answer.ok) return atMs.map(() => Number.NaN);
  const { value, quality } = answer.value;
  return atMs.map((_, at) => ((quality[at] ?? 0) >>> 31 === 1 ? Number.NaN : (value[at] ?? Number.NaN)));
}

/** Tags that can be a shaft's speed: in revolutions per minute, as plants write that; 200 at most. */
export function speedTags(client: Pick<ConsoleClient, 'directory'>): readonly string[] {
  const tags = client.directory.getState()?.directory.tags ?? [];
  return tags.filter(({ unit, type }) => /^(rpm|r\/min|1\/min|min-1|min⁻¹|u\/min)$/i.test(unit) && (type === 'float' || type === 'int')).slice(0, 200).map(({ id }) => id);
}
