import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import type { TagType } from '#shared/model/tag.ts';
import { compileExpression } from './compile-expression.ts';
import type { ExpressionResult } from './compiled-expression.ts';

const types: Readonly<Record<string, TagType>> = { A: 'float', B: 'int', 'U200/P-201.RUN:x': 'bool', MODE: 'enum', T1: 'text', T2: 'text' };
const directory = new Map(Object.entries(types).map(([id, type], index) => [id, { index, type }]));
const texts = ['auto', 'manual {A}'];

type Column = { readonly value?: number[]; readonly quality?: number[]; readonly timeMs?: number[] };
function run(text: string, column: Column = {}): ExpressionResult & { type: string } {
  const compiled = compileExpression(text, directory);
  if (!compiled.ok) throw new Error(compiled.fault.message);
  const out = { value: 0, quality: 0, timeMs: 0 };
  compiled.value.evaluate(
    {
      value: Float64Array.from(column.value ?? [10, 3, 1, 2, 0, 1]),
      quality: Uint32Array.from(column.quality ?? [0, 0, 0, 0, 0, 0]),
      timeMs: Float64Array.from(column.timeMs ?? [1, 2, 3, 4, 5, 6]),
      text: (index) => texts[index] as string,
    },
    out,
  );
  return { ...out, type: compiled.value.resultType };
}
function refusal(text: string): string {
  const compiled = compileExpression(text, directory);
  return compiled.ok ? `let through: ${text}` : compiled.fault.message;
}

test.each([
  ['{A} + 2', 12],
  ['2 * {B} + 1.5', 7.5],
  ['{A} / 4', 2.5],
  ['1/2 + {A} - {A}', 0.5],
  ['{A} % 3', 1],
  ['-{A}', -10],
  ['{ A }', 10],
  ['{U200/P-201.RUN:x} ? {A} : {B}', 10],
  ['!{U200/P-201.RUN:x} ? {A} : {B}', 3],
  ['min({A}, {B}, 5)', 3],
  ['max({A}, {B}, 50)', 50],
  ['abs(-{B})', 3],
  ['round({A} / 4)', 3],
  ['round(-{A} / 4)', -3],
  ['sqrt({A} * {A})', 10],
  ['clamp({A}, 0, 5)', 5],
  ['clamp({A}, 20, 30)', 20],
  ['clamp({A}, 0, 100)', 10],
  ['{A} // {B} is not read\n + 1', 11],
])('%s is the number %d', (text, value) => {
  expect(run(text)).toMatchObject({ value, quality: Q.good, type: 'number' });
});

test.each([
  ['{A} > 5 && {B} <= 3', true],
  ['{A} > 5 && {B} < 3', false],
  ['{A} < 5 || {B} == 3', true],
  ['{A} != 10 || {MODE} != 2', false],
  ['{A} >= 10', true],
  ['{U200/P-201.RUN:x} == true', true],
  ['bit({B}, 0) && bit({B}, 1) && !bit({B}, 2)', true],
  ['bit(-1 + 0 * {A}, 52)', true],
  ['{T1} == "auto"', true],
  ["{T1} == 'auto'", true],
  ['"manual {A}" == {T2}', true],
  ['{T2} != "auto"', true],
  ['{T1} == {T2}', false],
  ['{T1} == {T1}', true],
  ['good({A})', true],
  ['bad({A})', false],
])('%s is %s', (text, truth) => {
  expect(run(text)).toMatchObject({ value: truth ? 1 : 0, quality: Q.good, type: 'bool' });
});

