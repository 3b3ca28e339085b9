import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DrawingName } from '#shared/contract/screens.ts';
import { createProjectFolder, startEngine, type EngineRig } from '../support/engine-rig.ts';

// Drawings through the contract, on a real engine, with real files and a real store.
const draw = (body: string, title = 'Brine'): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">\n  <title>${title}</title>\n  ${body}\n</svg>\n`;
const first = draw('<rect class="body" width="10" height="10"/>');
const second = draw('<rect class="body" width="20" height="10"/>');
const third = draw('<rect class="body" width="30" height="10"/>');
const brine = { kind: 'screen' as const, screen: DrawingName.parse('brine') };
const files = {
  'project.yaml': 'name: Brine station\nhome: brine\n',
  'assets/a.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: unit, screen: brine }\n',
  'tags/t.yaml': 'tags:\n  - { id: LT-201, name: Brine level, asset: U200 }\n',
  'screens/brine.svg': first,
  'screens/hall.svg': draw('<g data-symbol="link" data-screen="brine" data-label="To brine"/>', 'Hall'),
};
const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function newRig(more: Readonly<Record<string, string>> = {}) {
  const folder = createProjectFolder({ ...files, ...more });
  undo.push(folder.remove);
  const rig = await startEngine(folder);
  undo.push(() => rig.stop());
  return { ...rig, ...folder, file: (name: string) => join(folder.projectDir, name) };
}

async function readNow({ client }: Pick<EngineRig, 'client'>, which = brine) {
  const read = await client.call('screens.read', which);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}
async function versionsOf({ client }: Pick<EngineRig, 'client'>, which: { readonly kind: 'screen' | 'template'; readonly screen: typeof brine.screen } = brine) {
  const answer = await client.call('screens.versions', which);
  if (!answer.ok) throw new Error(answer.fault.message);
  return answer.value.versions;
}
/** Resolves with the state of the project once a claim about it holds. */
const whenState = ({ client }: Pick<EngineRig, 'client'>, claim: (state: { revision: number; screenVersions: Readonly<Record<string, number>> }) => boolean) =>
  new Promise<{ revision: number }>((resolve) => {
    const stream = client.open('project.state', {}, {
      onItem: (state) => {
        if (!claim(state)) return;
        stream.close();
        resolve(state);
      },
    });
  });

