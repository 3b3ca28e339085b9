import { describe, expect, it } from 'vitest';
import { createDirectoryIndex } from '#renderer/client/directory-index.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';
import type { TemplateEntry } from '#shared/model/project.ts';
import { generateFaceplates } from '#shared/screen/generate/generate-faceplates.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { plantOf } from '../document/screen-of-asset.ts';
import { placingOfFaceplate } from './faceplate-fragment.ts';

const directory = createDirectoryIndex(smallDirectory());
const template = (name: string, ...parameters: string[]): TemplateEntry => ({
  name,
  title: name,
  parameters: parameters.map((one) => ({ name: one, sample: 'P-9' })),
  isReadable: true,
});

describe('an asset as the faceplate of its kind', () => {
  it('is given everything the generated template needs, of its own tags, and draws without a problem', () => {
    const [plate] = generateFaceplates(plantOf(directory), ['pump']);
    if (plate === undefined) throw new Error('a pump has a faceplate');
    const names = [...plate.svg.matchAll(/data-param-([a-z0-9-]+)=/g)].map(([, name]) => name ?? '');
    const piece = placingOfFaceplate('P-1', directory, [template(plate.name, ...names)])?.fragmentAt({ x: 10, y: 20 }) ?? '';
    expect(piece).toContain(`data-template="${plate.name}" data-with-asset="P-1"`);
    expect(piece).not.toContain('P-9');
    const parsed = parseScreen(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 500"><title>T</title>${piece}</svg>`, {
      templates: new Map([[plate.name, plate.svg]]),
    });
    expect(parsed.ok ? parsed.screen.problems : parsed.problem).toEqual([]);
  });

  it('takes a template of its kind drawn by hand, but none that needs what it does not have, and none of another kind', () => {
    const at = (templates: readonly TemplateEntry[]) =>
      placingOfFaceplate('P-1', directory, templates)?.fragmentAt({ x: 10, y: 20 }) ?? null;
    expect(at([template('faceplate-pump', 'asset', 'colour'), template('faceplate-pump-2', 'asset')])).toBe(
      '<g data-template="faceplate-pump-2" data-with-asset="P-1" transform="translate(10 20)"/>',
    );
    expect(at([template('faceplate-pump', 'asset', 'colour')])).toBeNull();
    expect(at([template('faceplate-pump-pair', 'asset'), template('faceplate-tank', 'asset'), template('pump', 'asset')])).toBeNull();
    expect(placingOfFaceplate('U1', directory, [template('faceplate-pump', 'asset')])).toBeNull();
  });
});
