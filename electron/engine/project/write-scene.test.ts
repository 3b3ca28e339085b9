import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SceneTour, SceneView } from '#shared/model/scene.ts';
import { writeNode, writeTour, writeView } from './write-scene.ts';

const text = `# The skid, measured on site
title: Skid
models:
  - id: pump   # from the maker
    file: pump.glb
    nodes:
      Root/Body: P-1   # cast iron
      "Root/Motor (2)": M-1
  - { id: tank, file: tank.stl }
views:
  # from the door
  - { id: door, name: Door, eye: [0, -9, 2], target: [0, 0, 1] }
  - id: top
    name: From above   # for the map
    kind: top
    eye: [0, 0, 30]
    target: [0, 0, 0]
# nothing below
`;
let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'write-scene-'));
  mkdirSync(join(dir, 'scenes'));
  put(text);
});
afterEach(() => rmSync(dir, { recursive: true }));
const put = (content: string): void => writeFileSync(join(dir, 'scenes/skid.yaml'), content);
const now = (): string => readFileSync(join(dir, 'scenes/skid.yaml'), 'utf8');
const node = (model: string, path: string, asset: string | null, before: string | null) => writeNode(dir, { scene: 'skid', model, node: path, asset, before });
const view = (more: object = {}): SceneView => SceneView.parse({ id: 'side', name: 'Side', eye: [9, 0, 2], target: [0, 0, 1], ...more });
const save = (wish: SceneView | null, before: SceneView | null) => writeView(dir, { scene: 'skid', view: wish, before });
const done = { ok: true, value: null };
const code = async (answer: Promise<{ ok: boolean; fault?: { code: string } }>): Promise<string> => {
  const { ok, fault } = await answer;
  return ok ? 'ok' : (fault?.code ?? '');
};

