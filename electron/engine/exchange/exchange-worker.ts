import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { commitsOfFile, textAtCommit } from '../screens/git-history.ts';
import { convertFile } from './convert-drawing.ts';
import { openCsvWriter } from './formats/csv-writer.ts';
import { longLayout, wideLayout } from './formats/layouts.ts';
import { openParquetWriter } from './formats/parquet-writer.ts';
import { writeReportCsv } from './formats/report-csv.ts';
import { writeReportHtml } from './formats/report-html.ts';
import { writeReportXlsx } from './formats/report-xlsx.ts';
import { type Cells, TableRefused, type TableWriter } from './formats/table.ts';
import { openXlsxWriter } from './formats/xlsx-writer.ts';
import { ImportRefused } from '#shared/screen/import/import-model.ts';
import { lookAt, readSamples } from './read-table.ts';
import { writePaper } from '../reports/write-paper.ts';
import type { ExchangeTask, FromWorker, TableTask, ToWorker, WriteTask } from './worker-protocol.ts';

// The script of the thread that turns samples into files and files into samples, so that the engine's own never does.
const writers = { csv: openCsvWriter, parquet: openParquetWriter, xlsx: openXlsxWriter } as const;
const reports = { csv: writeReportCsv, html: writeReportHtml, xlsx: writeReportXlsx } as const;

async function writeSamples(task: WriteTask, port: MessagePort, say: (message: FromWorker) => void): Promise<void> {
  const layout = task.layout === 'long' ? longLayout(task.tags) : wideLayout(task.tags);
  await takeRows(await writers[task.format](task.path, layout.columns), port, say, (message) => (message.t === 'slice' ? layout.rows(message.slice) : null));
}

async function writeTable(task: TableTask, port: MessagePort, say: (message: FromWorker) => void): Promise<void> {
  const writer = task.format === 'csv' ? await openCsvWriter(task.path, task.columns) : await openXlsxWriter(task.path, task.columns, { sheet: task.sheet });
  await takeRows(writer, port, say, (message) => (message.t === 'rows' ? message.cells : null));
}

async function takeRows(writer: TableWriter, port: MessagePort, say: (message: FromWorker) => void, cellsOf: (message: ToWorker) => readonly Cells[] | null): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // Messages come one at a time: the next is sent when this one is on its way to the disk.
    port.on('message', (message: ToWorker) => {
      const cells = cellsOf(message);
      if (cells !== null) writer.write(cells).then(() => say({ t: 'ready' }), reject);
      if (message.t === 'finish') writer.finish().then(resolve, reject);
    });
    say({ t: 'ready' });
  });
  say({ t: 'written' });
}

async function run(task: ExchangeTask, port: MessagePort): Promise<void> {
  const say = (message: FromWorker): void => port.postMessage(message);
  try {
    if (task.kind === 'write') await writeSamples(task, port, say);
    else if (task.kind === 'table') await writeTable(task, port, say);
    else if (task.kind === 'report') {
      await reports[task.format](task.path, task.report);
      say({ t: 'written' });
    } else if (task.kind === 'paper') {
      await writePaper(task.path, task.format, task.paper, (share) => say({ t: 'progress', share, sentence: 'The pages are being set.' }));
      say({ t: 'written' });
    } else if (task.kind === 'drawing') say(await convertFile(task, (share, sentence) => say({ t: 'progress', share, sentence })));
    else if (task.kind === 'commits') say({ t: 'commits', answer: await commitsOfFile(task.projectDir, task.file) });
    else if (task.kind === 'text-at') say({ t: 'text-at', text: await textAtCommit(task.projectDir, task.file, task.oid) });
    else if (task.kind === 'look') say({ t: 'looked', look: await lookAt(task) });
    else {
      const goOn = (): Promise<void> => new Promise((resolve) => port.once('message', () => resolve()));
      const { counts, problem } = await readSamples(task, async (batch, share) => {
        const waiting = goOn();
        say({ t: 'batch', batch, share });
        await waiting;
      });
      say({ t: 'read', counts, problem });
    }
  } catch (error) {
    const reason = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.stack ?? error.message) : String(error);
    say({ t: 'failed', sentence: error instanceof TableRefused || error instanceof ImportRefused ? error.message : null, reason });
  }
  port.close();
}

if (parentPort === null) throw new Error('The exchange worker runs in a worker thread only.');
void run(workerData as ExchangeTask, parentPort);
