import { Box, ChartSpline, FileText, ListChecks, MonitorDot } from 'lucide-react';
import type { RunbookItemOf, RunbookLinkKind } from '#shared/model/runbook.ts';
import { openBeside } from '#renderer/client/besides.ts';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { notify } from '#renderer/client/notices.ts';
import { openDocument } from '#renderer/client/open-document.ts';
import { showViewIn3d } from '#renderer/client/scene-orders.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';

const icons: Readonly<Record<RunbookLinkKind, typeof Box>> = { screen: MonitorDot, scene: Box, trend: ChartSpline, document: FileText, runbook: ListChecks };
const places: Readonly<Record<RunbookLinkKind, string>> = { screen: 'Opens the screen beside the run', scene: 'Flies to it in the 3D view', trend: 'Opens the saved trend', document: 'Shows the file of the project', runbook: 'Opens the other runbook; this run goes on' };

/** A way to a screen, 3D view, trend, runbook or document of the project. */
export function LinkItem({ item }: { readonly item: RunbookItemOf<'link'> }) {
  const client = useClient();
  const Icon = icons[item.link];
  const label = item.text === '' ? item.target : item.text;
  return (
    <span className="step-item-link">
      <Button icon={<Icon size={15} strokeWidth={1.75} />} title={places[item.link]} onClick={() => void go(client, item)}>
        {label}
      </Button>
    </span>
  );
}

/** On a tablet there is room for one thing at a time. */
const isNarrow = (): boolean => window.innerWidth < 1280;

async function go(client: ConsoleClient, { link, target, view }: RunbookItemOf<'link'>): Promise<void> {
  const { open } = navigation.getState();
  switch (link) {
    case 'screen':
      return isNarrow() ? open('process', { screen: target }) : openBeside([{ view: 'process', params: { screen: target } }]);
    case 'runbook':
      return open('runbooks', { runbook: target });
    case 'trend': {
      const set = client.project.getState()?.trends.find(({ id }) => id === target);
      if (set === undefined) return notify(`The project has no saved trend ${target}.`, 'failed');
      return open('trends', { tags: set.pens.map(({ tag }) => tag) });
    }
    case 'scene':
      return view === null ? open('plant3d') : showViewIn3d({ scene: target, view });
    case 'document':
      return openDocument(client, target);
  }
}
