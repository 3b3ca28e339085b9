import { expect, it } from 'vitest';
import { electronFlags } from './electron-flags.ts';

const plain = { platform: 'linux', isRoot: false, canSandbox: true, hasGpu: true } as const;

it('an ordinary desktop needs no switches', () => expect(electronFlags(plain)).toEqual([]));
it('root runs without the sandbox', () => expect(electronFlags({ ...plain, isRoot: true })).toEqual(['--no-sandbox']));
it('a machine without user namespaces runs without the sandbox', () => expect(electronFlags({ ...plain, canSandbox: false })).toEqual(['--no-sandbox']));
it('a machine without a graphics device draws in software', () => expect(electronFlags({ ...plain, hasGpu: false })).toEqual(['--use-gl=angle', '--use-angle=swiftshader', '--disable-gpu-compositing']));
it('Windows and macOS get no switches of Linux', () => {
  expect(electronFlags({ ...plain, platform: 'win32', isRoot: true, hasGpu: false })).toEqual([]);
  expect(electronFlags({ ...plain, platform: 'darwin', isRoot: true, canSandbox: false })).toEqual([]);
});
