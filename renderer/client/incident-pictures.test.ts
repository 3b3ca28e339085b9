import { afterEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { IncidentId } from '#shared/model/incident.ts';
import type { ConsoleClient } from './console-client.ts';
import { keepMomentPictures, pictureMaker, type PictureWish } from './incident-pictures.ts';
import type { IncidentFile, IncidentWork } from './incident-queue.ts';

const incident = { id: IncidentId.parse('INC-0007'), seq: 9, assets: ['P-1' as never] };
const kept = { key: 'incident:5', timeMs: 6000, picture: { of: { kind: 'screen', id: 'u1', title: 'U1' }, console: 'Room 1' } };

function console(options: { readonly recording?: object | null; readonly role?: string } = {}) {
  const added: { work: IncidentWork; files: readonly IncidentFile[] }[] = [];
  const report = { moments: [{ timeMs: 4999.5, what: 'start' }, { timeMs: 4999.5, what: 'peak' }, { timeMs: 7000, what: 'opened' }, { timeMs: 8000, what: 'closed' }], timeline: [kept] };
  const client = {
    call: () => Promise.resolve({ ok: true, value: { report } }),
    timeline: { state: createStore(() => ({ mode: 'live', recording: options.recording ?? null })) },
    link: createStore(() => ({ state: 'live', session: { role: options.role ?? 'operate', user: 'Omar' } })),
    incidentQueue: { add: (work: IncidentWork, files: readonly IncidentFile[]) => (added.push({ work, files }), Promise.resolve({ ok: true, value: { incident: incident.id, seq: 10 } })) },
  } as unknown as ConsoleClient;
  return { client, added };
}
/** A painter that says which it was asked for, and makes one. */
const painter = () => {
  const wishes: PictureWish[] = [];
  pictureMaker.setState({
    async make(_client, wish) {
      wishes.push(wish);
      await wish.onPicture({ atMs: wish.times[1] ?? 0, of: { kind: 'scene', id: 'works', title: 'Works' }, asset: 'P-1', png: new Uint8Array([1]) });
      return ['The picture of U2 was not made.'];
    },
  });
  return wishes;
};
afterEach(() => pictureMaker.setState({ make: null }));

it('each key moment is drawn once, a second after it, and kept with the incident as a picture of that time', async () => {
  const { client, added } = console();
  const wishes = painter();
  expect(await keepMomentPictures(client, incident)).toEqual(['The picture of U2 was not made.']);
  expect(wishes[0]).toMatchObject({ asset: 'P-1', times: [6000, 9000], kinds: ['screen', 'scene'] });
  // One console has kept the graphic of the start already; nobody its 3D.
  expect([wishes[0]?.isKept(6000, 'screen'), wishes[0]?.isKept(6000, 'scene'), wishes[0]?.isKept(9000, 'screen')]).toEqual([true, false, false]);
  expect(added).toMatchObject([{ work: { kind: 'add', incident: 'INC-0007', act: { kind: 'picture', atMs: 9000, of: { kind: 'scene', id: 'works' }, asset: 'P-1' } }, files: [{ type: 'image/png', name: '3D works 1970-01-01T00-00-09.png' }] }]);
});

it('a recording, and a console that may only look, draw none and miss none', async () => {
  const wishes = painter();
  expect(await keepMomentPictures(console({ recording: {} }).client, incident)).toEqual([]);
  expect(await keepMomentPictures(console({ role: 'view' }).client, incident)).toEqual([]);
  expect(wishes).toEqual([]);
});
