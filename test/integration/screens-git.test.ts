import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DrawingName } from '#shared/contract/screens.ts';
import { commitsOfFile, textAtCommit } from '#electron/engine/screens/git-history.ts';
import { createProjectFolder, startEngine } from '../support/engine-rig.ts';

// Histories made by the real git (Debian package git), read without it.
const hasGit = ((): boolean => {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const draw = (width: number): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">\n  <rect class="body" width="${width}" height="9"/>\n</svg>\n`;
const file = 'screens/brine.svg';

/** A project below a repository's root, as plants keep several in one. */
function newRepository() {
  const folder = createProjectFolder({ 'project.yaml': 'name: Brine\n', [file]: draw(1) });
  undo.push(folder.remove);
  const root = join(folder.projectDir, '..');
  let day = 1;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Ada Lead', '-c', 'user.email=ada@example.org', '-c', 'init.defaultBranch=main', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_COMMITTER_DATE: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`, GIT_AUTHOR_DATE: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z` },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const commit = (message: string): string => {
    git('add', '-A', '--', 'project');
    git('commit', '--allow-empty', '-m', message);
    day++;
    return git('rev-parse', 'HEAD').trim();
  };
  git('init');
  return { ...folder, root, git, commit, write: (width: number) => writeFileSync(join(folder.projectDir, file), draw(width)) };
}

describe.skipIf(!hasGit)('Commits of a screen, read from a repository that git made', () => {
  it('are listed newest first with author, message, time and the hash of the text; commits of other files are not', async () => {
    const repository = newRepository();
    const first = repository.commit('Brine screen');
    writeFileSync(join(repository.projectDir, 'project.yaml'), 'name: Brine works\n');
    repository.commit('Another name');
    repository.write(2);
    const second = repository.commit('Tank is wider\n\nAs built.');
    const { commits, problem } = await commitsOfFile(repository.projectDir, file);
    expect(problem).toBeNull();
    expect(commits.map(({ oid, author, message }) => [oid, author, message])).toEqual([[second, 'Ada Lead', 'Tank is wider\n\nAs built.'], [first, 'Ada Lead', 'Brine screen']]);
    expect(commits[0]?.timeMs).toBe(Date.UTC(2026, 10, 3, 8));
    expect(await textAtCommit(repository.projectDir, file, first)).toBe(draw(1));
    expect(await textAtCommit(repository.projectDir, file, second)).toBe(draw(2));
    expect(await textAtCommit(repository.projectDir, file, '0'.repeat(40))).toBeNull();
    expect(await textAtCommit(repository.projectDir, file, '--upload-pack=x')).toBeNull();
  });

  it('are the same where git has packed everything, deltas and all', async () => {
    const repository = newRepository();
    for (let width = 1; width <= 30; width++) {
      repository.write(width);
      repository.commit(`Width ${width}`);
    }
    const loose = await commitsOfFile(repository.projectDir, file);
    repository.git('gc', '--aggressive', '--prune=now');
    const packed = await commitsOfFile(repository.projectDir, file);
    expect(packed).toEqual(loose);
    expect(packed.commits).toHaveLength(30);
    expect(await textAtCommit(repository.projectDir, file, packed.commits.at(-1)?.oid ?? '')).toBe(draw(1));
  });

  it('agree with git log over branches, merges and a removal', async () => {
    const repository = newRepository();
    repository.commit('Begin');
    repository.git('checkout', '-b', 'side');
    repository.write(5);
    repository.commit('On the side');
    repository.git('checkout', 'main');
    writeFileSync(join(repository.projectDir, 'project.yaml'), 'name: Main\n');
    repository.commit('On main');
    repository.git('merge', '--no-ff', '-m', 'Merge side', 'side');
    rmSync(join(repository.projectDir, file));
    repository.commit('Away');
    mkdirSync(join(repository.projectDir, 'screens'), { recursive: true });
    repository.write(9);
    repository.commit('Back');
    const log = repository.git('log', '--format=%H', '--', `project/${file}`).trim().split('\n');
    const { commits } = await commitsOfFile(repository.projectDir, file);
    expect(commits.map(({ oid }) => oid)).toEqual(log);
    expect(commits.map(({ message, hash }) => [message, hash !== null])).toEqual([['Back', true], ['Away', false], ['On the side', true], ['Begin', true]]);
  });

  it('end at two hundred with a word about it, and at a copy that has no more with another', async () => {
    const repository = newRepository();
    const stream = Array.from({ length: 205 }, (_, at) => {
      const text = draw(at + 1);
      const message = `Width ${at + 1}`;
      return [`commit refs/heads/main`, `committer Ada <ada@example.org> ${1_790_000_000 + at * 60} +0000`, `data ${message.length}`, message, `M 100644 inline project/${file}`, `data ${Buffer.byteLength(text)}`, text].join('\n');
    });
    execFileSync('git', ['fast-import', '--quiet'], { cwd: repository.root, input: `${stream.join('\n')}\n` });
    const { commits, problem } = await commitsOfFile(repository.projectDir, file);
    expect(commits).toHaveLength(200);
    expect(problem).toBe('Only the newest 200 commits are listed.');
    repository.git('clone', '--depth', '3', `file://${repository.root}`, 'shallow');
    const shallow = await commitsOfFile(join(repository.root, 'shallow', 'project'), file);
    expect(shallow.problem).toBe('Earlier commits are not in this copy of the repository.');
  });

  it('stand among the versions of the console, and are restored like them', async () => {
    const repository = newRepository();
    const first = repository.commit('Brine screen');
    repository.write(2);
    const rig = await startEngine(repository);
    undo.push(() => rig.stop());
    const brine = { kind: 'screen' as const, screen: DrawingName.parse('brine') };
    const read = await rig.client.call('screens.read', brine);
    const restored = await rig.client.call('screens.restore', { ...brine, version: `git:${first}`, basedOn: read.ok ? read.value.hash : '', note: '' });
    expect(restored.ok).toBe(true);
    const now = await rig.client.call('screens.read', brine);
    expect(now.ok ? now.value.svg : now).toBe(draw(1));
    const listed = await rig.client.call('screens.versions', brine);
    const versions = listed.ok ? listed.value.versions : [];
    expect(versions.map(({ source, user, note }) => [source, user, note])).toEqual([['console', 'Lead', 'Restored from an earlier version.'], ['file', null, ''], ['git', 'Ada Lead', 'Brine screen']]);
    expect(versions[0]?.hash).toBe(versions[2]?.hash);
  });
});

describe('A project that lies in no repository, or in one that cannot be read', () => {
  it('has no commits and no problem without one', async () => {
    const folder = createProjectFolder({ [file]: draw(1) });
    undo.push(folder.remove);
    expect(await commitsOfFile(folder.projectDir, file)).toEqual({ commits: [], problem: null });
  });

  it('says in a sentence why the list is empty', async () => {
    const folder = createProjectFolder({ [file]: draw(1), '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${'a'.repeat(40)}\n` });
    undo.push(folder.remove);
    const { commits, problem } = await commitsOfFile(folder.projectDir, file);
    expect(commits).toEqual([]);
    expect(problem).toMatch(/git repository cannot be read/);
  });
});
