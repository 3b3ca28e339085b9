import { FlaskConical } from 'lucide-react';
import { useRef, useState } from 'react';
import type { DryRun } from '#shared/model/runbook-run.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { recordRefusal } from '#renderer/client/replay-rules.ts';
import { newOperationId } from '#renderer/client/run-words.ts';
import { useClient, useDirectory, useLink, useTimeline } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';

type Props = { readonly id: string; readonly hash: string; readonly isSound: boolean };

/** Begins a dry run: while the past is shown by its values from the moment shown on, else by live values of a simulated plant. */
export function DryRunButton({ id, hash, isSound }: Props) {
  const client = useClient();
  const { session, state: link } = useLink();
  const recording = useTimeline(recordRefusal);
  const isReplay = useTimeline(({ mode }) => mode === 'replay');
  const isSimulated = useDirectory()?.directory.isSimulated === true;
  const op = useRef(newOperationId());
  const [isBusy, setBusy] = useState(false);
  const role = session?.role ?? 'view';
  const refusal =
    recording ??
    (link !== 'live'
      ? 'There is no link to the engine.'
      : !roleCovers(role, 'operate')
        ? `A dry run needs the role operate; this console has ${role}.`
        : !isSound
          ? 'Its text has an error: it can be read, and cannot be run.'
          : !isReplay && !isSimulated
            ? 'The devices of this plant are real. Replay a span of the past and begin the dry run there.'
            : isBusy
              ? 'It is being begun.'
              : null);
  const begin = async (): Promise<void> => {
    setBusy(true);
    const dry: DryRun = isReplay ? spanOf(client.timeline.state.getState().window, client.nowMs(), client.present.nowMs()) : { kind: 'simulated' };
    const answer = await client.call('runbook.dryBegin', { run: op.current, runbook: id, hash, dry });
    setBusy(false);
    if (!answer.ok) return notify(`No dry run of ${id} was begun: ${faultText(answer.fault)}`, 'failed');
    op.current = newOperationId();
    // Playing ends where the span does.
    if (dry.kind === 'replayed') client.timeline.setWindow({ fromMs: dry.fromMs, toMs: dry.toMs });
    navigation.getState().open('runbooks', { run: answer.value.run });
  };
  return (
    <Button icon={<FlaskConical size={15} strokeWidth={1.75} />} refusal={refusal} title={isReplay ? 'Tries it by the values of this moment on, as the replay moves; nothing is written' : 'Tries it by the simulated plant; nothing is written'} onClick={() => void begin()}>
      Dry run
    </Button>
  );
}

/** The window of the time bar where the moment lies in it, else from the moment to now. */
function spanOf(window: { readonly fromMs: number; readonly toMs: number } | null, atMs: number, nowMs: number): DryRun {
  if (window !== null && atMs >= window.fromMs && atMs <= window.toMs && window.toMs <= nowMs) return { kind: 'replayed', fromMs: window.fromMs, toMs: window.toMs };
  return { kind: 'replayed', fromMs: atMs, toMs: nowMs };
}