describe('quality of the result', () => {
  const uncertain = Q.uncertainLastUsable;
  test.each([
    ['is the worst of the tags read', '{A} + {B}', [Q.good, uncertain], uncertain],
    ['keeps the cause of the bad tag', '{A} + {B}', [uncertain, Q.badNotConnected], Q.badNotConnected],
    ['keeps the first cause of two bad tags', '{A} + {B}', [Q.badSensorFailure, Q.badNotConnected], Q.badSensorFailure],
    ['is not touched by the branch not taken', '{B} > 2 ? 1 : {A}', [Q.badTimeout, Q.good], Q.good],
    ['is not touched by a tag that is only asked about', 'good({A}) ? {A} : {B}', [Q.badTimeout, Q.good], Q.good],
    ['counts what stands before a short cut', '{A} > 5 || {B} > 2', [Q.badTimeout, Q.good], Q.badTimeout],
    ['does not count what a short cut skips', '{B} > 2 || {A} > 5', [Q.badTimeout, Q.good], Q.good],
    ['tells a division by zero', '{A} / ({B} - 3)', [Q.good, Q.good], Q.badOutOfRange],
    ['tells a division by zero inside a comparison', '{A} / ({B} - 3) > 5', [Q.good, Q.good], Q.badOutOfRange],
    ['tells the root of a negative number', 'sqrt(-{A})', [Q.good, Q.good], Q.badOutOfRange],
    ['tells a bit that does not exist', 'bit({A}, 53)', [Q.good, Q.good], Q.badOutOfRange],
    ['tells a bit of a broken number', 'bit({A} / 4, 0)', [Q.good, Q.good], Q.badOutOfRange],
  ])('%s', (_, text, [a, b], quality) => {
    const result = run(text, { quality: [a as number, b as number, 0, 0, 0, 0] });
    expect(result.quality).toBe(quality);
    expect(Number.isNaN(result.value)).toBe(quality >>> 31 === 1);
  });

  test('a good tag without a number gives no number', () => {
    expect(run('{A} > 5', { value: [Number.NaN, 0, 0, 0, 0, 0] })).toMatchObject({ value: Number.NaN, quality: Q.badOutOfRange });
    expect(run('{T1} == "auto"', { value: [0, 0, 0, 0, Number.NaN, 0] })).toMatchObject({ quality: Q.badOutOfRange });
  });

  test('bad() and good() are both false for an uncertain tag', () => {
    expect(run('!good({A}) && !bad({A})', { quality: [uncertain, 0, 0, 0, 0, 0] })).toMatchObject({ value: 1, quality: Q.good });
  });
});

test('the time of the result is the newest time of all inputs, and none while no input has one', () => {
  const none = Number.NaN;
  expect(run('{B} + {A} - {MODE}', { timeMs: [7, 2, 9, 5, 9, 9] }).timeMs).toBe(7);
  expect(run('{B} > 0 || {A} > 0', { timeMs: [8, 2, 9, 9, 9, 9] }).timeMs).toBe(8);
  expect(run('{A} + {B}', { timeMs: [none, 4, 9, 9, 9, 9] }).timeMs).toBe(4);
  expect(run('{A} + {B}', { timeMs: [none, none, 9, 9, 9, 9] }).timeMs).toBeNaN();
});

test('inputs are listed once each', () => {
  const compiled = compileExpression('{B} + {A} + {B} > 0 && good({T1})', directory);
  expect(compiled).toMatchObject({ ok: true, value: { inputs: [1, 0, 4] } });
});

test.each([
  '{A}.__proto__',
  '{A}.constructor',
  '{A}["constructor"]',
  '{A}["__proto__"]["constructor"]',
  'a.__proto__',
  'constructor',
  '__proto__',
  'this',
  'globalThis.process',
  'process.exit()',
  'require("fs")',
  'import("fs")',
  'eval("1")',
  'Function("return 1")()',
  'toString()',
  'hasOwnProperty("a")',
  '{__proto__} > 1',
  '{constructor} > 1',
  '[1].length',
  '[1, 2].map(x, x)',
  '[{A}].exists(x, x > 1)',
  '{T1}.matches("(a+)+$")',
  'matches({T1}, "(a+)+$")',
  '{T1}.startsWith("a")',
  'cel.bind(x, {A}, x)',
  'has({A}.b)',
  'dyn({A})',
  'type({A})',
  'timestamp("2026-01-01T00:00:00Z")',
  '{A} in [1, 2]',
  'optional.of({A})',
  '`{A}`',
  'r"{A}" == {T1}',
  '"""a""" == {T1}',
  'b"a"',
  'null == {A}',
  '1u + {A}',
  't__ + 1',
  '{A}; {B}',
  '{A} = 5',
  '(() => 1)()',
])('%s does not get out of the language', (text) => {
  expect(refusal(text)).not.toContain('let through');
});

