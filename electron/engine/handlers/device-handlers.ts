import { z } from 'zod';
import type { DeviceId } from '#shared/model/ids.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import { refused } from '#shared/model/fault.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'devices.health' | 'devices.drivers' | 'device.browse' | 'device.certificates' | 'device.trustCertificate';

export function deviceHandlers(parts: EngineParts): HandlersOf<Names> {
  const unknownDevice = (device: string) => refused('not-found', `There is no running device ${device}.`);
  return {
    'devices.health': (_params, { notify }) => {
      const changed = new Map<DeviceId, LinkHealth>(parts.links.health);
      let isFirst = true;
      const stop = parts.healthChanged.add((health) => {
        changed.set(health.device, health);
        notify();
      });
      return {
        take() {
          if (changed.size === 0 && !isFirst) return null;
          isFirst = false;
          const links = [...changed.values()];
          changed.clear();
          return { links };
        },
        close: stop,
      };
    },
    'devices.drivers': () => ({
      ok: true,
      value: {
        drivers: parts.driverTypes.map((type) => ({
          name: type.name,
          title: type.title,
          options: z.toJSONSchema(type.optionsSchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
        })),
      },
    }),
    'device.browse': async ({ device, address }) => {
      const driver = parts.links.driverOf(device);
      if (driver === null) return unknownDevice(device);
      if (driver.browse === undefined) return refused('not-supported', `${device} speaks a protocol without an address space to browse.`);
      const result = await driver.browse(address);
      return result.ok ? { ok: true, value: { entries: [...result.value] } } : result;
    },
    'device.certificates': async ({ device }) => {
      const driver = parts.links.driverOf(device);
      if (driver === null) return unknownDevice(device);
      return { ok: true, value: { rejected: [...((await driver.rejectedCertificates?.()) ?? [])] } };
    },
    'device.trustCertificate': async ({ device, thumbprint }) => {
      const driver = parts.links.driverOf(device);
      if (driver === null) return unknownDevice(device);
      if (driver.trustCertificate === undefined) return refused('not-supported', `${device} speaks a protocol without certificates.`);
      const result = await driver.trustCertificate(thumbprint);
      return result.ok ? { ok: true, value: {} } : result;
    },
  };
}
