import { expect, it } from 'vitest';
import { chooseHost } from './choose-host.ts';

it.each([
  ['10', 'utility'],
  ['11', 'utility'],
  ['9', 'headless'],
  ['8', 'headless'],
  [undefined, 'headless'],
  ['not a number', 'headless'],
] as const)('a runtime with Node-API %s runs the engine by the %s host', (nodeApi, host) => {
  expect(chooseHost(nodeApi)).toBe(host);
});
