import { FlaskConical } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { DryRun } from '#shared/model/runbook-run.ts';
import { isOver, type RunState } from '#shared/runbook-run/run-state.ts';
import { faultText } from '#renderer/client/notices.ts';
import { useClient, useLink, useTimeline } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock, formatDay } from '#renderer/widgets/format-time.ts';
import { StateChip } from '#renderer/widgets/state-chip.tsx';

/** The mark of a dry run, wherever a run is named; nothing for one that is meant. */
export const DryMark = ({ dry }: { readonly dry: DryRun | null | undefined }) => (dry == null ? null : <StateChip tone="bad">DRY RUN</StateChip>);

/** What a dry run goes by, over all of its page: it cannot be taken for one that is meant. */
export function DryBand({ state }: { readonly state: RunState }) {
  const { dry } = state;
  if (dry === null) return null;
  return (
    <section className="dry-band" aria-label="Dry run">
      <FlaskConical size={18} strokeWidth={1.75} aria-hidden="true" />
      <b>DRY RUN</b>
      <span>Nothing is written to the plant, and nothing of this is evidence.</span>
      {dry.kind === 'simulated' ? <span>By live values of the simulated plant.</span> : <Replayed state={state} dry={dry} />}
    </section>
  );
}

/** The moment a replayed one stands at: it follows the clock of this console while that shows the past. */
function Replayed({ state, dry }: { readonly state: RunState; readonly dry: Extract<DryRun, { kind: 'replayed' }> }) {
  const client = useClient();
  const { isReplay, problem } = useFollowedReplay(state);
  const span = `${formatDay(dry.fromMs)} ${formatClock(dry.fromMs)} to ${formatClock(dry.toMs)}`;
  return (
    <>
      <span className="num">By the values of {span}, as the replay moves.</span>
      {problem === null ? null : <span role="alert">{problem}</span>}
      {isReplay || isOver(state) ? null : (
        <Button
          onClick={() => {
            client.timeline.setWindow({ fromMs: dry.fromMs, toMs: dry.toMs });
            client.timeline.seek(dry.fromMs);
          }}
        >
          Go to its span
        </Button>
      )}
    </>
  );
}

/** Moves the run with the replay; one question at a time, the newest moment next. */
function useFollowedReplay({ run, status }: RunState): { readonly isReplay: boolean; readonly problem: string | null } {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const isReplay = useTimeline(({ mode }) => mode === 'replay');
  const atMs = useTimeline(({ mode, atMs: at }) => (mode === 'replay' ? at : Number.NaN));
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef({ isBusy: false, wantedMs: Number.NaN });
  const isDue = isLive && isReplay && (status === 'running' || status === 'paused');
  useEffect(() => {
    if (!isDue || !Number.isFinite(atMs)) return;
    const now = asked.current;
    now.wantedMs = atMs;
    if (now.isBusy) return;
    now.isBusy = true;
    void (async () => {
      for (let doneMs = Number.NaN; now.wantedMs !== doneMs; ) {
        doneMs = now.wantedMs;
        const answer = await client.call('runbook.dryMove', { run, atMs: doneMs });
        setProblem(answer.ok || answer.fault.code === 'disconnected' ? null : faultText(answer.fault));
      }
      now.isBusy = false;
    })();
  }, [client, run, atMs, isDue]);
  return { isReplay, problem };
}
