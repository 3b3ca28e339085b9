import { describe, expect, test } from 'vitest';
import { z } from 'zod';
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

  test('the alarms of the server are taken in from the Server object unless the project says otherwise', () => {
    expect(OpcuaOptions.parse({ endpoint })).toMatchObject({ alarmedEveryChange: true, conditions: { enabled: true, most: 10_000, notifier: { identifier: 'i=2253' } } });
    expect(OpcuaOptions.parse({ endpoint, conditions: { notifier: 'ns=2;s=Unit' } }).conditions.notifier).toMatchObject({ namespace: { index: 2 }, identifier: 's=Unit' });
    expect(messages({ endpoint, conditions: { notifier: 'Unit' } })).toEqual(["'Unit' is no OPC UA node id; write it as ns=2;s=Name, nsu=URI;s=Name or i=2258"]);
  });

  test('a form can be drawn from them', () => {
    const { properties } = z.toJSONSchema(OpcuaOptions, { io: 'input', unrepresentable: 'any' });
    expect(properties).toHaveProperty('conditions.properties.enabled.type', 'boolean');
  });
});
