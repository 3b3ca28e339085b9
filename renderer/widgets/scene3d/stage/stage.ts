import { BufferAttribute, BufferGeometry, DataTexture, DynamicDrawUsage, Frustum, LineSegments, LinearFilter, Matrix4, Mesh, type Object3D, RedFormat, type Scene, UnsignedByteType, type WebGLRenderer } from 'three';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { Hull } from '../hull/hull.ts';
import type { SectionPlane } from '../scene-handle.ts';
import { createDrawList, edgeRangesOf, type Growing, type Sight } from './draw-list.ts';
import { createFlowArrows } from './flow-arrows.ts';
import type { Effort } from './frame-pace.ts';
import { applyTheme, createMaterials, createUniforms, setCut } from './materials.ts';
import type { SceneCamera } from './scene-camera.ts';
import type { SceneTheme } from './scene-theme.ts';
import { createStateTextures } from './state-textures.ts';

export type Stage = ReturnType<typeof createStage>;

/** While the eye moves, lists are made anew every so many frames. */
const framesPerList = 4;

/** The plant as it is drawn: four objects, made once, whose lists of indices change with the eye. They are hung into the root's scene by `SceneContents`. */
export function createStage(renderer: WebGLRenderer, hull: Hull, layout: SceneLayout, boundsOf: readonly Bounds[], firstTheme: SceneTheme) {
  const states = createStateTextures(hull.entityCount);
  const shadow = new DataTexture(hull.shadow.darkness, hull.shadow.columns, hull.shadow.rows, RedFormat, UnsignedByteType);
  shadow.minFilter = shadow.magFilter = LinearFilter;
  shadow.unpackAlignment = 1;
  shadow.needsUpdate = true;
  const uniforms = createUniforms({ colours: states.colours, marks: states.marks, moves: states.moves, shadow }, firstTheme);
  uniforms.uShadowAt.value.set(...hull.shadow.at, ...hull.shadow.size);
  const materials = createMaterials(uniforms);
  const list = createDrawList(hull, boundsOf, edgeRangesOf(hull));
  const arrows = createFlowArrows(layout);

  const position = new BufferAttribute(hull.positions, 3);
  const looks = new BufferAttribute(hull.looks, 4, true);
  const owner = new BufferAttribute(hull.owners, 1);
  const surface = (): BufferGeometry => new BufferGeometry().setAttribute('position', position).setAttribute('looks', looks).setAttribute('owner', owner);
  const [solid, ghost] = [surface(), surface()];
  const edges = new BufferGeometry().setAttribute('position', new BufferAttribute(hull.edges, 3)).setAttribute('owner', new BufferAttribute(hull.edgeOwners, 1));
  const objects: readonly Object3D[] = [new Mesh(solid, materials.solid), new LineSegments(edges, materials.edges), new Mesh(arrows.geometry, materials.arrows), new Mesh(ghost, materials.ghost)];
  objects.forEach((object, order) => {
    object.frustumCulled = false;
    object.matrixAutoUpdate = false;
    object.renderOrder = order;
  });

  let sinceList = 0;
  const frustum = new Frustum();
  const matrix = new Matrix4();
  const planes = new Float32Array(24);
  const sightOf = ({ camera }: SceneCamera, heightPx: number, effort: Effort): Sight => {
    frustum.setFromProjectionMatrix(matrix.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse));
    frustum.planes.forEach(({ normal, constant }, i) => planes.set([normal.x, normal.y, normal.z, constant], i * 4));
    const { x, y, z } = camera.position;
    return { eye: [x, y, z], planes, pixelsPerM: heightPx / (2 * Math.tan((camera.fov * Math.PI) / 360)), budget: effort.budget, hasEdges: effort.hasEdges };
  };

  return {
    objects,
    uniforms,
    states,
    list,
    arrows,
    setSection(plane: SectionPlane | null): void {
      if (plane !== null) uniforms.uSection.value.set(...plane.normal, plane.offset);
      setCut(materials, plane !== null);
    },
    applyTheme(theme: SceneTheme): void {
      applyTheme(uniforms, theme);
      renderer.setClearColor(theme.sky, 1);
    },
    /** Draws one frame of the root's scene as the eye sees it, so many CSS pixels wide and high. `isSwift`: one of many of a movement. */
    draw(scene: Scene, eye: SceneCamera, widthPx: number, heightPx: number, effort: Effort, isSwift: boolean): void {
      const distance = eye.controls.distance;
      uniforms.uSize.value.set(widthPx, heightPx);
      uniforms.uMetre.value = metreOf(eye, heightPx);
      uniforms.uFog.value.set(distance * 1.3, distance * 5 + 60);
      // What a movement of a few frames brings into the picture is in the list already.
      const isDue = !isSwift || ++sinceList >= framesPerList || list.isStale();
      if (isDue) sinceList = 0;
      if (isDue && list.compose(sightOf(eye, heightPx, effort))) {
        setIndex(solid, list.solid);
        setIndex(ghost, list.ghost);
        setIndex(edges, list.edges);
        (objects[1] as Object3D).visible = list.edges.length > 0;
        (objects[3] as Object3D).visible = list.ghost.length > 0;
      }
      (objects[2] as Object3D).visible = arrows.geometry.instanceCount > 0;
      renderer.render(scene, eye.camera);
    },
    dispose(): void {
      for (const geometry of [solid, ghost, edges]) geometry.dispose();
      for (const material of Object.values(materials)) material.dispose();
      arrows.dispose();
      states.dispose();
      shadow.dispose();
    },
  };
}

/** Metres a pixel where the eye looks at, in steps of two: dashes would crawl otherwise while it comes near. */
function metreOf({ camera, controls }: SceneCamera, heightPx: number): number {
  const metres = (2 * controls.distance * Math.tan((camera.fov * Math.PI) / 360)) / Math.max(1, heightPx);
  return 2 ** Math.round(Math.log2(metres));
}

function setIndex(geometry: BufferGeometry, { array, length }: Growing): void {
  const known = geometry.getIndex();
  if (known === null || known.array !== array) {
    // A list that grew has another array, which happens a few times at most; the browser lets the old buffer go.
    geometry.setIndex(new BufferAttribute(array, 1).setUsage(DynamicDrawUsage));
  } else {
    known.clearUpdateRanges();
    known.addUpdateRange(0, length);
    known.needsUpdate = true;
  }
  geometry.setDrawRange(0, length);
}
