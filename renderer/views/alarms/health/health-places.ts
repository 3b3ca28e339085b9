import type { AlarmId } from '#shared/model/ids.ts';
import { pickedAlarm } from '../../../client/alarm-actions.ts';
import type { ConsoleClient } from '../../../client/console-client.ts';
import type { DirectoryIndex } from '../../../client/directory-index.ts';
import { navigation } from '../../../client/navigation.ts';
import type { Selection } from '../../../client/selection.ts';

/** Where the figures lead: to the events they were made of, the moment they are about, the alarm itself. */
type Span = { readonly fromMs: number; readonly toMs: number };

/** The journal of a span; of some alarms only, where they are named. */
export const openJournal = ({ fromMs, toMs }: Span, alarms?: readonly string[]): void =>
  navigation.getState().open('alarms', {
    part: 'history',
    alarms: { fromMs, toMs, kinds: ['raised', 're-alarmed', 'returned'], ...(alarms === undefined ? {} : { alarms }) },
  });

export const replayFrom = (client: Pick<ConsoleClient, 'timeline'>, atMs: number): void => client.timeline.playFrom(atMs);

/** Makes an alarm what is selected; nothing where the project does not have it any more. */
export function selectAlarm(
  directory: DirectoryIndex | null,
  selection: { getState(): Pick<Selection, 'select'> },
  alarm: AlarmId,
  atMs: number,
): void {
  const definition = directory?.alarm(alarm);
  const tag = definition === undefined ? undefined : directory?.tagById(definition.tag);
  if (tag === undefined) return;
  pickedAlarm.setState({ picked: { alarm, tag: tag.id, asset: tag.asset, raisedMs: atMs } });
  selection.getState().select({ asset: tag.asset, tag: tag.id });
}
