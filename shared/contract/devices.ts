import { z } from 'zod';
import { DeviceId } from '../model/ids.ts';
import { LinkHealth } from '../model/device.ts';
import { command, query, stateStream } from '../rpc/define.ts';

export const devicesContract = {
  /** Health of every link; each item holds the links that changed. */
  'devices.health': stateStream({ role: 'view', params: z.strictObject({}), item: z.object({ links: z.array(LinkHealth) }) }),
  /** Driver plug-ins and the JSON Schema of their options, from which the form is drawn. */
  'devices.drivers': query({
    role: 'view',
    input: z.strictObject({}),
    output: z.object({ drivers: z.array(z.object({ name: z.string(), title: z.string(), options: z.record(z.string(), z.unknown()) })) }),
  }),
  'device.browse': query({
    role: 'engineer',
    input: z.strictObject({ device: DeviceId, address: z.string().max(2000) }),
    output: z.object({
      entries: z.array(
        z.object({
          address: z.string(),
          name: z.string(),
          kind: z.enum(['folder', 'value', 'method', 'other']),
          dataType: z.string().nullable(),
          hasChildren: z.boolean(),
        }),
      ),
    }),
    faults: ['not-found', 'not-supported', 'not-connected', 'unknown-address', 'timeout'],
  }),
  /** Certificates the device's server showed and that nobody has trusted yet. */
  'device.certificates': query({
    role: 'view',
    input: z.strictObject({ device: DeviceId }),
    output: z.object({ rejected: z.array(z.object({ thumbprint: z.string(), subject: z.string(), validToMs: z.number() })) }),
    faults: ['not-found'],
  }),
  'device.trustCertificate': command({
    role: 'engineer',
    input: z.strictObject({ device: DeviceId, thumbprint: z.string().regex(/^[0-9a-fA-F]{40}$/) }),
    output: z.object({}),
    faults: ['not-found', 'not-supported'],
  }),
};
