export const modelFormats = ['glb', 'gltf', 'stl', 'step', 'iges'] as const;
export type ModelFormat = (typeof modelFormats)[number];

const endings: Readonly<Record<string, ModelFormat>> = { glb: 'glb', gltf: 'gltf', stl: 'stl', stp: 'step', step: 'step', igs: 'iges', iges: 'iges' };

/** By the file's ending; null for a file that is no model. */
export function modelFormatOf(file: string): ModelFormat | null {
  return endings[/\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''] ?? null;
}
