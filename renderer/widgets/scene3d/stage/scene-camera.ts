import CameraControls from 'camera-controls';
import { Box3, MathUtils, Matrix4, type PerspectiveCamera, Quaternion, Raycaster, Sphere, Spherical, Vector2, Vector3, Vector4 } from 'three';
import type { Point } from '#shared/model/scene.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { SceneView3d } from '../scene-handle.ts';
import type { Ray } from './pick-hull.ts';

CameraControls.install({ THREE: { Vector2, Vector3, Vector4, Quaternion, Matrix4, Spherical, Box3, Sphere, Raycaster } });

/** Vertical angle of sight, degrees: that of a long-ish lens, so that a plant keeps its proportions. */
const fov = 36;
/** Flights are done within some 180 ms of the console's own motion. */
const flightS = 0.07;

export type SceneCamera = ReturnType<typeof createSceneCamera>;

/** What the root makes its camera of; `manual`: its sides and angle are kept here, not by the root. */
export const cameraProps = { manual: true, fov, aspect: 1, near: 0.1, far: 1000, position: [-0.6, -0.8, 0.6] as Point, up: [0, 0, 1] as Point };

/** The eye behind a camera: moved by people and by `flyTo` alone. */
export function createSceneCamera(camera: PerspectiveCamera, element: HTMLElement, bounds: Bounds, hasReducedMotion: () => boolean) {
  const controls = new CameraControls(camera, element);
  controls.updateCameraUp();
  controls.minDistance = 0.6;
  controls.maxPolarAngle = Math.PI / 2 - 0.01;
  controls.dollyToCursor = true;
  controls.smoothTime = flightS;
  controls.draggingSmoothTime = 0.02;
  controls.mouseButtons.right = CameraControls.ACTION.TRUCK;
  controls.mouseButtons.middle = CameraControls.ACTION.TRUCK;
  const size = Math.hypot(bounds[3] - bounds[0], bounds[4] - bounds[1], bounds[5] - bounds[2]);
  controls.maxDistance = Math.max(20, size * 3);
  const scratch = new Vector3();
  const [eye, target] = [new Vector3(), new Vector3()];

  return {
    camera,
    controls,
    /** True: it moved or moves on. `seconds` since the last call. */
    update(seconds: number): boolean {
      const isMoving = controls.update(Math.min(0.1, seconds));
      const distance = controls.distance;
      camera.near = Math.max(0.08, distance * 0.02);
      camera.far = distance + size * 2.5 + 20;
      camera.updateProjectionMatrix();
      camera.updateMatrixWorld();
      return isMoving;
    },
    resize(width: number, height: number): void {
      camera.aspect = width / Math.max(1, height);
      // Where the picture is narrow the angle is held across it instead, so that presets keep their subject.
      camera.fov = camera.aspect < 1.2 ? MathUtils.radToDeg(2 * Math.atan(Math.tan(MathUtils.degToRad(fov) / 2) * (1.2 / camera.aspect))) : fov;
      camera.updateProjectionMatrix();
    },
    flyTo(goal: SceneView3d | Bounds, isInstant: boolean): void {
      const isSmooth = !isInstant && !hasReducedMotion();
      if (!isBounds(goal)) {
        void controls.setLookAt(...goal.eye, ...goal.target, isSmooth);
        return;
      }
      controls.getPosition(eye);
      controls.getTarget(target);
      const [x, y, z] = [(goal[0] + goal[3]) / 2, (goal[1] + goal[4]) / 2, (goal[2] + goal[5]) / 2];
      scratch.subVectors(eye, target).normalize();
      // From above the ground, and never straight down or along the floor onto what is asked for.
      scratch.z = Math.min(0.8, Math.max(0.35, scratch.z));
      // From straight above there is no side: from the south then.
      if (Math.hypot(scratch.x, scratch.y) < 0.01) scratch.y = -0.5;
      scratch.normalize();
      scratch.multiplyScalar(Math.max(nearestM, fittingDistance(goal, scratch, Math.tan(MathUtils.degToRad(camera.fov) / 2), camera.aspect)));
      void controls.setLookAt(x + scratch.x, y + scratch.y, z + scratch.z, x, y, z, isSmooth);
    },
    view(): SceneView3d {
      controls.getPosition(eye);
      controls.getTarget(target);
      return { eye: pointOf(eye), target: pointOf(target) };
    },
    /** Through a place of the picture, -1 to 1 from left to right and from below to above. */
    ray(x: number, y: number): Ray {
      scratch.set(x, y, 0.5).unproject(camera).sub(camera.position).normalize();
      return { from: pointOf(camera.position), along: pointOf(scratch) };
    },
    /** Where a place is seen in a picture so many pixels large, with its depth; false: behind the eye, `out` untouched. */
    project(east: number, north: number, up: number, width: number, height: number, out: Float64Array): boolean {
      scratch.set(east, north, up).applyMatrix4(camera.matrixWorldInverse);
      if (scratch.z > -camera.near) return false;
      scratch.applyMatrix4(camera.projectionMatrix);
      out[0] = ((scratch.x + 1) / 2) * width;
      out[1] = ((1 - scratch.y) / 2) * height;
      out[2] = (scratch.z + 1) / 2;
      return true;
    },
    dispose: () => controls.dispose(),
  };
}

/** Nearest a box is looked at from its middle, m: a thing of a few centimetres is seen with what is around it. */
const nearestM = 3;
/** Share of the picture a box may fill: labels stand at the margins. */
const filled = 0.8;

/** How far from its middle the eye must be to have all corners of a box in the picture. `towards`: from the middle to the eye, of length 1, never straight up. */
export function fittingDistance([east, north, low, east2, north2, high]: Bounds, towards: { readonly x: number; readonly y: number; readonly z: number }, tanUp: number, aspect: number): number {
  const flat = Math.hypot(towards.x, towards.y);
  const right = [-towards.y / flat, towards.x / flat, 0] as const;
  const up = [(-towards.x * towards.z) / flat, (-towards.y * towards.z) / flat, flat] as const;
  let away = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [x, y, z] = [((corner & 1) - 0.5) * (east2 - east), (((corner >> 1) & 1) - 0.5) * (north2 - north), ((corner >> 2) - 0.5) * (high - low)];
    const near = x * towards.x + y * towards.y + z * towards.z;
    const across = Math.abs(x * right[0] + y * right[1]);
    const over = Math.abs(x * up[0] + y * up[1] + z * up[2]);
    away = Math.max(away, near + across / (tanUp * aspect * filled), near + over / (tanUp * filled));
  }
  return away;
}

const isBounds = (goal: SceneView3d | Bounds): goal is Bounds => Array.isArray(goal);
const pointOf = ({ x, y, z }: Vector3): Point => [x, y, z];
