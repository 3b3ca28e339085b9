import { BufferAttribute, CanvasTexture, GLSL3, GreaterDepth, InstancedBufferAttribute, InstancedBufferGeometry, LessEqualDepth, LinearFilter, ShaderMaterial, type Texture } from 'three';
import type { SceneUniforms } from '../stage/materials.ts';
import type { DrawnMark } from './drawn-line.ts';

/** One mark, px: its field in the picture of all of them, drawn at twice its size. */
const fieldPx = 32;
const finer = 2;

const vertex = /* glsl */ `
  precision highp float;
  uniform vec2 uSize;
  in vec3 place;
  in float number;
  out vec2 vField;
  void main() {
    vec4 seen = viewMatrix * vec4(place, 1.0);
    // In front of what it marks: the place of a valve lies inside it.
    seen.xyz *= 1.0 - min(0.7 / max(0.1, -seen.z), 0.5);
    gl_Position = projectionMatrix * seen;
    gl_Position.xy += position.xy * ${fieldPx.toFixed(1)} / uSize * gl_Position.w;
    vField = vec2((number + position.x * 0.5 + 0.5) / FIELDS, position.y * 0.5 + 0.5);
  }
`;

// Red: lines and number; green: where there is paper.
const fragment = /* glsl */ `
  precision highp float;
  uniform sampler2D uFields;
  uniform vec3 uText;
  uniform vec3 uPaper;
  in vec2 vField;
  out vec4 painted;
  void main() {
    vec4 drawn = texture(uFields, vField);
    painted = vec4(mix(uPaper, uText, drawn.r), max(drawn.r, drawn.g) * OPAQUE);
    if (painted.a < 0.02) discard;
  }
`;

export function createMarkMaterial(uniforms: SceneUniforms, fields: Texture, count: number, isBehind: boolean): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    uniforms: { uSize: uniforms.uSize, uText: uniforms.uText, uPaper: uniforms.uPaper, uFields: { value: fields } },
    vertexShader: vertex,
    fragmentShader: fragment,
    transparent: true,
    depthWrite: false,
    depthFunc: isBehind ? GreaterDepth : LessEqualDepth,
    defines: { FIELDS: count.toFixed(1), OPAQUE: isBehind ? '0.45' : '1.0' },
  });
}

export function createMarkGeometry(marks: readonly DrawnMark[]): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0]), 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  geometry.setAttribute('place', new InstancedBufferAttribute(Float32Array.from(marks.flatMap(({ at }) => at)), 3));
  geometry.setAttribute('number', new InstancedBufferAttribute(Float32Array.from(marks, (_, i) => i), 1));
  geometry.instanceCount = marks.length;
  return geometry;
}

/** Locks with their numbers side by side, in the font of the page. */
export function drawMarks(marks: readonly DrawnMark[]): Texture {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.max(1, marks.length) * fieldPx * finer, fieldPx * finer];
  const pen = canvas.getContext('2d');
  if (pen !== null) {
    const font = getComputedStyle(document.body).fontFamily;
    marks.forEach(({ number }, i) => {
      pen.setTransform(finer, 0, 0, finer, (i + 0.5) * fieldPx * finer, (fieldPx / 2 + 2) * finer);
      pen.beginPath();
      pen.roundRect(-9, -7, 18, 15, 2.5);
      pen.fillStyle = '#00ff00';
      pen.fill();
      pen.lineWidth = 1.75;
      pen.strokeStyle = '#ff0000';
      pen.stroke();
      pen.beginPath();
      pen.arc(0, -9, 4.5, Math.PI, 0);
      pen.lineTo(4.5, -7);
      pen.moveTo(-4.5, -9);
      pen.lineTo(-4.5, -7);
      pen.stroke();
      pen.fillStyle = '#ff0000';
      pen.font = `640 12px ${font}`;
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      pen.fillText(String(number), 0, 1, 16);
    });
  }
  const texture = new CanvasTexture(canvas);
  texture.generateMipmaps = false;
  texture.minFilter = texture.magFilter = LinearFilter;
  return texture;
}
