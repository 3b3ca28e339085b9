import type { AssetId } from '#shared/model/ids.ts';
import { navigation } from '../../client/navigation.ts';
import { isGoingOn, openRunbook, useRuns, useSuggestions } from '../../client/use-runbooks.ts';
import { MenuButton, type MenuEntry } from '../../widgets/menu-button.tsx';

/** Runbooks that are about an asset, each with the reason why, those that go on first. */
export function RunbooksMenu({ asset }: { readonly asset: AssetId }) {
  const { list, problem } = useSuggestions({ asset }, 8);
  const { runs } = useRuns();
  const going = runs.filter((one) => isGoingOn(one) && list?.some(({ id }) => id === one.runbook) === true);
  const entries: readonly MenuEntry[] = [
    ...going.map(({ run, number, title }): MenuEntry => ({ kind: 'action', label: `Run ${number}: ${title}`, hint: 'goes on', run: () => navigation.getState().open('runbooks', { run }) })),
    ...(list ?? []).map(({ id, title, reasons }): MenuEntry => ({ kind: 'action', label: `${id} ${title}`, hint: reasons[0] ?? '', run: () => openRunbook(id, { asset }) })),
  ];
  const none = problem ?? (list === null ? 'Runbooks are being looked for.' : 'No runbook of this project is about it.');
  return (
    <MenuButton label={`Runbooks for ${asset}`} className="button button-default button-normal" align="end" entries={entries.length === 0 ? [{ kind: 'note', text: none }] : entries}>
      Runbooks
    </MenuButton>
  );
}