describe('Saving a drawing', () => {
  it('writes the file, tells consoles that the screen changed, and makes no new revision of the plant', async () => {
    const rig = await newRig();
    const { hash } = await readNow(rig);
    const told = whenState(rig, ({ screenVersions }) => (screenVersions['brine'] ?? 0) > 0);
    const saved = await rig.client.call('screens.save', { ...brine, svg: second, basedOn: hash, note: 'Tank is wider' });
    expect(saved).toMatchObject({ ok: true, value: { problems: [] } });
    expect(readFileSync(rig.file('screens/brine.svg'), 'utf8')).toBe(second);
    expect((await told).revision).toBe(1);
    expect(await versionsOf(rig)).toMatchObject([
      { source: 'console', user: 'Lead', note: 'Tank is wider', hash: saved.ok ? saved.value.hash : '' },
      { source: 'file', user: null, hash },
    ]);
  });

  it('is refused where the file was changed meanwhile: nothing is written, and the other text stays', async () => {
    const rig = await newRig();
    const { hash } = await readNow(rig);
    writeFileSync(rig.file('screens/brine.svg'), third);
    expect(await rig.client.call('screens.save', { ...brine, svg: second, basedOn: hash, note: '' })).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(readFileSync(rig.file('screens/brine.svg'), 'utf8')).toBe(third);
    expect(await rig.client.call('screens.save', { ...brine, svg: second, basedOn: null, note: '' })).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    const both = await Promise.all(['one', 'two'].map(async (note) => rig.client.call('screens.save', { ...brine, svg: draw(`<text class="note">${note}</text>`), basedOn: (await readNow(rig)).hash, note })));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('keeps what was written by hand a moment before as a version, seen by nobody until then', async () => {
    const rig = await newRig();
    writeFileSync(rig.file('screens/brine.svg'), third);
    const { hash } = await readNow(rig);
    await rig.client.call('screens.save', { ...brine, svg: second, basedOn: hash, note: '' });
    const versions = await versionsOf(rig);
    expect(versions[1]).toMatchObject({ source: 'file', hash });
    const text = await rig.client.call('screens.version', { ...brine, version: versions[1]?.id ?? '' });
    expect(text).toEqual({ ok: true, value: { svg: third, hash } });
  });

  it('refuses a text that is no screen with its line, and saves parts that are left out with a word about each', async () => {
    const rig = await newRig();
    const { hash } = await readNow(rig);
    const broken = await rig.client.call('screens.save', { ...brine, svg: draw('<g>'), basedOn: hash, note: '' });
    expect(broken).toMatchObject({ ok: false, fault: { code: 'invalid', message: expect.stringMatching(/Line 4:.*closes/) as string } });
    const saved = await rig.client.call('screens.save', { ...brine, svg: draw('<script>alert(1)</script>'), basedOn: hash, note: '' });
    expect(saved).toMatchObject({ ok: true, value: { problems: [{ line: 3, message: expect.stringContaining('script') as string }] } });
  });

  it('takes no name that is no plain file name', async () => {
    const rig = await newRig();
    for (const screen of ['../evil', 'a/b', '.hidden', '', 'nul', 'COM1.a', 'end.', 'x'.repeat(200)]) {
      const made = await rig.client.call('screens.create', { kind: 'screen', screen: screen as typeof brine.screen, svg: first, note: '', source: 'console' });
      expect(made).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
    }
  });

  it('knows the templates a screen is made of, and says which is not there', async () => {
    const rig = await newRig({ 'templates/pump.svg': draw('<circle class="body" cx="5" cy="5" r="5"/>', 'Pump') });
    const { hash } = await readNow(rig);
    const svg = draw('<g data-template="pump" transform="translate(5 5)"/>\n<g data-template="gone"/>');
    const saved = await rig.client.call('screens.save', { ...brine, svg, basedOn: hash, note: '' });
    expect(saved.ok ? saved.value.problems : saved).toMatchObject([{ line: 4, message: expect.stringContaining('gone') as string }]);
    const used = await rig.client.call('screens.references', { kind: 'template', screen: DrawingName.parse('pump') });
    expect(used.ok ? used.value.references : used).toMatchObject([{ file: 'screens/brine.svg', line: 3 }]);
  });

  it('never writes through a link that leads out of the project', async () => {
    const rig = await newRig();
    const outside = join(rig.dataDir, '..', 'outside');
    mkdirSync(outside);
    rmSync(rig.file('templates'), { recursive: true, force: true });
    symlinkSync(outside, rig.file('templates'));
    expect(await rig.client.call('screens.create', { kind: 'template', screen: DrawingName.parse('pump'), svg: first, note: '', source: 'console' })).toMatchObject({ ok: false, fault: { code: 'unwritable' } });
    writeFileSync(join(outside, 'secret.svg'), first);
    expect(await rig.client.call('screens.read', { kind: 'template', screen: DrawingName.parse('secret') })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });

  it('needs the role engineer', async () => {
    const rig = await newRig();
    const { hash } = await readNow(rig);
    expect(await rig.connect('lead').call('screens.save', { ...brine, svg: second, basedOn: hash, note: '' })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
  });
});

describe('Drawings that come and go', () => {
  it('are made where the name is free, in other capitals too', async () => {
    const rig = await newRig();
    const create = (screen: string) => rig.client.call('screens.create', { kind: 'screen', screen: DrawingName.parse(screen), svg: first, note: '', source: 'import' });
    expect(await create('pumps')).toMatchObject({ ok: true });
    expect(await create('pumps')).toMatchObject({ ok: false, fault: { code: 'exists' } });
    expect(await create('BRINE')).toMatchObject({ ok: false, fault: { code: 'exists', message: 'There is a screen brine already.' } });
    await whenState(rig, ({ revision }) => revision > 1);
    const list = await rig.client.call('screens.list', {});
    expect(list.ok ? list.value.drawings.map(({ kind, screen, title }) => [kind, screen, title]) : list).toEqual([['screen', 'brine', 'Brine'], ['screen', 'hall', 'Hall'], ['screen', 'pumps', 'Brine']]);
    expect(await versionsOf(rig, { kind: 'screen', screen: DrawingName.parse('pumps') })).toMatchObject([{ source: 'import' }]);
  });

  it('say who leads to them when they are removed, and can be had back', async () => {
    const rig = await newRig();
    const { hash } = await readNow(rig);
    const removed = await rig.client.call('screens.remove', { ...brine, basedOn: hash, note: 'Shown on the hall now' });
    expect(removed.ok ? removed.value.references.map(({ file, line }) => [file, line]) : removed).toEqual([['project.yaml', null], ['assets', null], ['screens/hall.svg', 3]]);
    expect(await rig.client.call('screens.read', brine)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    const versions = await versionsOf(rig);
    expect(versions[0]).toMatchObject({ source: 'removed', user: 'Lead', note: 'Shown on the hall now' });
    const restored = await rig.client.call('screens.restore', { ...brine, version: versions[0]?.id ?? '', basedOn: null, note: '' });
    expect(restored).toMatchObject({ ok: true, value: { hash } });
    expect(readFileSync(rig.file('screens/brine.svg'), 'utf8')).toBe(first);
  });

  it('whose file is taken away are told to consoles, so that an editor with its text open knows', async () => {
    const rig = await newRig();
    const told = whenState(rig, ({ screenVersions }) => (screenVersions['hall'] ?? 0) > 0);
    rmSync(rig.file('screens/hall.svg'));
    await told;
    expect(await rig.client.call('screens.read', { ...brine, screen: DrawingName.parse('hall') })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });

  it('take another name with their text, and keep the versions under the old one', async () => {
    const rig = await newRig();
    const { hash } = await readNow(rig);
    const to = DrawingName.parse('brine-feed');
    expect(await rig.client.call('screens.rename', { ...brine, to: DrawingName.parse('hall'), basedOn: hash })).toMatchObject({ ok: false, fault: { code: 'exists' } });
    const renamed = await rig.client.call('screens.rename', { ...brine, to, basedOn: hash });
    expect(renamed.ok ? renamed.value.references : renamed).toHaveLength(3);
    expect((await readNow(rig, { ...brine, screen: to })).svg).toBe(first);
    expect(await versionsOf(rig)).toMatchObject([{ source: 'renamed', note: 'Renamed to brine-feed.' }, { source: 'file' }]);
  });

  it('keep every change made by something else as a version, one that was made while no engine ran too', async () => {
    const rig = await newRig({ 'templates/pump.svg': first });
    const pump = { kind: 'template' as const, screen: DrawingName.parse('pump') };
    while ((await versionsOf(rig, pump)).length < 1) await readNow(rig);
    while ((await versionsOf(rig)).length < 1) await readNow(rig);
    writeFileSync(rig.file('screens/brine.svg'), second);
    await whenState(rig, ({ screenVersions }) => (screenVersions['brine'] ?? 0) > 0);
    // Versions are kept behind the news: a call after it waits its turn.
    while ((await versionsOf(rig)).length < 2) await readNow(rig);
    await rig.stop();
    writeFileSync(rig.file('screens/brine.svg'), third);
    rmSync(rig.file('screens/hall.svg'));
    // A folder that is away as a whole, a share for instance, is no removal of each.
    rmSync(rig.file('templates'), { recursive: true, force: true });
    const again = await startEngine(rig);
    undo.push(() => again.stop());
    const hall = { kind: 'screen' as const, screen: DrawingName.parse('hall') };
    while ((await versionsOf(again)).length < 3 || (await versionsOf(again, hall)).length < 2) await readNow(again);
    expect((await versionsOf(again)).map(({ source, user }) => [source, user])).toEqual([['file', null], ['file', null], ['file', null]]);
    expect((await versionsOf(again, hall))[0]).toMatchObject({ source: 'removed', user: null });
    expect(await versionsOf(again, pump)).toMatchObject([{ source: 'file' }]);
  }, 180_000);
});