describe('Which asset a node of a model is', () => {
  it('is written in its own place: comments and everything else stay', async () => {
    expect(await node('pump', 'Root/Body', 'P-2', 'P-1')).toEqual(done);
    expect(now()).toBe(text.replace('Root/Body: P-1', 'Root/Body: P-2'));
  });

  it('is added below the others, or where there was none', async () => {
    expect(await node('pump', 'Root/Seal: left, "new"', 'S-1', null)).toEqual(done);
    expect(parse(now()).models[0].nodes).toEqual({ 'Root/Body': 'P-1', 'Root/Motor (2)': 'M-1', 'Root/Seal: left, "new"': 'S-1' });
    expect(now()).toContain('# cast iron');
    expect(await node('tank', 'shell, inner', 'TK-1', null)).toEqual(done);
    expect(parse(now()).models[1]).toEqual({ id: 'tank', file: 'tank.stl', nodes: { 'shell, inner': 'TK-1' } });
  });

  it('is taken away, and the last one with its heading', async () => {
    expect(await node('pump', 'Root/Body', null, 'P-1')).toEqual(done);
    expect(now()).toBe(text.replace('      Root/Body: P-1   # cast iron\n', ''));
    expect(await node('pump', 'Root/Motor (2)', null, 'M-1')).toEqual(done);
    expect(parse(now()).models[0]).toEqual({ id: 'pump', file: 'pump.glb' });
    expect(now()).toContain('# from the maker');
  });

  it('is refused where somebody else changed it, and where there is no such model or scene', async () => {
    expect(await node('pump', 'Root/Body', 'P-3', 'P-2')).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile', message: 'The node Root/Body was not changed: it is P-1 by now.' } });
    expect(await node('pump', 'toString', 'P-3', 'P-2')).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(await node('fan', 'Root', 'P-3', null)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(await code(writeNode(dir, { scene: 'none', model: 'pump', node: 'a', asset: null, before: null }))).toBe('not-found');
    expect(now()).toBe(text);
  });

  it('comes back as it was written, whatever a node is called', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 30 }).filter((name) => name !== '__proto__'), fc.constantFrom('pump', 'tank'), async (path, model) => {
        put(text);
        const answer = await node(model, path, 'P-9', null);
        // A name that no YAML text can hold as a key is refused, and the file stays as it was.
        if (answer.ok) expect(parse(now()).models[model === 'pump' ? 0 : 1].nodes[path]).toBe('P-9');
        else expect([answer.fault.code, now()]).toEqual(['unwritable', text]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('A view', () => {
  it('is added at the end of the list, and is what it was', async () => {
    const wish = view({ name: 'Side, "left"', assets: ['P-1'], kind: 'fault' });
    expect(await save(wish, null)).toEqual(done);
    expect(SceneView.parse(parse(now()).views[2])).toEqual(wish);
    expect(now()).toBe(text.replace('\n# nothing', `\n  - { id: side, name: 'Side, "left"', eye: [9, 0, 2], target: [0, 0, 1], kind: fault, assets: [P-1] }\n# nothing`));
  });

  it('begins the list where there is none yet', async () => {
    for (const begin of ['title: Skid\n', 'title: Skid\nviews:\n', 'title: Skid\nviews: []\n', 'title: Skid']) {
      put(begin);
      expect(await save(view(), null), begin).toEqual(done);
      expect(parse(now()).views.map((one: unknown) => SceneView.parse(one))).toEqual([view()]);
    }
  });

  it('is changed in its own place, setting by setting', async () => {
    const before = view({ id: 'top', name: 'From above', kind: 'top', eye: [0, 0, 30], target: [0, 0, 0] });
    expect(await save({ ...before, eye: [0, 0, 45.5] }, before)).toEqual(done);
    expect(parse(now()).views[1].eye).toEqual([0, 0, 45.5]);
    expect(now().split('\n').filter((line, i) => line !== text.split('\n')[i])).toHaveLength(1);
    expect(now()).toContain('# for the map');
  });

  it('is taken away with its own lines', async () => {
    const before = view({ id: 'top', name: 'From above', kind: 'top', eye: [0, 0, 30], target: [0, 0, 0] });
    expect(await save(null, before)).toEqual(done);
    expect(parse(now()).views.map(({ id }: { id: string }) => id)).toEqual(['door']);
    expect(now()).toContain('# nothing below');
    expect(await save(null, view({ id: 'door', name: 'Door', eye: [0, -9, 2] }))).toEqual(done);
    expect(parse(now()).views).toEqual([]);
  });

  it('is refused where another is there by now, or none', async () => {
    expect(await code(save(view({ id: 'door' }), null))).toBe('changed-meanwhile');
    expect(await code(save(view({ id: 'door' }), view({ id: 'door', name: 'Gate' })))).toBe('changed-meanwhile');
    expect(await code(save(null, view({ id: 'gone' })))).toBe('changed-meanwhile');
    expect(await code(save(view({ id: 'a' }), view({ id: 'b' })))).toBe('invalid');
    expect(now()).toBe(text);
  });

  it('is not written into a broken file, nor where the folder cannot be written; nothing is left behind', async () => {
    put('title: [');
    expect(await code(save(view(), null))).toBe('unwritable');
    put(text);
    if (process.getuid?.() !== 0) {
      chmodSync(join(dir, 'scenes'), 0o500);
      expect(await code(save(view(), null))).toBe('unwritable');
      chmodSync(join(dir, 'scenes'), 0o700);
    }
    expect(readdirSync(join(dir, 'scenes'))).toEqual(['skid.yaml']);
  });
});

describe('A tour', () => {
  const tour = (more: object = {}): SceneTour => SceneTour.parse({ id: 'round', name: 'Round', stops: [{ view: 'door' }, { view: 'top', seconds: 20, says: 'Look: all of it, from above.' }], ...more });
  const saveTour = (wish: SceneTour | null, before: SceneTour | null) => writeTour(dir, { scene: 'skid', tour: wish, before });

  it('begins its list, is changed in its place, refused where it is another by now, and taken away', async () => {
    expect(await saveTour(tour(), null)).toEqual(done);
    const line = "  - { id: round, name: Round, stops: [{view: door}, {view: top, seconds: 20, says: \"Look: all of it, from above.\"}] }";
    expect(now()).toBe(`${text}tours:\n${line}\n`);
    expect(SceneTour.parse(parse(now()).tours[0])).toEqual(tour());
    expect(await code(saveTour(tour({ name: 'Other' }), null))).toBe('changed-meanwhile');
    expect(await code(saveTour(tour({ name: 'Other' }), tour({ name: 'Else' })))).toBe('changed-meanwhile');
    const shorter = tour({ stops: [{ view: 'top' }] });
    expect(await saveTour(shorter, tour())).toEqual(done);
    expect(now()).toBe(`${text}tours:\n  - { id: round, name: Round, stops: [{view: top}] }\n`);
    expect(await saveTour(null, shorter)).toEqual(done);
    expect(now()).toBe(`${text}tours: []\n`);
  });

  it('that people wrote line by line keeps its comments', async () => {
    const written = `${text}tours:\n  - id: round   # on Mondays\n    name: Round\n    stops:\n      - { view: door }\n      - { view: top, seconds: 20 }\n`;
    put(written);
    const before = tour({ stops: [{ view: 'door' }, { view: 'top', seconds: 20 }] });
    expect(await saveTour({ ...before, name: 'Morning round' }, before)).toEqual(done);
    expect(now()).toBe(written.replace('name: Round', 'name: Morning round'));
  });
});
