import { z } from 'zod';
import { HandoverId } from '../model/handover.ts';
import { IncidentId } from '../model/incident.ts';
import { RunbookId } from '../model/runbook.ts';
import { command } from '../rpc/define.ts';

export const paperFormats = ['pdf', 'docx'] as const;
const format = z.enum(paperFormats).default('pdf');
const started = z.object({ job: z.string() });

/** Papers for people: each is a job (`jobs.state`) whose file is fetched with `job.read`. Nothing of the plant is changed. */
export const reportsContract = {
  /** What happened, with trends of the affected assets' tags and the pictures that were attached. */
  'report.incident': command({ role: 'operate', input: z.strictObject({ incident: IncidentId, format }), output: started, faults: ['not-found', 'history-unavailable', 'busy'] }),
  /** To work from without a console: the named ones in this order, or the emergency set. */
  'report.runbooks': command({
    role: 'operate',
    input: z.strictObject({ runbooks: z.union([z.literal('emergency'), z.array(RunbookId).min(1).max(200)]), format }),
    output: started,
    faults: ['not-found', 'busy'],
  }),
  /** A handover that was written, to be signed; the newest where none is named. */
  'report.handover': command({ role: 'operate', input: z.strictObject({ handover: HandoverId.optional(), format }), output: started, faults: ['not-found', 'history-unavailable', 'busy'] }),
};
