import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunbookText, replaceRunbook, runbookHash } from '#electron/engine/project/write-runbook.ts';
import { RunbookId, runbookLimits } from '#shared/model/runbook.ts';
import { createProjectFolder, type EngineRig, startEngine } from '../support/engine-rig.ts';

// Texts of runbooks saved through the contract, on a real engine, with real files and a real store.
const text = (id: string, title: string, tag = 'PT-1'): string => `---
id: ${id}
title: ${title}
version: "1.0"
severity: 2
minutes: 20
---
## Hazards
Hot oil.
## Isolation
:::step[Isolate]{#isolate}
::value{tag=${tag}}
:::
`;
const rb1 = RunbookId.parse('RB-1');
let folder: ReturnType<typeof createProjectFolder>;
let rig: EngineRig;
beforeAll(async () => {
  folder = createProjectFolder({
    'project.yaml': 'name: Test plant\n',
    'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit, level: unit }\n',
    'tags/t.yaml': 'tags:\n  - { id: PT-1, name: Pressure, asset: U1 }\n',
    'runbooks/emergency/a.md': text('RB-1', 'Pump stopped'),
  });
  rig = await startEngine(folder);
}, 180_000);
afterAll(async () => {
  await rig.stop();
  folder.remove();
});
const onDisk = (file = 'runbooks/emergency/a.md'): string => readFileSync(join(folder.projectDir, file), 'utf8');
const source = async () => {
  const answer = await rig.client.call('runbook.source', { runbook: rb1 });
  if (!answer.ok) throw new Error(answer.fault.message);
  return answer.value;
};
/** Resolves once a console that only watches has been told another text of a runbook; `change` is made when the first was told. */
async function toldAfter(runbook: string, change: () => Promise<void>): Promise<void> {
  const watcher = rig.connect('view');
  let first: { readonly version: string | undefined } | null = null;
  await new Promise<void>((resolve, reject) => {
    watcher.open('project.state', {}, {
      onItem({ runbookVersions }) {
        if (first === null) {
          first = { version: runbookVersions[runbook] };
          change().catch(reject);
        } else if (runbookVersions[runbook] !== first.version) resolve();
      },
    });
  });
}

describe('saving a runbook', { timeout: 60_000 }, () => {
  it('writes the text over the one it was made from, keeps both, and tells every console', async () => {
    const before = await source();
    const next = text('RB-1', 'Pump stopped by itself');
    await toldAfter('RB-1', async () => {
      const saved = await rig.connect('engineer', 'Erik').call('runbook.save', { runbook: rb1, markdown: next, basedOn: before.hash, note: 'The title said too little.' });
      expect(saved).toMatchObject({ ok: true, value: { runbook: 'RB-1', file: 'runbooks/emergency/a.md', hash: runbookHash(next), problems: [] } });
    });
    expect(onDisk()).toBe(next);
    expect(await rig.client.call('runbook.get', { runbook: rb1 })).toMatchObject({ ok: true, value: { runbook: { title: 'Pump stopped by itself' }, hash: runbookHash(next) } });
    for (const kept of [before.text, next]) {
      const attached = await rig.client.call('runbook.attachment', { hash: runbookHash(kept) });
      expect(attached.ok && new TextDecoder().decode(attached.value.body)).toBe(kept);
    }
  });

  it('leaves one line in the audit log with who, why and from which text to which', async () => {
    const found = await rig.client.call('actions.in', { span: { fromMs: 0, toMs: 8.64e15 }, limit: 1000 });
    const lines = found.ok ? found.value.actions.filter(({ action, result }) => action === 'runbook.save' && result !== null) : [];
    expect(lines).toMatchObject([{ user: 'Erik', role: 'engineer', subject: 'RB-1', result: 'done' }]);
  });

  it('refuses the second of two people, whose text was made from the one before, and writes nothing', async () => {
    const { hash } = await source();
    const theirs = text('RB-1', 'Pump stopped, by Erik');
    const mine = text('RB-1', 'Pump stopped, by Anna');
    const [first, second] = await Promise.all([
      rig.connect('engineer', 'Erik').call('runbook.save', { runbook: rb1, markdown: theirs, basedOn: hash, note: 'Erik' }),
      rig.connect('engineer', 'Anna').call('runbook.save', { runbook: rb1, markdown: mine, basedOn: hash, note: 'Anna' }),
    ]);
    const refusals = [first, second].flatMap((answer) => (answer.ok ? [] : [answer.fault]));
    expect(refusals).toMatchObject([{ code: 'changed-meanwhile' }]);
    expect(onDisk()).toBe(first.ok ? theirs : mine);
  });

  it('is based on what is on disk: an edit by hand of a moment ago is not written over', async () => {
    const { hash } = await source();
    const byHand = text('RB-1', 'Changed by hand');
    writeFileSync(join(folder.projectDir, 'runbooks/emergency/a.md'), byHand);
    expect(await rig.client.call('runbook.save', { runbook: rb1, markdown: text('RB-1', 'Mine'), basedOn: hash, note: 'x' })).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(onDisk()).toBe(byHand);
  });

  it.each([
    ['with an error', text('RB-1', 'Broken', 'PT-9'), /Line 12: there is no tag "PT-9"/],
    ['that is no runbook', 'words', /Line 1: /],
    ['with the id of another one', text('RB-5', 'Another'), /has the id RB-5, and RB-1 was opened/],
    ['too long in bytes, not in characters', `${text('RB-1', 'Long')}${'é'.repeat(runbookLimits.bytes / 2)}`, /more than 256 KB/],
  ])('refuses a text %s and leaves the file as it is', async (_, markdown, sentence) => {
    const { hash, text: before } = await source();
    const answer = await rig.client.call('runbook.save', { runbook: rb1, markdown, basedOn: hash, note: 'x' });
    expect(answer).toMatchObject({ ok: false, fault: { code: 'invalid', message: expect.stringMatching(sentence) } });
    expect(onDisk()).toBe(before);
  });

  it('needs the role engineer and a reason', async () => {
    const { hash } = await source();
    const asked = { runbook: rb1, markdown: text('RB-1', 'By a lead'), basedOn: hash, note: 'x' };
    expect(await rig.connect('lead').call('runbook.save', asked)).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await rig.client.call('runbook.save', { ...asked, note: '  ' })).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
  });

  it('makes a new runbook in a file by its id, once', async () => {
    const markdown = text('RB-New.2', 'Quite new');
    await toldAfter('RB-New.2', async () => {
      expect(await rig.client.call('runbook.create', { markdown, note: 'New pump.' })).toMatchObject({ ok: true, value: { runbook: 'RB-New.2', file: 'runbooks/rb-new.2.md' } });
    });
    expect(onDisk('runbooks/rb-new.2.md')).toBe(markdown);
    expect(await rig.client.call('runbook.create', { markdown, note: 'Again.' })).toMatchObject({ ok: false, fault: { code: 'exists' } });
    expect(await rig.client.call('runbook.create', { markdown: markdown.replace('RB-New.2', 'RB-NEW.2'), note: 'In capitals.' })).toMatchObject({ ok: false, fault: { code: 'exists' } });
    expect(await rig.client.call('runbook.create', { markdown: markdown.replace('RB-New.2', 'CON'), note: 'A device.' })).toMatchObject({ ok: false, fault: { code: 'invalid' } });
    expect(readdirSync(join(folder.projectDir, 'runbooks')).toSorted()).toEqual(['emergency', 'rb-new.2.md']);
  });
});

