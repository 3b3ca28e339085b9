import { describe, expect, test } from 'vitest';
import { nodeAddressText, OpcuaAddress } from './address.ts';

const parse = (given: unknown): OpcuaAddress => OpcuaAddress.parse(given);
const problem = (given: unknown): string => OpcuaAddress.safeParse(given).error?.issues[0]?.message ?? '';

describe('An OPC UA address', () => {
  test.each([
    ['i=2258', { namespace: { index: 0 }, identifier: 'i=2258', element: null, whole: null }],
    ['ns=2;s=Pump.Speed', { namespace: { index: 2 }, identifier: 's=Pump.Speed', element: null, whole: null }],
    ['nsu=http://plant/;s=A;B=C', { namespace: { uri: 'http://plant/' }, identifier: 's=A;B=C', element: null, whole: null }],
    ['nsu=urn:a%3Bb%25;i=7', { namespace: { uri: 'urn:a;b%' }, identifier: 'i=7', element: null, whole: null }],
    ['ns=1;i=7[3]', { namespace: { index: 1 }, identifier: 'i=7', element: 3, whole: null }],
    ['ns=3;b=AQID[0]', { namespace: { index: 3 }, identifier: 'b=AQID', element: 0, whole: null }],
    ['ns=3;s="DB"."arr"[2]', { namespace: { index: 3 }, identifier: 's="DB"."arr"', element: 2, whole: 's="DB"."arr"[2]' }],
    ['ns=1;g=09087e75-8e5e-499b-954f-f2a9603db28a', { namespace: { index: 1 }, identifier: 'g=09087e75-8e5e-499b-954f-f2a9603db28a', element: null, whole: null }],
  ])('%s is understood', (text, address) => {
    expect(parse(text)).toEqual(address);
  });

  test('the object form keeps brackets in the name and takes the element apart', () => {
    expect(parse({ node: 'ns=3;s="DB"."arr"[2]' })).toEqual({ namespace: { index: 3 }, identifier: 's="DB"."arr"[2]', element: null, whole: null });
    expect(parse({ node: 'ns=2;s=Levels', element: 3 })).toEqual({ namespace: { index: 2 }, identifier: 's=Levels', element: 3, whole: null });
  });

  test.each([
    ['Pump.Speed', "'Pump.Speed' is no OPC UA node id; write it as ns=2;s=Name, nsu=URI;s=Name or i=2258"],
    ['ns=2;i=abc', "'ns=2;i=abc' needs a number from 0 to 4294967295 after i="],
    ['i=4294967296', "'i=4294967296' needs a number from 0 to 4294967295 after i="],
    ['ns=70000;s=A', "'ns=70000;s=A' has a namespace index above 65535"],
    ['ns=1;g=123', "'ns=1;g=123' needs a GUID after g="],
    ['ns=1;b=#', "'ns=1;b=#' needs Base64 after b="],
  ])('%s is refused with what was expected', (text, sentence) => {
    expect(problem(text)).toBe(sentence);
  });

  test('an object with an unknown key or a negative element is refused', () => {
    expect(OpcuaAddress.safeParse({ node: 'i=1', index: 2 }).success).toBe(false);
    expect(OpcuaAddress.safeParse({ node: 'i=1', element: -1 }).success).toBe(false);
  });

  test('the text made for a project is understood again', () => {
    const text = nodeAddressText('urn:a;b%', 4, 's=K-201');
    expect(text).toBe('nsu=urn:a%3Bb%25;s=K-201');
    expect(parse(text)).toMatchObject({ namespace: { uri: 'urn:a;b%' }, identifier: 's=K-201' });
    expect(nodeAddressText('http://opcfoundation.org/UA/', 0, 'i=85')).toBe('i=85');
  });
});