test.each([
  ['', 'the expression is empty'],
  ['{A} +', 'the expression ends before it is complete'],
  ['({A} + 1', 'the expression ends before it is complete'],
  ['{A} {B}', 'at character 5: "{B}" does not fit here'],
  ['{A', 'at character 1: the tag that begins here has no closing brace; tags are written {TAG-ID}'],
  ['1 + {}', 'at character 5: there is no tag between the braces; tags are written {TAG-ID}'],
  ['{A} + {X-1}', 'at character 7: there is no tag "X-1" in the project'],
  ['{A} > 1 and {B} > 1', 'at character 9: "and" does not fit here; write && instead'],
  ['{A} = 1', 'at character 5: "=" does not fit here; write == instead'],
  ['A > 1', 'at character 1: "A" is not known here; tags are written {TAG-ID}'],
  ['{T1} == "auto', 'at character 9: the text that begins here has no closing quotation mark'],
  ['{T1} + 1', 'at character 1: + needs a number here and finds a text'],
  ['{A} && true', 'at character 1: && needs true or false here and finds a number'],
  ['{A} == true', 'at character 1: == compares two of a kind and finds a number and true or false'],
  ['{A} > 1 ? 1 : false', 'at character 15: both results of a choice are of one kind; here are a number and true or false'],
  ['{T1}', 'at character 1: the result is a number or true/false, not a text'],
  ['1 + 1', 'at character 1: it names no tag, so it would never get a time or a quality'],
  ['max({A})', 'at character 1: max is written max(a, b, …)'],
  ['good({A} + 1)', 'at character 1: good() takes one tag: good({TAG-ID})'],
  ['sine({A})', 'at character 1: there is no function "sine"; there are min, max, abs, round, sqrt, clamp, bit, good and bad'],
  [`{A} + ${'1'.repeat(400)}`, 'at character 7: the number is too large'],
])('%s is refused with a sentence that says where', (text, message) => {
  expect(refusal(text)).toBe(message);
});

test.each([
  ['parentheses', `${'('.repeat(1900)}{A}${')'.repeat(1900)}`],
  ['signs', `${'-'.repeat(3900)}{A}`],
  ['negations', `${'!'.repeat(3900)}{U200/P-201.RUN:x}`],
  ['terms', `{A}${'+{A}'.repeat(900)}`],
  ['choices', '{A}>1?'.repeat(600)],
  ['characters', `{A}+${' '.repeat(4000)}1`],
])('an expression of too many %s is refused at once', (_, text) => {
  expect(refusal(text)).toMatch(/too long|too deeply|characters|ends before/);
});

test('a sum of 150 tags is fine', () => {
  expect(run(`{A}${' + {A}'.repeat(149)}`).value).toBe(1500);
});

test('arithmetic agrees with the machine for any numbers', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const value = [a, b, 1, 2, 0, 1];
      expect(run('({A} - {B}) * 2 + max({A}, {B}) / 3', { value }).value).toBe((a - b) * 2 + Math.max(a, b) / 3);
      expect(run('{A} < {B}', { value }).value).toBe(a < b ? 1 : 0);
    }),
    { numRuns: 50 },
  );
});

test('any text is either compiled or refused with a sentence; nothing is thrown', () => {
  const piece = fc.constantFrom(
    '{A}',
    '{T1}',
    '{',
    '}',
    '(',
    ')',
    '"',
    "'",
    '\\',
    '+',
    '?',
    ':',
    '&&',
    '!',
    '.',
    '[',
    'x',
    '1',
    ' ',
    '//',
    'good',
    ',',
    '\n',
    '0x',
    '1e',
    'ü',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const compiled = compileExpression(pieces.join(''), directory);
      if (!compiled.ok) expect(compiled.fault.message.length).toBeGreaterThan(10);
    }),
    { numRuns: 2000 },
  );
});
