import type { AlarmId, DeviceId, ScreenId, TagId } from '#shared/model/ids.ts';
import type { LoadedProject } from './loaded-project.ts';

type Changes<Id> = { readonly added: readonly Id[]; readonly removed: readonly Id[]; readonly changed: readonly Id[] };

/** What differs between two loads of a project, so that only what is affected is started again. */
export type ProjectDiff = {
  readonly isEmpty: boolean;
  /** Dense tag indices mean something else than before: tags were added, removed or moved. */
  readonly isRenumbered: boolean;
  readonly tags: Changes<TagId>;
  readonly devices: Changes<DeviceId>;
  readonly alarms: Changes<AlarmId>;
  /** Screens whose title or drawing changed. */
  readonly screens: Changes<ScreenId>;
  readonly assets: boolean;
  readonly projectFile: boolean;
  readonly problems: boolean;
  /** Devices whose link must be started again: themselves or one of their tags changed, or their indices moved. */
  readonly restartDevices: readonly DeviceId[];
};

export declare function diffProjects(before: LoadedProject, after: LoadedProject): ProjectDiff;
