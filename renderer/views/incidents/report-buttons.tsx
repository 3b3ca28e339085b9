import { FileDown, FileText } from 'lucide-react';
import type { HandoverId } from '#shared/model/handover.ts';
import type { IncidentId } from '#shared/model/incident.ts';
import { usePaper } from '../../client/use-paper.ts';
import { Button } from '../../widgets/button.tsx';

const papers = [
  { format: 'pdf', name: 'PDF', Icon: FileDown },
  { format: 'docx', name: 'DOCX', Icon: FileText },
] as const;

type About = { readonly incident: IncidentId } | { readonly handover: HandoverId };

/** The report of an incident or of a written handover as PDF or DOCX, always as it stands now; the list of jobs opens and gives the file. */
export function ReportButtons({ about }: { readonly about: About }) {
  const { refusal, begin } = usePaper('Making a report');
  const id = 'incident' in about ? about.incident : about.handover;
  const make = (format: 'pdf' | 'docx'): Promise<void> => begin((call) => ('incident' in about ? call('report.incident', { incident: about.incident, format }) : call('report.handover', { handover: about.handover, format })));
  return papers.map(({ format, name, Icon }) => (
    <Button key={format} icon={<Icon size={14} strokeWidth={1.75} />} refusal={refusal} aria-label={`Report of ${id}, ${name}`} title={`Report of ${id} as ${name}, as it stands now`} onClick={() => void make(format)}>
      {name}
    </Button>
  ));
}
