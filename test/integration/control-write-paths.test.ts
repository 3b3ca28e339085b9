import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSourceFiles, root } from '../source-files.ts';

const sources = readSourceFiles().filter(({ path }) => !/\.test\.tsx?$/.test(path) && !path.startsWith('test/') && !path.includes('/testing/'));
const holding = (words: RegExp, below: string): readonly string[] =>
  sources.filter(({ path }) => path.startsWith(below) && words.test(readFileSync(join(root, path), 'utf8'))).map(({ path }) => path);
const importing = (file: string): readonly string[] => sources.filter(({ imports }) => imports.some(({ specifier }) => specifier.endsWith(file))).map(({ path }) => path);

describe('a value is written in one way only', () => {
  it('in the console by the dialog of a faceplate or of a step of a run, or where a simulation is steered: nothing on a process graphic can', () => {
    expect(holding(/'control\.operate'/, 'renderer/')).toEqual(['renderer/app/inspector/write-dialog.tsx', 'renderer/client/write-tag.ts']);
    expect(importing('/write-tag.ts')).toEqual(['renderer/views/simulation/simulation-view.tsx']);
    expect(importing('/write-dialog.tsx')).toEqual(['renderer/app/inspector/faceplate.tsx', 'renderer/app/inspector/run-write-dialog.tsx']);
    expect(holding(/'runbook\.operate'/, 'renderer/')).toEqual(['renderer/client/run-write.ts']);
    expect(holding(/wayOfRun\(/, 'renderer/')).toEqual(['renderer/app/inspector/run-write-dialog.tsx', 'renderer/client/run-write.ts']);
  });
  it('in the engine by the control service, which alone is given the drivers’ write', () => {
    expect(holding(/driver\.write\(/, 'electron/engine/')).toEqual(['electron/engine/control-wiring.ts']);
    expect(holding(/links\.write\(/, 'electron/engine/')).toEqual(['electron/engine/control/write-service.ts']);
  });
});
