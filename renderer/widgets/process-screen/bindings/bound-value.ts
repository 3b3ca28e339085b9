import type { CompiledBinding } from '#shared/screen/compile-binding.ts';
import { Q, qualityKind, type QualityKind } from '#shared/model/quality.ts';
import type { ScreenLive } from '../screen-context.ts';

/** What a binding gives at the moment. One object for the life of a binding: nothing is made by reading it. */
export type BoundValue = {
  /** Dense indices it depends on. */
  readonly tags: readonly number[];
  /** Number, or 0 and 1 for false and true; NaN where there is none. */
  readonly value: number;
  readonly quality: number;
  readonly kind: QualityKind;
  /** Source time of what it rests on, UTC epoch ms: of stale values the oldest, else the newest; NaN without one. */
  readonly timeMs: number;
  /** False while its value is not to be shown as one. */
  readonly isUsable: boolean;
  read(): void;
};

const isUsableKind = (kind: QualityKind): boolean => kind !== 'bad' && kind !== 'no-link' && kind !== 'waiting';

/** The value of a binding over the console's columns, live or of a replay; they are asked for anew each time. */
export function createBoundValue(compiled: CompiledBinding, live: ScreenLive): BoundValue {
  const tags = compiled.kind === 'tag' ? [compiled.index] : compiled.expression.inputs;
  const out = { value: NaN, quality: Q.badWaitingForInitialData as number, timeMs: NaN };
  let kind: QualityKind = 'waiting';
  return {
    tags,
    get value() {
      return out.value;
    },
    get quality() {
      return out.quality;
    },
    get kind() {
      return kind;
    },
    get timeMs() {
      return out.timeMs;
    },
    get isUsable() {
      return isUsableKind(kind) && !Number.isNaN(out.value);
    },
    read() {
      if (compiled.kind === 'tag') {
        out.value = live.value[compiled.index] as number;
        out.quality = live.quality[compiled.index] as number;
        out.timeMs = live.timeMs[compiled.index] as number;
      } else compiled.expression.evaluate(live, out);
      kind = qualityKind(out.quality);
      if (compiled.kind === 'tag') return;
      if (kind === 'stale') out.timeMs = oldestStale(live, tags);
      // Forced is good to the language; who looks must know all the same.
      else if (kind === 'good' && hasForced(live, tags)) {
        out.quality = Q.goodLocalOverride;
        kind = 'forced';
      }
    },
  };
}

/** A result is as old as the oldest of its inputs that is no longer confirmed. */
function oldestStale(live: ScreenLive, tags: readonly number[]): number {
  let oldest = Infinity;
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at] as number;
    const timeMs = live.timeMs[tag] as number;
    if (qualityKind(live.quality[tag] as number) === 'stale' && timeMs < oldest) oldest = timeMs;
  }
  return oldest === Infinity ? NaN : oldest;
}

function hasForced(live: ScreenLive, tags: readonly number[]): boolean {
  for (let at = 0; at < tags.length; at++) if (qualityKind(live.quality[tags[at] as number] as number) === 'forced') return true;
  return false;
}

/** The order in which kinds cover each other: of several bindings of one part the worst is marked. */
const order: readonly QualityKind[] = ['good', 'forced', 'uncertain', 'stale', 'waiting', 'no-link', 'bad'];
export const worseKind = (a: QualityKind, b: QualityKind): QualityKind => (order.indexOf(b) > order.indexOf(a) ? b : a);