describe('a save that is killed', { timeout: 60_000 }, () => {
  const long = (word: string): string => `${text('RB-1', word)}${`${word} `.repeat(20_000)}\n`;
  const child = `
    const { replaceRunbook, runbookHash } = await import(process.argv[1]);
    const [dir, a, b] = [process.argv[2], process.argv[3], process.argv[4]].map(String);
    const long = (word) => ${JSON.stringify(text('RB-1', '%'))}.replace('%', word) + (word + ' ').repeat(20000) + '\\n';
    let now = a;
    for (;;) {
      const next = now === a ? b : a;
      const done = await replaceRunbook(dir, 'runbooks/a.md', long(next), runbookHash(long(now)));
      if (!done.ok) throw new Error(done.fault.message);
      now = next;
      console.log(now);
    }`;
  it('leaves the old text or the new one whole, and a remainder that nobody reads', async () => {
    const dir = createProjectFolder({ 'runbooks/a.md': long('odd') });
    try {
      for (let kill = 0; kill < 3; kill++) {
        const start = readFileSync(join(dir.projectDir, 'runbooks/a.md'), 'utf8') === long('odd') ? ['odd', 'even'] : ['even', 'odd'];
        const script = new URL('../../electron/engine/project/write-runbook.ts', import.meta.url).href;
        const worker = spawn(process.execPath, ['--input-type=module', '-e', child, script, dir.projectDir, ...start], { stdio: ['ignore', 'pipe', 'pipe'] });
        let errors = '';
        worker.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
        let saves = 0;
        worker.stdout.on('data', (piece: Buffer) => {
          saves += piece.toString().split('\n').length - 1;
          if (saves > kill) worker.kill('SIGKILL');
        });
        const signal = await new Promise((resolve) => worker.on('exit', (_, by) => resolve(by)));
        expect([signal, errors.replace(/.*Warning.*\n/g, '')]).toEqual(['SIGKILL', '']);
        expect([long('odd'), long('even')]).toContain(readFileSync(join(dir.projectDir, 'runbooks/a.md'), 'utf8'));
      }
      const read = await readRunbookText(dir.projectDir, 'runbooks/a.md');
      expect(read.ok && (await replaceRunbook(dir.projectDir, 'runbooks/a.md', long('after'), read.value.hash)).ok).toBe(true);
      expect(readdirSync(join(dir.projectDir, 'runbooks')).filter((name) => !name.startsWith('.'))).toEqual(['a.md']);
    } finally {
      dir.remove();
    }
  });
});
