import { samplesFor } from '#shared/math/spectrum.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../../client/console-client.ts';
import { rulesOf, speedsAt } from './analysis-pen.ts';
import type { AnalysisRunner } from './analysis-runner.ts';
import { type AnalysisSettings, overlap } from './analysis-settings.ts';
import type { SpectrumAnswer } from './analysis-task.ts';
import { readStretch } from './read-stretch.ts';

export type SpectrumPair = {
  readonly now: SpectrumAnswer;
  readonly reference: SpectrumAnswer | null;
  /** Of the shaft, in the middle of the stretch; NaN where not known. */
  readonly rpm: number;
  readonly referenceRpm: number;
};

export type SpectrumQuestion = { readonly tag: TagId; readonly atMs: number; readonly referenceMs: number | null; readonly settings: AnalysisSettings };

/** The spectrum of the samples before a moment, that of the reference, and the speed. Null when given up. */
export async function askSpectrum(client: ConsoleClient, runner: AnalysisRunner, { tag, atMs, referenceMs, settings }: SpectrumQuestion, signal: AbortSignal): Promise<SpectrumPair | null> {
  const [now, reference] = await Promise.all([
    oneSpectrum(client, runner, tag, atMs, settings, signal),
    referenceMs === null ? null : oneSpectrum(client, runner, tag, referenceMs, settings, signal),
  ]);
  if (now === null) return null;
  // The lines of a machine that slows down are where its speed was in the middle of the stretch.
  const middle = (answer: SpectrumAnswer | null): number => (answer?.ok === true ? (answer.fromMs + answer.toMs) / 2 : atMs);
  const [rpm = Number.NaN, referenceRpm = Number.NaN] = await speedsAt(client.call, settings.speed, [middle(now), middle(reference)], signal);
  return signal.aborted ? null : { now, reference, rpm, referenceRpm };
}

async function oneSpectrum(client: ConsoleClient, runner: AnalysisRunner, tag: TagId, atMs: number, { window, length, averages, band }: AnalysisSettings, signal: AbortSignal): Promise<SpectrumAnswer | null> {
  const settings = { window, length, overlap };
  const rules = rulesOf(client, tag, atMs);
  const read = await readStretch(client.call, { tag, toMs: atMs, points: samplesFor(settings, averages), declaredMs: rules.declaredMs }, signal);
  if (signal.aborted) return null;
  if (!read.ok) return { ok: false, sentence: read.fault.message };
  return runner.run({ kind: 'spectrum', rows: read.value, rules, settings, averages, band }, signal);
}
