import { expect, it } from 'vitest';
import { type Contract, roleCovers, roles } from '../rpc/define.ts';
import { contract } from './index.ts';

const entries = Object.entries(contract as Contract);

it.each(entries)('%s names the role it needs', (_name, spec) => {
  expect(roles).toContain(spec.role);
});
it.each(entries.filter(([, spec]) => spec.kind === 'command'))('%s acts on the plant or the console, so who may only look may not give it', (_name, spec) => {
  expect(roleCovers(spec.role, 'operate')).toBe(true);
});
it('has commands at all, so that the rule above was tried', () => {
  expect(entries.filter(([, spec]) => spec.kind === 'command').map(([name]) => name)).toContain('control.operate');
});
