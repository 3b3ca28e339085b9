import { FileAbsent } from '../model-files.ts';
import { ModelRefused } from '../model-refused.ts';
import type { Rgb } from '../raw-model.ts';
import { averageOfImage, type ImageReaders, prepareImageReaders } from '../texture/average-colour.ts';
import { type MeanColour, toSrgb } from '../texture/linear-light.ts';
import type { WorkCount } from '../work-count.ts';
import { type BufferViews, dataBytes } from './buffer-views.ts';
import type { GltfDocument } from './gltf-document.ts';
import type { Geometry } from './primitive.ts';

export type Materials = { /** Colour of the material that most of its triangles have; null where it is in a picture that can't be read. */ colourOf(geometry: readonly Geometry[]): Rgb | null };

type Sources = {
  readonly document: GltfDocument;
  readonly views: BufferViews;
  readonly beside: (uri: string) => Uint8Array;
  readonly count: WorkCount;
  readonly note: (sentence: string) => void;
};

/** Base colours of a file's materials; a texture is its average, in linear light, where its format is read. */
export async function createMaterials(sources: Sources): Promise<Materials> {
  const { document } = sources;
  const readers = await prepareImageReaders(document.textures.some((one) => one.extensions?.KHR_texture_basisu !== undefined));
  const images = new Map<number, MeanColour | null>();
  const colours = new Map<number, Rgb | null>();
  const average = (texture: number): MeanColour | null => {
    const image = imageOf(document, texture);
    if (image === null) return null;
    const known = images.get(image);
    if (known !== undefined) return known;
    const found = averageOf(sources, readers, image);
    images.set(image, found);
    sources.note(found === null ? 'textures are left out: of some (WebP, AVIF or broken ones) no colour is read' : 'textures are left out: their average colour is taken');
    return found;
  };
  const colourOf = (index: number | undefined): Rgb | null => {
    if (index === undefined) return [255, 255, 255];
    const known = colours.get(index);
    if (known !== undefined) return known;
    const material = document.materials[index];
    if (material === undefined) throw new ModelRefused(`it names material ${index} and has ${document.materials.length}`);
    const older = material.extensions?.KHR_materials_pbrSpecularGlossiness;
    const factor = older?.diffuseFactor ?? material.pbrMetallicRoughness?.baseColorFactor ?? [1, 1, 1, 1];
    const texture = older?.diffuseTexture ?? material.pbrMetallicRoughness?.baseColorTexture;
    const mean = texture === undefined ? undefined : average(texture.index);
    const level = (c: number): number => toSrgb((factor[c] ?? 1) * (mean?.[c] ?? 1));
    const made: Rgb | null = mean === null ? null : [level(0), level(1), level(2)];
    colours.set(index, made);
    return made;
  };
  return {
    colourOf(geometry) {
      const triangles = new Map<number | undefined, number>();
      for (const { material, indices } of geometry) triangles.set(material, (triangles.get(material) ?? 0) + indices.length);
      const [most] = [...triangles].toSorted(([, a], [, b]) => b - a);
      return colourOf(most?.[0]);
    },
  };
}

function imageOf({ textures }: GltfDocument, index: number): number | null {
  const texture = textures[index];
  if (texture === undefined) throw new ModelRefused(`it names texture ${index} and has ${textures.length}`);
  const { KHR_texture_basisu: basis, EXT_texture_webp: webp, EXT_texture_avif: avif } = texture.extensions ?? {};
  return texture.source ?? basis?.source ?? webp?.source ?? avif?.source ?? null;
}

/** A picture that can't be read leaves the model drawable: only what lies elsewhere or beyond its file is refused. */
function averageOf({ document, views, beside, count }: Sources, readers: ImageReaders, index: number): MeanColour | null {
  const image = document.images[index];
  if (image === undefined) throw new ModelRefused(`it names image ${index} and has ${document.images.length}`);
  if (image.bufferView !== undefined) return averageOfImage(views.view(image.bufferView).bytes, readers, count);
  if (image.uri === undefined) return null;
  if (image.uri.startsWith('data:')) return averageOfImage(dataBytes(image.uri, count), readers, count);
  let bytes: Uint8Array;
  try {
    bytes = beside(image.uri);
  } catch (error) {
    // A picture that is not there is a colour less; one that leads elsewhere is refused.
    if (error instanceof FileAbsent) return null;
    throw error;
  }
  return averageOfImage(bytes, readers, count);
}
