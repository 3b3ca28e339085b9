import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryLog, createVirtualClock } from '../../testing/virtual-ports.ts';
import { createDataDir, openTestStore } from '../testing/open-test-store.ts';
import { openDatabase } from '../open-database.ts';
import { salvage } from '../salvage/salvage.ts';
import { drawingReader, drawingWriter, mostVersions } from './drawing-table.ts';

const textOf = (svg: string) => ({ hash: createHash('sha256').update(svg).digest('base64url'), bytes: Buffer.byteLength(svg), body: new Uint8Array(deflateRawSync(svg)) });
const change = (name: string, svg: string, timeMs: number) => ({ kind: 'screen', name, timeMs, source: 'console', user: 'Ada', note: `at ${timeMs}`, text: textOf(svg) });

async function openStore() {
  const dir = createDataDir();
  const store = await openTestStore(dir.dataDir, createVirtualClock(), createMemoryLog());
  onTestFinished(async () => {
    await store.close();
    dir.remove();
  });
  return store;
}

describe('versions of drawings', () => {
  it('come back newest first with their texts, each drawing its own', async () => {
    const { drawings } = await openStore();
    for (const [at, svg] of ['<svg>ä</svg>', '<svg>2</svg>', '<svg>ä</svg>'].entries()) await drawings.keep(change('u100', svg, at));
    await drawings.keep(change('u200', '<svg>3</svg>', 9));
    const versions = await drawings.of('screen', 'u100', 10);
    expect(versions.map(({ timeMs, note, user, source }) => [timeMs, note, user, source])).toEqual([[2, 'at 2', 'Ada', 'console'], [1, 'at 1', 'Ada', 'console'], [0, 'at 0', 'Ada', 'console']]);
    expect(versions[0]?.hash).toBe(versions[2]?.hash);
    const text = await drawings.text(versions[0]?.hash ?? '');
    expect(inflateRawSync(text?.body ?? new Uint8Array()).toString()).toBe('<svg>ä</svg>');
    expect(text?.bytes).toBe(13);
    expect((await drawings.newest()).map(({ name, timeMs }) => [name, timeMs])).toEqual([['u100', 2], ['u200', 9]]);
    expect(await drawings.one('screen', 'u200', versions[0]?.seq ?? 0)).toBeNull();
    expect(await drawings.of('template', 'u100', 10)).toEqual([]);
    expect(await drawings.text('never')).toBeNull();
  });

  it('are carried over out of a damaged file', async () => {
    const [dir, other] = [createDataDir(), createDataDir()];
    onTestFinished(() => {
      dir.remove();
      other.remove();
    });
    const [from, into] = [openDatabase(dir.dataDir), openDatabase(other.dataDir)];
    const keep = drawingWriter(from.db);
    for (let at = 0; at < 5; at++) keep(change('u100', `<svg>${'x'.repeat(20_000)}${at}</svg>`, at));
    from.db.pragma('wal_checkpoint(TRUNCATE)');
    from.db.close();
    salvage(from.path, into.db, 0);
    const reader = drawingReader(into.db);
    const versions = reader.of('screen', 'u100', 10);
    expect(versions.map(({ timeMs }) => timeMs)).toEqual([4, 3, 2, 1, 0]);
    expect(inflateRawSync(reader.text(versions[0]?.hash ?? '')?.body ?? new Uint8Array()).toString()).toBe(`<svg>${'x'.repeat(20_000)}4</svg>`);
    into.db.close();
  });

  it('make room at five hundred, oldest first, and a text goes with its last version only', async () => {
    const { drawings } = await openStore();
    await drawings.keep(change('other', '<svg>kept</svg>', 0));
    await drawings.keep(change('u100', '<svg>kept</svg>', 0));
    await drawings.keep(change('u100', '<svg>gone</svg>', 1));
    for (let at = 2; at < mostVersions + 2; at++) await drawings.keep(change('u100', `<svg>${at}</svg>`, at));
    const versions = await drawings.of('screen', 'u100', 1000);
    expect([versions.length, versions.at(-1)?.timeMs]).toEqual([mostVersions, 2]);
    expect(await drawings.text(textOf('<svg>gone</svg>').hash)).toBeNull();
    expect(await drawings.text(textOf('<svg>kept</svg>').hash)).not.toBeNull();
  });
});
