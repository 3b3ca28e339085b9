import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentReport } from '#shared/incident/incident-report.ts';
import { pictureMsOf } from '#shared/incident/moments.ts';
import { Handover } from '#shared/model/handover.ts';
import { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import { Incident } from '#shared/model/incident.ts';
import type { TimelineEntry } from '#shared/model/incident-timeline.ts';
import { Runbook } from '#shared/model/runbook.ts';
import { readRunbook } from '#shared/runbook/read-runbook.ts';
import { drawPicture } from './draw-picture.ts';
import { handoverPaper } from './handover-paper.ts';
import { incidentPaper } from './incident-paper.ts';
import type { Paper, PaperFormat } from './paper.ts';
import type { Plot } from './plot.ts';
import { plotShapes } from './plot-shapes.ts';
import { runbookPaper } from './runbook-paper.ts';
import { writePaper } from './write-paper.ts';

const run = promisify(execFile);
/** PDF is read back by another program (Debian's poppler-utils); without it those tests are left out by name. */
const hasPoppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let dir: string;
let files = 0;
beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'firstout-papers-'))));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function written(paper: Paper, format: PaperFormat): Promise<string> {
  const path = join(dir, `${files++}.${format}`);
  await writePaper(path, format, paper, () => undefined);
  return path;
}
/** Words of each page, as another program reads them: line breaks are blanks. */
async function pagesOf(path: string): Promise<readonly string[]> {
  const { stdout } = await run('pdftotext', ['-layout', path, '-'], { maxBuffer: 1 << 26 });
  return stdout.split('\f').slice(0, -1).map((page) => page.replace(/\s+/g, ' '));
}
/** Files of a ZIP by name, from its central directory (PKWARE's APPNOTE, as known from secondary texts); no ZIP64. */
function unzip(path: string): ReadonlyMap<string, Buffer> {
  const zip = readFileSync(path);
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const found = new Map<string, Buffer>();
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left--) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50);
    const [method, packed, nameLength] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + packed);
    found.set(zip.toString('utf8', at + 46, at + 46 + nameLength), method === 8 ? inflateRawSync(bytes) : bytes);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return found;
}
/** Words of a part of a DOCX. It must be well-formed: every mark that is opened is closed in its turn. */
function wordsOf(path: string, part: string): string {
  const xml = unzip(path).get(part)?.toString('utf8') ?? '';
  expect(xml).not.toBe('');
  const open: string[] = [];
  for (const [, slash, name, empty] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (slash === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name as string);
  }
  expect(open).toEqual([]);
  expect(xml.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;|apos;|#)/);
  return xml
    .replaceAll('</w:p>', ' ')
    .replace(/<w:br\/>/g, ' ')
    .replace(/<[^<>]*>/g, '')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

const startMs = Date.UTC(2026, 10, 29, 3, 0, 0, 250);
/** Of the widest figure: where this hash stands in one line, each does. */
const head = '4'.repeat(64);
const entry = (at: number, text: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({ key: `alarm:${at}`, source: 'alarm', group: 'alarms', what: 'raised', timeMs: startMs + at * 1000, uncertaintyMs: 25, offsetMs: at * 1000, writtenMs: null, isPrecursor: false, text, user: null, alarm: AlarmId.parse('PT-1.L'), tag: TagId.parse('PT-1'), asset: AssetId.parse('K-1'), run: null, attachments: [], ...more });
const incident = Incident.parse({
  id: 'INC-0007', seq: 9, commandSeq: 9, title: 'Lube oil <lost> & found', severity: 2, state: 'closed', stage: 'review',
  origin: { kind: 'first-out', group: 3, alarm: 'PT-1.L' }, startMs, uncertaintyMs: 25, openedMs: startMs + 60_000, openedBy: 'Omar', commander: 'Lena', roles: [],
  tasks: [
    { id: 'T1', text: 'Change the strainer over', to: 'Ken', dueMs: null, givenMs: startMs, givenBy: 'Lena', state: 'done', endedMs: startMs + 9e5, endedBy: 'Ken', result: 'Rag found' },
    { id: 'T2', text: 'Order a basket', to: 'Mia', dueMs: null, givenMs: startMs, givenBy: 'Lena', state: 'carried-over', endedMs: null, endedBy: null, result: '' },
  ],
  assets: ['K-1'], links: [], everyMin: 20, lastUpdateMs: null, updateDueMs: null, updates: 1, missedUpdates: 0, missedInRow: 0, precursorMs: null, entries: 9,
  closed: { atMs: startMs + 3_600_000, by: 'Lena', cause: 'A rag in the strainer', actions: ['Strainer cleaned'], downtimeMin: 84 }, reopened: 0,
});
const column = (value: (at: number) => number): Float64Array => Float64Array.from({ length: 100 }, (_none, at) => value(at));
const line = (at: number): number => (at >= 40 && at < 50 ? Number.NaN : 3 - at / 50);
const plot: Plot = {
  tag: 'PT-1', name: 'Header pressure', unit: 'bar', decimals: 1, fromMs: startMs - 300_000, toMs: startMs + 600_000, first: column(line), min: column(line), max: column(line), last: column(line),
  isBad: new Uint8Array(100), isStepped: false, states: {}, limits: [{ label: 'L 1.8', value: 1.8 }], moments: [{ timeMs: startMs, label: 'first out', uncertaintyMs: 25, isFirstOut: true }], note: '',
};
const picture = drawPicture([{ kind: 'area', x: 2, y: 2, width: 4, height: 4, ink: 'first' }], 40, 20, 2);
const sentences = Array.from({ length: 40 }, (_none, at) => `Entry ${at}: flow ${at}.5 m³/h at −3 °C, vibration 4 µm, ΔP ≥ 1.8 bar < 2 & falling → trip`);
const timeline = sentences.map((text, at) => entry(at, text));
const paper = (): Paper =>
  incidentPaper({
    plant: 'Lube works',
    report: incidentReport({ incident, timeline, isWhole: true, madeMs: startMs + 4e6, chain: { seq: 4711, head } }),
    by: 'Lena',
    assetName: () => 'Compressor',
    plots: [{ title: 'Trends around the start', note: 'Dashed: limits', plots: [plot] }],
    pictures: [
      { entry: entry(1, 'As seen'), name: 'graphic.png', hash: 'c'.repeat(64), type: 'image/png', body: picture, why: '' },
      { entry: entry(2, 'As sent'), name: 'broken.png', hash: 'd'.repeat(64), type: 'image/png', body: picture.subarray(0, 60), why: '' },
      { entry: { ...entry(0, 'Process graphic Lube as it was, as shown by console Room 1'), timeMs: pictureMsOf(startMs), picture: { of: { kind: 'screen', id: 'lube', title: 'Lube' }, console: 'Room 1' } }, name: 'lube.png', hash: 'a'.repeat(64), type: 'image/png', body: picture, why: '' },
      { entry: entry(3, 'As told'), name: 'sheet.pdf', hash: 'e'.repeat(64), type: 'application/pdf', body: null, why: 'A console shows it.' },
    ],
  });

/** What a report of this incident has to say besides its timeline. */
const said = ['INC-0007 Lube oil <lost> & found', 'SEV 2', '03:00:00.250 ±25 ms', `Newest record 4711 ${head}`, 'A rag in the strainer', 'Strainer cleaned', '1 h 24 min', 'Compressor', 'Rag found', 'Order a basket', 'graphic.png', ': 2026-11-29 03:00:00 (start)', 'as shown by console Room 1', `SHA-256 ${'a'.repeat(64)}`, 'firstout://replay?plant=Lube%20works&at=', 'This picture could not be read', 'A console shows it.', 'Replay'];

describe('The report of an incident', () => {
  it.skipIf(!hasPoppler)('says every sentence of the timeline as PDF, with the hash of the chain and the number on each page', async () => {
    const path = await written(paper(), 'pdf');
    const pages = await pagesOf(path);
    const { stdout } = await run('pdfinfo', [path]);
    expect(stdout).toMatch(new RegExp(`Pages:\\s+${pages.length}\\n`));
    expect(stdout).toContain('(A4)');
    expect(pages.length).toBeGreaterThan(3);
    for (const [at, page] of pages.entries()) {
      expect(page).toContain(`Page ${at + 1} of ${pages.length}`);
      expect(page).toContain(head);
    }
    // Without the layout of columns, in the order of writing.
    const flow = (await run('pdftotext', ['-raw', path, '-'], { maxBuffer: 1 << 26 })).stdout.replace(/\s+/g, ' ');
    expect([...sentences, ...said, 'PT-1 Header pressure', 'L 1.8', 'first out'].filter((sentence) => !flow.includes(sentence))).toEqual([]);
    const fonts = (await run('pdffonts', [path])).stdout.trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/Inter-\w+ +CID TrueType +Identity-H +yes yes yes/);
    expect((await run('pdfimages', ['-list', path])).stdout.trim().split('\n').length - 2).toBe(2);
    // The link is one for who reads it on a screen, too.
    expect(readFileSync(path, 'latin1')).toContain('/URI (firstout://replay?plant=Lube%20works&at=');
  });

  it('says the same as DOCX, which is well-formed, its trends and pictures in it', async () => {
    const path = await written(paper(), 'docx');
    const words = wordsOf(path, 'word/document.xml');
    expect([...sentences, ...said].filter((sentence) => !words.includes(sentence))).toEqual([]);
    const names = [...unzip(path).keys()];
    expect(names.filter((name) => name.startsWith('word/media/')).length).toBe(2);
    expect(unzip(path).get('word/_rels/document.xml.rels')?.toString()).toContain('Target="firstout://replay?plant=Lube%20works&amp;at=');
    const foot = names.find((name) => name.startsWith('word/footer')) ?? '';
    expect(wordsOf(path, foot)).toContain(head);
  });

  it('is told as open where it is not closed, and where the oldest of the timeline is missing it says so', () => {
    const open = incidentPaper({ plant: 'P', report: incidentReport({ incident: { ...incident, state: 'open', closed: null }, timeline: [], isWhole: false, madeMs: startMs, chain: { seq: 1, head } }), by: 'Lena', assetName: () => '', plots: [], pictures: [] });
    const text = JSON.stringify(open);
    expect(text).toContain('cause, actions and downtime are not known yet');
    expect(text).toContain('the oldest of it is missing');
    expect(text).not.toContain('A rag');
    // No picture was taken: one sentence, and no empty frame.
    expect(text).toContain('no console has taken pictures of them');
  });

  it.each(['pdf', 'docx'] as const)('takes whatever people write: controls, halves of characters, no blanks for pages (%s)', async (format) => {
    const hostile = `\u0000\u0007a\uD800b ${'x'.repeat(5000)} \u2028]]> ${'<w:p>'.repeat(20)}`;
    const bad = incidentPaper({ plant: hostile, report: incidentReport({ incident: { ...incident, title: hostile.slice(0, 200) }, timeline: [entry(0, hostile)], isWhole: true, madeMs: startMs, chain: { seq: 1, head } }), by: 'Lena', assetName: () => hostile, plots: [{ title: 'T', note: '', plots: [{ ...plot, first: column(() => Number.NaN), min: column(() => Number.NaN), max: column(() => Number.NaN), last: column(() => Number.NaN), toMs: plot.fromMs }] }], pictures: [] });
    const path = await written(bad, format);
    if (format === 'docx') expect(wordsOf(path, 'word/document.xml').split('x').length).toBeGreaterThan(5000);
    else expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

const text = `---
id: RB-T-01
title: Pump stopped
version: "2.1"
severity: 1
minutes: 20
emergency: true
---
## Hazards
Hot oil: **keep away**.
## Isolation
${Array.from({ length: 9 }, (_none, at) => `:::step[Isolate ${at}]{#isolate-${at}}\n1. Go there.\n\n::check[Pressure is down]{expr="{PT-1} < 0.5" for=10s}\n::reading[Filter dp]{unit=bar min=0 max=2}\n::sign[Proved]{role=operator}\n:::\n`).join('')}`;
const runbook = Runbook.parse(readRunbook(text).runbook);
const printed = (hash: string) => ({ runbook, hash, file: 'runbooks/t.md', isSound: true });

describe('Runbooks on paper', () => {
  it.skipIf(!hasPoppler)('name id, version, hash of the text and time of printing on each page, with pages counted for each of them', async () => {
    const [one, other] = ['1a'.repeat(32), '2b'.repeat(32)];
    const pages = await pagesOf(await written(runbookPaper({ plant: 'Lube works', by: 'Lena', madeMs: startMs, title: 'Emergency runbooks', runbooks: [printed(one), printed(other)] }), 'pdf'));
    expect(pages[0]).toContain('Page 1 of 1');
    const half = (pages.length - 1) / 2;
    expect(half).toBeGreaterThan(1);
    for (const [at, page] of pages.slice(1).entries()) {
      for (const words of ['EMERGENCY RB-T-01 Pump stopped', 'RB-T-01 · version 2.1 · printed 2026-11-29 03:00 UTC', `text ${at < half ? one : other}`, `Page ${(at % half) + 1} of ${half}`]) expect(page).toContain(words);
    }
    const all = pages.join(' ');
    for (let at = 0; at < 9; at++) expect(all).toContain(`${at + 1}. Isolate ${at}`);
    expect(all).toMatch(/Filter dp \[bar\], 0 to 2 value/);
  });

  it('one that cannot be run is printed with a warning', () => {
    expect(JSON.stringify(runbookPaper({ plant: 'P', by: 'L', madeMs: 0, title: 'T', runbooks: [{ ...printed('0'.repeat(64)), isSound: false }] }))).toContain('cannot be run on a console');
  });
});

describe('A handover on paper', () => {
  it.skipIf(!hasPoppler)('has each item with who accepted it or room to sign, and what there is nothing of', async () => {
    const item = (id: string, kind: string, subject: string, words: string) => ({ id, kind, subject, text: words, sinceMs: startMs, untilMs: null, by: 'Omar' });
    const handover = Handover.parse({
      id: 'HO-0012', seq: 5, writtenMs: startMs, writtenBy: 'Lena', comment: 'Watch the strainer', chain: { seq: 4711, head }, isComplete: false,
      accepted: [{ item: 'incident:INC-0007', by: 'Luis', atMs: startMs, comment: 'Seen' }],
      draft: { madeMs: startMs, sinceMs: null, more: [{ kind: 'note', count: 12 }], items: [item('incident:INC-0007', 'incident', 'INC-0007', 'Trip'), item('shelved:LT-2.H', 'shelved', 'LT-2.H', 'Level high, being filled')] },
    });
    const pages = await pagesOf(await written(handoverPaper({ handover, plant: 'Lube works', by: 'Luis', madeMs: startMs }), 'pdf'));
    for (const page of pages) expect(page).toContain(head);
    for (const words of ['Shift handover HO-0012', '1 of 2 items', 'Watch the strainer', 'Luis, 2026-11-29', 'Level high, being filled', '12 more are not listed here.', 'Suppressed alarms'.toLowerCase(), 'Taken over']) expect(pages.join(' ')).toContain(words);
  });
});

describe('A trend on paper', () => {
  it('has a gap where there is no value, grey behind it, and the first-out mark at its time', () => {
    const shapes = plotShapes(plot, 483, 116);
    const data = shapes.flatMap((shape) => (shape.kind === 'line' && shape.ink === 'data' ? [shape.points] : []));
    expect(data.length).toBe(2);
    const [before, after] = data;
    const [gapFrom, gapTo] = [before?.at(-1)?.[0] ?? 0, after?.[0]?.[0] ?? 0];
    const grey = shapes.find((shape) => shape.kind === 'area' && shape.ink === 'shade');
    expect(grey).toMatchObject({ x: expect.closeTo(gapFrom, 6), width: expect.closeTo(gapTo - gapFrom, 6) });
    const mark = shapes.flatMap((shape) => (shape.kind === 'line' && shape.ink === 'first' ? [shape.points] : []))[0];
    const [axisFrom, axisTo] = [before?.[0]?.[0] ?? 0, after?.at(-1)?.[0] ?? 0];
    expect(mark?.[0]?.[0]).toBeCloseTo(axisFrom + (axisTo - axisFrom) / 3, 6);
  });

  it('keeps a peak that lasted less than a column, and stays within its frame', () => {
    const spiked = { ...plot, max: column((at) => (at === 20 ? 50 : line(at))) };
    const points = plotShapes(spiked, 483, 116).flatMap((shape) => (shape.kind === 'line' && shape.ink === 'data' ? [...shape.points] : []));
    const top = Math.min(...points.map(([, y]) => y));
    expect(points.filter(([, y]) => y === top).length).toBe(1);
    for (const [x, y] of points) expect(x >= 0 && x <= 483 && y >= 0 && y <= 116).toBe(true);
  });
});
