import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { DryRun } from '#shared/model/runbook-run.ts';
import { isOver, type RunState } from '#shared/runbook-run/run-state.ts';
import { type CheckWatch, createCheckWatch } from './check-watch.ts';
import { createDryReplay, type DryReplay, type RunHistory } from './dry-replay.ts';
import type { RunPlant, RunView } from './run-plant.ts';

/** Dry runs by a replayed span that stand somewhere at once; of more the one that was moved longest ago stands nowhere any more. */
const mostAtOnce = 8;

export type RunChecked = { readonly watch: CheckWatch; readonly view: RunView; /** The moment its values are of, UTC epoch ms; null where they are those of now. */ readonly atMs: number | null };

/** Where dry runs by replayed spans stand. Only in memory: after a restart their checks are unknown until a console moves them again. */
export type DryRuns = {
  /** What a run is judged by: the live checks, or those of its moment of the past. */
  of(state: RunState, live: { readonly watch: CheckWatch; readonly plant: RunPlant }): RunChecked;
  move(state: RunState, atMs: number): Promise<Result<{ readonly atMs: number }, 'not-found' | 'bad-span' | 'history-unavailable'>>;
  /** A run that is over, or a project that was read again. */
  forget(run?: string): void;
};

export const isReplayed = ({ dry }: Pick<RunState, 'dry'>): boolean => dry?.kind === 'replayed';

/** Why a dry run cannot be begun so; null where it can. */
export function dryRefusal(dry: DryRun, plant: Pick<RunPlant, 'isSimulated'>, nowMs: number): Result<never, 'not-simulated' | 'bad-span'> | null {
  if (dry.kind === 'simulated') {
    if (plant.isSimulated) return null;
    return refused('not-simulated', 'No dry run goes by the live values of this plant: its devices are real, not simulators.', 'Replay a span of the past and begin it there.');
  }
  return Number.isFinite(dry.fromMs) && Number.isFinite(dry.toMs) && dry.fromMs < dry.toMs && dry.toMs <= nowMs ? null : refused('bad-span', 'A dry run goes by a span of the past, with its end behind its beginning.', 'Choose a span of the time bar.');
}

export function createDryRuns(plant: () => RunPlant, history: RunHistory | null): DryRuns {
  /** By run, the one moved last at the end. */
  const replays = new Map<string, { readonly replay: DryReplay; tail: Promise<unknown> }>();
  const nowhere = createCheckWatch(() => undefined);

  const replayOf = (state: RunState) => {
    const now = plant();
    const known = replays.get(state.run);
    const entry = known?.replay.revision === now.revision ? known : history === null ? null : { replay: createDryReplay(state, now, history), tail: Promise.resolve() };
    if (entry === null) return null;
    replays.delete(state.run);
    replays.set(state.run, entry);
    for (const old of [...replays.keys()].slice(0, Math.max(0, replays.size - mostAtOnce))) replays.delete(old);
    return entry;
  };
  return {
    of(state, live) {
      if (!isReplayed(state)) return { watch: live.watch, view: live.plant, atMs: null };
      const replay = replays.get(state.run)?.replay;
      if (replay === undefined || replay.revision !== live.plant.revision) return { watch: nowhere, view: live.plant, atMs: Number.NaN };
      return { watch: replay.watch, view: replay.view, atMs: replay.atMs };
    },
    async move(state, atMs) {
      const { dry } = state;
      if (dry?.kind !== 'replayed' || isOver(state)) return refused('not-found', `Run ${state.number} is no dry run of a replayed span that goes on.`);
      if (!(atMs >= dry.fromMs && atMs <= dry.toMs)) {
        // What stood at another moment must not be taken for what is shown.
        replays.delete(state.run);
        return refused('bad-span', 'This moment lies outside the span of the dry run.', 'Go back into its span.');
      }
      const entry = replayOf(state);
      if (entry === null) return refused('history-unavailable', 'No history is recorded here.');
      // One way after the other: each begins where the one before came to.
      const moved = entry.tail.then(() => entry.replay.move(atMs));
      entry.tail = moved.catch(() => undefined);
      try {
        await moved;
        return ok({ atMs: entry.replay.atMs });
      } catch (error) {
        return refused('history-unavailable', `The values of this moment cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Look at the data store in the status bar, then try again.');
      }
    },
    forget(run) {
      if (run === undefined) replays.clear();
      else replays.delete(run);
    },
  };
}
