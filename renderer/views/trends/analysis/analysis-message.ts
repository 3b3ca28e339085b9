import type { AnalysisAnswer, AnalysisTask } from './analysis-task.ts';

export type ToAnalysis = { readonly id: number; readonly task: AnalysisTask };
/** `failure` is the text of an exception: a bug, not a refusal. */
export type FromAnalysis = { readonly id: number; readonly answer: AnalysisAnswer } | { readonly id: number; readonly failure: string };

/** Buffers that may be handed over instead of copied: those of all columns, three levels deep at most. */
export function buffersOf(value: unknown, depth = 0, found: Set<ArrayBuffer> = new Set()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null && depth < 3 && !Array.isArray(value)) {
    for (const part of Object.values(value)) buffersOf(part, depth + 1, found);
  }
  return [...found];
}
