import { z } from 'zod';
import { Layout, LayoutId } from '../model/layout.ts';
import { command } from '../rpc/define.ts';

/** Layouts of windows on displays, saved in the project; `project.state` tells them and their changes. */
export const layoutsContract = {
  /** Writes `layouts/<id>.yaml`, new or over the one there; the running plant is not disturbed. */
  'layout.save': command({ role: 'engineer', input: z.strictObject({ layout: Layout }), output: z.object({}), faults: ['unwritable'] }),
  'layout.remove': command({ role: 'engineer', input: z.strictObject({ id: LayoutId }), output: z.object({}), faults: ['not-found', 'unwritable'] }),
};
