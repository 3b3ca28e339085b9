import type { Directory } from '#shared/contract/project.ts';
import { refused } from '#shared/model/fault.ts';
import { readScreen } from '../project/read-screen.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { latestOf } from './stream.ts';

type Names = 'project.directory' | 'project.state' | 'project.screen' | 'project.screens';

export function projectHandlers(parts: EngineParts): HandlersOf<Names> {
  return {
    'project.directory': () => {
      const { project, revision } = parts.plant();
      const tagCounts = new Map<string, number>();
      for (const tag of project.tags) if (tag.device !== undefined) tagCounts.set(tag.device, (tagCounts.get(tag.device) ?? 0) + 1);
      const directory: Directory = {
        revision,
        name: project.file.name,
        home: project.file.home ?? null,
        isSimulated: project.file.simulator !== undefined,
        assets: project.assets,
        tags: project.tags,
        alarms: project.alarms,
        devices: project.devices.map((device) => ({
          id: device.id,
          name: device.name,
          driver: device.driver,
          asset: device.asset ?? null,
          enabled: device.enabled,
          tagCount: tagCounts.get(device.id) ?? 0,
        })),
        screens: project.screens,
      };
      return { ok: true, value: directory };
    },
    'project.state': (_params, { notify }) =>
      latestOf(
        () => {
          const { project, revision } = parts.plant();
          return { revision, problems: [...project.problems], screenVersions: { ...parts.screenVersions() } };
        },
        (changed) => parts.projectChanged.add(changed),
        notify,
      ),
    'project.screen': async ({ screen }) => {
      const text = await readScreen(parts.projectDir, screen);
      if (text.ok) return { ok: true, value: { svg: text.value } };
      return refused(text.fault.code === 'not-found' ? 'not-found' : 'unreadable', text.fault.message, text.fault.tip);
    },
    'project.screens': () => ({ ok: true, value: { screens: [...parts.plant().project.screens] } }),
  };
}
