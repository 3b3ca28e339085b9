import type { Directory } from '#shared/contract/project.ts';
import { refused } from '#shared/model/fault.ts';
import type { TrendSet } from '#shared/model/trend-set.ts';
import { createUseFinder } from '../project/find-uses.ts';
import { createProjectIdentity } from '../project/project-identity.ts';
import { readDocument } from '../project/read-document.ts';
import { readScreen } from '../project/read-screen.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { latestOf } from './stream.ts';

type Names = 'project.directory' | 'project.state' | 'project.screen' | 'project.document' | 'project.screens' | 'project.templates' | 'project.uses';

/** Saved trends with the pens whose tags this revision has, the console's own signals among them. */
function savedTrends(parts: EngineParts): TrendSet[] {
  const { directory } = parts.plant().project;
  return parts.saved().trends.flatMap((set) => {
    const pens = set.pens.filter(({ tag }) => directory.has(tag));
    return pens.length === 0 ? [] : [{ ...set, pens }];
  });
}

const runbookVersions = (parts: EngineParts): Record<string, string> =>
  Object.fromEntries(parts.saved().runbooks.map(({ runbook, hash, isSound, problems }) => [runbook.id, `${hash.slice(0, 16)}${isSound ? '' : `-${problems.length}`}`]));

export function projectHandlers(parts: EngineParts): HandlersOf<Names> {
  const findUses = createUseFinder(parts.projectDir);
  const identity = createProjectIdentity(parts.store.meta, () => parts.status().engineId);
  return {
    'project.directory': async () => {
      const id = await identity();
      const { project, revision } = parts.plant();
      const tagCounts = new Map<string, number>();
      for (const tag of project.tags) if (tag.device !== undefined) tagCounts.set(tag.device, (tagCounts.get(tag.device) ?? 0) + 1);
      const directory: Directory = {
        revision,
        ...(id === null ? {} : { project: id }),
        name: project.file.name,
        home: project.file.home ?? null,
        isSimulated: project.file.simulator !== undefined,
        assets: project.assets,
        tags: project.tags,
        alarms: project.alarms,
        logic: project.logic,
        alarmSettings: project.file.alarms,
        devices: project.devices.map((device) => ({
          id: device.id,
          name: device.name,
          driver: device.driver,
          asset: device.asset ?? null,
          enabled: device.enabled,
          tagCount: tagCounts.get(device.id) ?? 0,
        })),
        screens: project.screens,
        trends: savedTrends(parts),
        recording: parts.recording,
      };
      return { ok: true, value: directory };
    },
    'project.state': (_params, { notify }) =>
      latestOf(
        () => {
          return { revision: parts.plant().revision, problems: [...parts.saved().problems], screenVersions: { ...parts.screenVersions() }, trends: savedTrends(parts), layouts: [...parts.saved().layouts], sceneVersions: Object.fromEntries(parts.saved().sceneVersions), runbookVersions: runbookVersions(parts) };
        },
        (changed) => parts.projectChanged.add(changed),
        notify,
      ),
    'project.screen': async ({ screen }) => {
      const text = await readScreen(parts.projectDir, screen);
      if (text.ok) return { ok: true, value: { svg: text.value.svg, templates: { ...text.value.templates } } };
      return refused(text.fault.code === 'not-found' ? 'not-found' : 'unreadable', text.fault.message, text.fault.tip);
    },
    'project.document': ({ path }) => readDocument(parts.projectDir, path),
    'project.templates': () => {
      const { templates, templateVersions } = parts.saved();
      return { ok: true, value: { templates: templates.map((template) => ({ ...template, version: templateVersions.get(template.name) ?? '' })) } };
    },
    'project.uses': async (wanted) => {
      const { screenVersions } = parts.saved();
      const uses = await findUses(parts.plant().project.screens, (screen) => screenVersions.get(screen) ?? '', wanted);
      return { ok: true, value: { uses: uses.map(({ screen, tags, assets }) => ({ screen, tags: [...tags], assets: [...assets] })) } };
    },
    'project.screens': () => ({ ok: true, value: { screens: [...parts.plant().project.screens] } }),
  };
}
