import { FileDown, FileText, Film } from 'lucide-react';
import { useState } from 'react';
import type { HandoverId } from '#shared/model/handover.ts';
import type { Incident } from '#shared/model/incident.ts';
import { openRecording } from '../../client/exchange.ts';
import { keepMomentPictures } from '../../client/incident-pictures.ts';
import { notify } from '../../client/notices.ts';
import { useClient } from '../../client/use-client.ts';
import { usePaper } from '../../client/use-paper.ts';
import { Button } from '../../widgets/button.tsx';
import { incidentSpan } from './incident-span.ts';

const papers = [
  { format: 'pdf', name: 'PDF', Icon: FileDown },
  { format: 'docx', name: 'DOCX', Icon: FileText },
] as const;

type About = { readonly incident: Incident } | { readonly handover: HandoverId };

/**
 * The report of an incident or of a written handover as PDF or DOCX, always as it stands now; the list of jobs opens and gives the
 * file. For an incident this console first draws the key moments that nobody has drawn yet. Beside it, the incident as a recording.
 */
export function ReportButtons({ about }: { readonly about: About }) {
  const client = useClient();
  const { refusal, begin } = usePaper('Making a report');
  const [isDrawing, setDrawing] = useState(false);
  const incident = 'incident' in about ? about.incident : null;
  const id = 'incident' in about ? about.incident.id : about.handover;
  const make = async (format: 'pdf' | 'docx'): Promise<void> => {
    if (incident === null) return begin((call) => call('report.handover', { ...('handover' in about ? { handover: about.handover } : {}), format }));
    setDrawing(true);
    const missing = await keepMomentPictures(client, incident).finally(() => setDrawing(false));
    for (const sentence of missing.slice(0, 2)) notify(sentence, 'failed');
    if (missing.length > 2) notify(`${missing.length - 2} more pictures are missing in the report.`, 'failed');
    await begin((call) => call('report.incident', { incident: incident.id, format }));
  };
  const mayNot = refusal ?? (isDrawing ? 'Pictures of the key moments are being made.' : null);
  return (
    <>
      {papers.map(({ format, name, Icon }) => (
        <Button key={format} icon={<Icon size={14} strokeWidth={1.75} />} refusal={mayNot} aria-label={`Report of ${id}, ${name}`} title={`Report of ${id} as ${name}, as it stands now`} onClick={() => void make(format)}>
          {name}
        </Button>
      ))}
      {incident === null ? null : (
        <Button icon={<Film size={14} strokeWidth={1.75} />} title={`${id} with its span as one file that opens on any console`} onClick={() => openRecording(incidentSpan(incident, client.present.nowMs()))}>
          Recording
        </Button>
      )}
    </>
  );
}
