import type { CallName } from '../rpc/define.ts';
import type { FirstoutContract } from './index.ts';

export type CommandName = { [Name in CallName<FirstoutContract>]: FirstoutContract[Name] extends { readonly kind: 'command' } ? Name : never }[CallName<FirstoutContract>];

/**
 * What a command touches. `plant`: the plant, its alarms or what is recorded of it. `record`: what people keep about it, notes,
 * saved trends, screens and scenes, and handing control over, which may be asked of somebody who looks at the past. `files`: files made
 * of the past. While a console shows the past nothing on the plant is done; a recording, which has no plant behind it and is
 * thrown away when it is closed, takes no records either. A new command does not
 * compile until it has its line here.
 */
const touches: Readonly<Record<CommandName, 'plant' | 'record' | 'files'>> = {
  'control.select': 'plant',
  'control.operate': 'plant',
  'control.take': 'plant',
  'control.release': 'record',
  'control.ask': 'record',
  'control.give': 'record',
  'control.force': 'plant',
  'control.dismiss': 'plant',
  'alarm.acknowledge': 'plant',
  'alarm.reset': 'plant',
  'alarm.shelve': 'plant',
  'alarm.unshelve': 'plant',
  'alarm.takeOver': 'plant',
  'alarm.removeFromService': 'plant',
  'alarm.returnToService': 'plant',
  'tripGroup.reset': 'plant',
  'alarm.rationalise': 'plant',
  'device.trustCertificate': 'plant',
  'import.open': 'plant',
  'import.start': 'plant',
  'note.write': 'record',
  'note.withdraw': 'record',
  'trend.save': 'record',
  'trend.remove': 'record',
  'layout.save': 'record',
  'layout.remove': 'record',
  'screens.save': 'record',
  'screens.create': 'record',
  'screens.rename': 'record',
  'screens.remove': 'record',
  'screens.restore': 'record',
  'screens.importOpen': 'record',
  'screens.importStart': 'record',
  'runbook.save': 'record',
  'runbook.create': 'record',
  'scene.mapNode': 'record',
  'scene.saveView': 'record',
  'scene.removeView': 'record',
  'scene.saveTour': 'record',
  'scene.removeTour': 'record',
  // A step is not confirmed, nor is a run begun, by what was once true.
  'runbook.begin': 'plant',
  'runbook.act': 'plant',
  'runbook.select': 'plant',
  'runbook.operate': 'plant',
  'runbook.photo': 'record',
  // Tried out, by values of the past too: nothing of it reaches the plant.
  'runbook.dryBegin': 'record',
  'runbook.dryAct': 'record',
  // What is seen of an incident in its past may be written into it; what is decided is decided on what stands now.
  'incident.begin': 'record',
  'incident.add': 'record',
  'incident.command': 'plant',
  'handover.write': 'plant',
  'handover.accept': 'plant',
  'record.attach': 'record',
  'export.start': 'files',
  'loadReport.start': 'files',
  'journal.export': 'files',
  'recording.start': 'files',
  'report.incident': 'files',
  'report.runbooks': 'files',
  'report.handover': 'files',
  'job.cancel': 'files',
  'job.remove': 'files',
};

const isCommand = (name: string): name is CommandName => Object.hasOwn(touches, name);

/** True for a command that is not carried out while its console shows the past; queries always are. */
export const isRefusedInReplay = (name: string): boolean => isCommand(name) && touches[name] === 'plant';

/** Commands that an opened recording refuses, whoever asks. */
export const refusedInRecording: readonly CommandName[] = (Object.keys(touches) as CommandName[]).filter((name) => touches[name] !== 'files');
