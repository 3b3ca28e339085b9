import { type Runbook, stepsOf } from '#shared/model/runbook.ts';
import { StateChip } from '#renderer/widgets/state-chip.tsx';
import { roleWord, severityWords } from './runbook-words.ts';

/** What runbook it is, in which version and text. `file`: where it comes from, in words; `hash` empty: a text that is being written. */
export function PageHead({ runbook, hash, file }: { readonly runbook: Runbook; readonly hash: string; readonly file: string }) {
  return (
    <header className="runbook-page-head">
      <span className="mono tx-2">{runbook.id}</span>
      <h1>{runbook.title}</h1>
      <p className="tx-2 num">
        Version {runbook.version}, {severityWords[runbook.severity]}, {stepsOf(runbook).length} steps, about {runbook.minutes} min, {runbook.roles.map((role) => roleWord[role]).join(' and ')}{' '}
        {runbook.emergency ? <StateChip tone="notice">emergency set</StateChip> : null}
      </p>
      {hash === '' ? null : (
        <p className="tx-3 num">
          {file === '' ? '' : `${file}, `}
          text {hash.slice(0, 12)}
        </p>
      )}
    </header>
  );
}
