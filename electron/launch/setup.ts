import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project-root.ts';
import { runTool } from './run-tool.ts';

/**
 * `npm run setup`: brings what the product and its tests need from the system. On Debian and its kin it installs that by
 * apt where it may (root, or sudo that asks nothing); everywhere else it says what is missing and, if known, the command.
 */
const forWindow = ['libnss3', 'libatk1.0-0', 'libatk-bridge2.0-0', 'libcups2', 'libdrm2', 'libgbm1', 'libgtk-3-0', 'libasound2', 'libxkbcommon0', 'libxcomposite1', 'libxdamage1', 'libxfixes3', 'libxrandr2'];
const forTests = ['xvfb', 'chromium'];

/** Packages of other people's protocol stacks that the integration tests run against: one a line. */
function peerPackages(): readonly string[] {
  const file = join(root, 'test', 'simulators', 'apt-packages.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '') : [];
}

/** Installed under its name or, where Debian renamed it for 64-bit time, under that one. */
async function isInstalled(name: string): Promise<boolean> {
  for (const one of [name, `${name}t64`]) {
    const { code, output } = await runTool('dpkg-query', ['-W', '-f=${Status}', one]);
    if (code === 0 && output.includes('install ok installed')) return true;
  }
  return false;
}

/** The name apt knows it by here. */
async function aptName(name: string): Promise<string> {
  const renamed = await runTool('apt-cache', ['show', '--no-all-versions', `${name}t64`]);
  return renamed.code === 0 && renamed.output.includes('Package:') ? `${name}t64` : name;
}

async function missingOf(names: readonly string[]): Promise<readonly string[]> {
  const checked = await Promise.all(names.map(async (name) => ((await isInstalled(name)) ? null : name)));
  return checked.filter((name) => name !== null);
}

async function howToBecomeRoot(): Promise<readonly string[] | null> {
  if (process.getuid?.() === 0) return [];
  return (await runTool('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : null;
}

/** Gives what is still missing afterwards, as sentences; empty when the machine is ready. */
export async function setUp(say: (sentence: string) => void): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  if (!existsSync('/usr/bin/dpkg-query')) {
    const onPath = async (program: string): Promise<boolean> => (await runTool('which', [program])).code === 0;
    const lacking = [...((await onPath('Xvfb')) ? [] : ['Xvfb']), ...((await onPath('chromium')) || (await onPath('google-chrome')) ? [] : ['Chromium'])];
    return lacking.map((name) => `${name} is not installed; install it with this system's own package manager.`);
  }
  const wanted = [...forWindow, ...forTests, ...peerPackages()];
  const missing = await missingOf(wanted);
  if (missing.length === 0) return [];
  const asRoot = await howToBecomeRoot();
  if (asRoot === null) {
    const names = await Promise.all(missing.map(aptName));
    return [`These packages are missing, and installing them needs root. Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`];
  }
  say(`Installing by apt: ${missing.join(' ')}.`);
  const apt = async (args: readonly string[]): Promise<string | null> => {
    const [program = 'env', ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    const { code, output } = await runTool(program, rest, { timeoutMs: 15 * 60_000 });
    return code === 0 ? null : output.trim().split('\n').slice(-3).join(' ');
  };
  const update = await apt(['update', '-q']);
  const names = await Promise.all(missing.map(aptName));
  // One package that this release does not have must not keep the others away.
  let problem = await apt(['install', '-y', '-q', '--no-install-recommends', ...names]);
  if (problem !== null) for (const name of names) problem = (await apt(['install', '-y', '-q', '--no-install-recommends', name])) ?? problem;
  const left = await missingOf(wanted);
  return left.length === 0 ? [] : [`apt could not install ${left.join(', ')}: ${problem ?? update ?? 'no reason given'}`];
}

if (import.meta.main) {
  const problems = await setUp((sentence) => console.error(sentence));
  for (const problem of problems) console.error(problem);
  console.error(problems.length === 0 ? 'The system has all that Firstout and its tests need.' : 'Something is missing; see above.');
  process.exitCode = problems.length === 0 ? 0 : 1;
}
