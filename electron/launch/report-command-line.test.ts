import { describe, expect, it } from 'vitest';
import { UsageError } from './history-command-line.ts';
import { readReportCommand } from './report-command-line.ts';

const read = (line: string) => readReportCommand(line.split(' ').filter((word) => word !== ''));

describe('npm run report', () => {
  it('takes the format from the name of the file, and a name from what is asked', () => {
    expect(read('incident INC-0007')).toMatchObject({ kind: 'incident', incident: 'INC-0007', format: 'pdf', out: expect.stringMatching(/INC-0007\.pdf$/) });
    expect(read('incident INC-0007 --out /reports/trip.docx')).toMatchObject({ format: 'docx', out: '/reports/trip.docx' });
    expect(read('runbooks')).toMatchObject({ kind: 'runbooks', runbooks: 'emergency', out: expect.stringMatching(/emergency-runbooks\.pdf$/) });
    expect(read('runbooks RB-1 RB-2 --format docx')).toMatchObject({ runbooks: ['RB-1', 'RB-2'], format: 'docx' });
    expect(read('handover')).toMatchObject({ kind: 'handover', handover: null });
  });

  it.each([
    ['report', 'is not incident, runbooks or handover'],
    ['incident', 'Name the incident'],
    ['incident 7', 'Name the incident'],
    ['incident INC-0007 INC-0008', 'one id at a time'],
    ['handover INC-0007', 'Name the handover'],
    ['incident INC-0007 --format html', 'pdf or docx'],
    ['incident INC-0007 --wrong', 'wrong'],
    ['incident INC-0007 --port x', ''],
  ])('says in a sentence what is wrong with: %s', (line, sentence) => {
    expect(() => read(line)).toThrow(UsageError);
    expect(() => read(line)).toThrow(sentence);
  });
});
