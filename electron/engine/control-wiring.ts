import { plainWriteRule } from '#shared/model/control.ts';
import type { DeviceId, TagId } from '#shared/model/ids.ts';
import { refused } from '#shared/model/fault.ts';
import { controlAreas } from './control/areas.ts';
import type { ControlPlant } from './control/control-plant.ts';
import { type ControlService, createControl } from './control/control-service.ts';
import type { DeviceLinks } from './drivers/device-links.ts';
import type { Plant } from './plant.ts';
import type { Ports } from './ports.ts';
import type { Store } from './store/store.ts';
import type { TextTable } from './tags/text-table.ts';

/** Control over the plant of the moment, which a reload replaces. */
export function wireControl(ports: Ports, store: Store, plant: () => Plant, links: DeviceLinks, texts: TextTable): Promise<ControlService> {
  let known: { readonly plant: Plant; readonly view: ControlPlant } | null = null;
  const view = (): ControlPlant => {
    const now = plant();
    known = known?.plant === now ? known : { plant: now, view: viewOf(now, texts) };
    return known.view;
  };
  return createControl({
    clock: ports.clock,
    log: ports.log,
    store,
    plant: view,
    links: {
      stateOf: (device) => links.health.get(device)?.state ?? null,
      async write(device, index, value, untilMs) {
        const owner = links.ownerOf(device, index);
        return owner === null ? refused('not-connected', `${device} is not running; nothing was sent.`) : owner.driver.write(owner.tag, value, untilMs);
      },
      async read(device: DeviceId, index: number) {
        const owner = links.ownerOf(device, index);
        // What it answers is seen in the table; that it does not answer is seen there, too.
        await owner?.driver.read([owner.tag]).catch(() => undefined);
      },
    },
  });
}

function viewOf({ revision, project, table }: Plant, texts: TextTable): ControlPlant {
  const { authority } = project.file.control;
  const areas = controlAreas(project.assets, project.tags);
  return {
    revision,
    authority,
    areas: authority === 'off' ? [] : areas.list,
    table,
    source: { value: table.value, quality: table.quality, timeMs: table.timeMs, text: (at) => texts.text(at) },
    tagOf(id: TagId) {
      const index = project.directory.get(id)?.index;
      const tag = index === undefined ? undefined : project.tags[index];
      if (index === undefined || tag === undefined) return undefined;
      return { index, tag, rule: tag.write ?? plainWriteRule, interlock: project.interlocks.get(index) ?? null, area: authority === 'off' ? null : areas.areaOf(tag.asset) };
    },
  };
}
