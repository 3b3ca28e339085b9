import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { type ScreenNode, symbolsOf } from '#shared/screen/screen-model.ts';
import { symbolLibrary } from './symbol-library.ts';

const project = new URL('../../resources/projects/demo/', import.meta.url);
/** Ids of one folder of the project, read as text: this test is about names, the schemas have their own. */
function idsOf(folder: string): ReadonlySet<string> {
  const path = fileURLToPath(new URL(`${folder}/`, project));
  return new Set(
    readdirSync(path).flatMap((file) =>
      [...readFileSync(path + file, 'utf8').matchAll(/^\s*- (?:\{ *)?id: *"?([^\s",}]+)/gm)].map((match) => match[1] as string),
    ),
  );
}
const tags = idsOf('tags');
const assets = idsOf('assets');
const folder = fileURLToPath(new URL('screens/', project));
const screens = readdirSync(folder).filter((file) => file.endsWith('.svg'));
const screenIds = new Set(screens.map((file) => file.replace(/\.svg$/, '')));
const parts = new Set(['value', 'indicator', 'link', 'table', 'profile', 'unit-row']);
const tagKeys = ['tag', 'level', 'alarms', 'run', 'open', 'shut', 'fault', 'mode', 'available', 'local', 'command'];

const flowsOf = (nodes: readonly (ScreenNode | string)[]): string[] =>
  nodes.flatMap((node) =>
    typeof node === 'string' || node.kind === 'symbol' ? [] : [...(node.flow?.split(/\s+/) ?? []), ...flowsOf(node.children)],
  );

describe('screens of the demo project', () => {
  it('there is one for each unit, the lube skid, the motor control centres and the whole plant', () => {
    expect([...screenIds].sort()).toEqual(['mcc', 'plant-overview', 'u100', 'u200', 'u200-lube', 'u300', 'u400', 'u500']);
    expect(tags.size).toBeGreaterThan(400);
    expect(assets.size).toBeGreaterThan(80);
  });
  it.each(screens)('%s parses without a part left out, and every name in it exists', (file) => {
    const result = parseScreen(readFileSync(folder + file, 'utf8'));
    if (!result.ok) throw new Error(result.problem.message);
    const { screen } = result;
    expect(screen.problems).toEqual([]);
    expect(screen.title).not.toBe('');
    const unknown: string[] = [];
    for (const id of flowsOf(screen.nodes)) if (!tags.has(id)) unknown.push(`flow ${id}`);
    for (const { symbol, data, items, line } of [
      ...symbolsOf(screen.nodes),
      ...screen.tiles.map((data) => ({ symbol: 'value', data, items: [], line: 1 })),
    ]) {
      if (!parts.has(symbol) && !symbolLibrary.has(symbol)) unknown.push(`line ${line}: symbol ${symbol}`);
      for (const one of [data, ...items]) {
        for (const key of tagKeys) if (one[key] !== undefined && !tags.has(one[key])) unknown.push(`line ${line}: ${key} ${one[key]}`);
      }
      for (const key of ['asset', 'pair'])
        if (data[key] !== undefined && !assets.has(data[key])) unknown.push(`line ${line}: ${key} ${data[key]}`);
      if (data['screen'] !== undefined && !screenIds.has(data['screen'])) unknown.push(`line ${line}: screen ${data['screen']}`);
    }
    expect(unknown).toEqual([]);
  });
});
