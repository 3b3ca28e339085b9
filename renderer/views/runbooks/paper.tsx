import type { Runbook } from '#shared/model/runbook.ts';
import { paperBlocks } from '#shared/runbook/print-blocks.ts';
import { PageHead } from './page-head.tsx';
import { PaperBlocks } from './paper-blocks.tsx';

/** A runbook as it is printed. A table, since its head and foot come on every page and keep their room there: a loose sheet says what it is. */
export function Paper({ runbook, hash, user }: { readonly runbook: Runbook; readonly hash: string; readonly user: string }) {
  return (
    <table className="paper-sheet">
      <thead>
        <tr>
          <td>
            {runbook.emergency ? 'EMERGENCY ' : ''}
            {runbook.id} {runbook.title}
          </td>
        </tr>
      </thead>
      <tfoot>
        <tr>
          <td>
            {runbook.id} version {runbook.version}, text {hash.slice(0, 12)}
            <span>Compare with the console before use</span>
          </td>
        </tr>
      </tfoot>
      <tbody>
        <tr>
          <td>
            <PageHead runbook={runbook} hash={hash} file={user === '' ? '' : `Printed by ${user}`} />
            <PaperBlocks blocks={paperBlocks(runbook)} hasBlanks />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
