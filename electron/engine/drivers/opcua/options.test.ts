import { describe, expect, test } from 'vitest';
import { OpcuaOptions } from './options.ts';

const endpoint = 'opc.tcp://10.0.0.5:4840';
const messages = (given: unknown): string[] => OpcuaOptions.safeParse(given).error?.issues.map(({ message }) => message) ?? [];

describe('Options of an OPC UA device', () => {
  test('without a word about security the link is signed and encrypted', () => {
    expect(OpcuaOptions.parse({ endpoint })).toMatchObject({ securityPolicy: 'Basic256Sha256', securityMode: 'SignAndEncrypt', user: { kind: 'anonymous' } });
  });

  test.each([[{ security: 'None' }], [{ securityPolicy: 'None' }], [{ securityMode: 'None' }]])('%j sets both to None', (given) => {
    expect(OpcuaOptions.parse({ endpoint, ...given })).toMatchObject({ securityPolicy: 'None', securityMode: 'None' });
  });

  test('half a security is refused', () => {
    expect(messages({ endpoint, securityPolicy: 'None', securityMode: 'Sign' })).toEqual(['securityPolicy and securityMode are both None, or neither is']);
    expect(messages({ endpoint, security: 'None', securityMode: 'Sign' })).toContain('give either security: None or securityPolicy with securityMode');
  });

  test('a password in the project is refused, and so is one from two places', () => {
    expect(OpcuaOptions.safeParse({ endpoint, user: { kind: 'password', name: 'a', password: 'b' } }).success).toBe(false);
    const sentence = 'give either passwordFile or passwordEnv: the password itself never stands in the project';
    expect(messages({ endpoint, user: { kind: 'password', name: 'a' } })).toEqual([sentence]);
    expect(messages({ endpoint, user: { kind: 'password', name: 'a', passwordFile: 'f', passwordEnv: 'E' } })).toEqual([sentence]);
  });

  test('an endpoint of another kind is refused', () => {
    expect(messages({ endpoint: 'http://10.0.0.5' })).toEqual(['an OPC UA endpoint begins with opc.tcp://']);
  });
});
