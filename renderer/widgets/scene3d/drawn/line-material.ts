import { BufferAttribute, GLSL3, GreaterDepth, InstancedBufferAttribute, InstancedBufferGeometry, LessEqualDepth, ShaderMaterial } from 'three';
import type { Point } from '#shared/model/scene.ts';
import type { SceneUniforms } from '../stage/materials.ts';

/** So many pixels wide at any distance. A piece that begins behind the eye is cut at the near plane. */
const vertex = /* glsl */ `
  precision highp float;
  uniform vec2 uSize;
  in vec3 from;
  in vec3 to;
  in vec2 along;
  out float vAlong;
  out float vAcross;
  void main() {
    vec4 a = viewMatrix * vec4(from, 1.0);
    vec4 b = viewMatrix * vec4(to, 1.0);
    float near = projectionMatrix[3][2] / (projectionMatrix[2][2] - 1.0);
    vec2 way = along;
    if (a.z > -near && b.z > -near) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      return;
    }
    float cut = (-near * 1.001 - a.z) / (b.z - a.z);
    if (a.z > -near) {
      a = mix(a, b, cut);
      way.x = mix(along.x, along.y, cut);
    } else if (b.z > -near) {
      b = mix(a, b, cut);
      way.y = mix(along.x, along.y, cut);
    }
    vec4 one = projectionMatrix * a;
    vec4 other = projectionMatrix * b;
    vec2 run = (other.xy / other.w - one.xy / one.w) * uSize;
    run = length(run) < 1e-4 ? vec2(1.0, 0.0) : normalize(run);
    gl_Position = position.x < 0.5 ? one : other;
    // Round joints are not worth it: pieces reach over each other by half their width instead.
    vec2 off = (vec2(-run.y, run.x) * position.y + run * (position.x * 2.0 - 1.0) * 0.5) * float(WIDE);
    gl_Position.xy += off / uSize * gl_Position.w;
    // Towards the eye by a little: ways lie on floors.
    gl_Position.z -= 0.0004 * gl_Position.w;
    vAlong = mix(way.x, way.y, position.x);
    vAcross = position.y;
  }
`;

const fragment = /* glsl */ `
  precision highp float;
  uniform vec3 TONE;
  uniform float uMetre;
  in float vAlong;
  in float vAcross;
  out vec4 painted;
  void main() {
    #ifdef DASHED
      if (fract(vAlong / (uMetre * 14.0)) > 0.55) discard;
    #endif
    painted = vec4(TONE, float(OPAQUE) * clamp((1.0 - abs(vAcross)) * float(WIDE) * 0.5, 0.0, 1.0));
  }
`;

export type LineLook = { readonly tone: 'uAccent' | 'uText' | 'uPaper'; readonly widePx: number; readonly opacity: number; /** Drawn where something hides it, dashed; else where nothing does. */ readonly isBehind: boolean };

export function createLineMaterial(uniforms: SceneUniforms, { tone, widePx, opacity, isBehind }: LineLook): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    uniforms,
    vertexShader: vertex,
    fragmentShader: fragment,
    transparent: true,
    depthWrite: false,
    depthFunc: isBehind ? GreaterDepth : LessEqualDepth,
    defines: { TONE: tone, WIDE: widePx.toFixed(1), OPAQUE: opacity.toFixed(2), ...(isBehind ? { DASHED: '1' } : {}) },
  });
}

/** A ribbon along points: one piece each from one to the next, with the metres from the beginning at both its ends. */
export function createLineGeometry(points: readonly Point[]): InstancedBufferGeometry {
  const pieces = Math.max(0, points.length - 1);
  const [from, to, along] = [new Float32Array(pieces * 3), new Float32Array(pieces * 3), new Float32Array(pieces * 2)];
  let metres = 0;
  for (let i = 0; i < pieces; i++) {
    const [a, b] = [points[i] as Point, points[i + 1] as Point];
    from.set(a, i * 3);
    to.set(b, i * 3);
    along[i * 2] = metres;
    metres += Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
    along[i * 2 + 1] = metres;
  }
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0]), 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  geometry.setAttribute('from', new InstancedBufferAttribute(from, 3));
  geometry.setAttribute('to', new InstancedBufferAttribute(to, 3));
  geometry.setAttribute('along', new InstancedBufferAttribute(along, 2));
  geometry.instanceCount = pieces;
  return geometry;
}
