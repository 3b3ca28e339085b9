import { type DataTexture, GLSL3, ShaderMaterial, type Texture, Vector2, Vector3, Vector4 } from 'three';
import { brightest } from '../hull/hull.ts';
import type { SceneTheme } from './scene-theme.ts';

/** Shared by all materials of a scene: set once, seen by each. */
export type SceneUniforms = ReturnType<typeof createUniforms>;

export function createUniforms(textures: { readonly colours: DataTexture; readonly marks: DataTexture; readonly moves: DataTexture; readonly shadow: Texture }, theme: SceneTheme) {
  return {
    uColours: { value: textures.colours },
    uMarks: { value: textures.marks },
    uMoves: { value: textures.moves },
    uShadow: { value: textures.shadow },
    uShadowAt: { value: new Vector4(0, 0, 1, 1) },
    uColumns: { value: textures.colours.image.width },
    uHasMoves: { value: 0 },
    /** The half-space that stays: x y z, and how far. A normal of 0: no section. */
    uSection: { value: new Vector4(0, 0, 0, 0) },
    uLit: { value: 1 },
    uPixel: { value: 1 },
    uFog: { value: new Vector2(60, 400) },
    uSky: { value: theme.sky },
    uClay: { value: theme.clay },
    uGround: { value: theme.ground },
    uEdge: { value: theme.edge },
    uLevel: { value: theme.level },
    uLevelTop: { value: theme.levelTop },
    uBad: { value: theme.bad },
    uStale: { value: theme.stale },
    uAccent: { value: theme.accent },
    uArrow: { value: theme.arrow },
    uEye: { value: new Vector3() },
  };
}

export function applyTheme(uniforms: SceneUniforms, theme: SceneTheme): void {
  uniforms.uSky.value = theme.sky;
  uniforms.uClay.value = theme.clay;
  uniforms.uGround.value = theme.ground;
  uniforms.uEdge.value = theme.edge;
  uniforms.uLevel.value = theme.level;
  uniforms.uLevelTop.value = theme.levelTop;
  uniforms.uBad.value = theme.bad;
  uniforms.uStale.value = theme.stale;
  uniforms.uAccent.value = theme.accent;
  uniforms.uArrow.value = theme.arrow;
}

// The state of a thing is looked up by its vertices: one draw for everything, and a change is a few bytes of a texture.
const ownerLookup = /* glsl */ `
  precision highp float;
  precision highp sampler2D;
  uniform sampler2D uColours;
  uniform sampler2D uMarks;
  uniform sampler2D uMoves;
  uniform int uColumns;
  uniform float uHasMoves;
  uniform vec2 uFog;
  in float owner;
  flat out vec4 vColour;
  flat out vec4 vMark;
  out vec3 vPlace;
  out float vFog;
  vec4 look(vec3 at) {
    int number = int(owner + 0.5);
    ivec2 cell = ivec2(number % uColumns, number / uColumns);
    vColour = texelFetch(uColours, cell, 0);
    vMark = texelFetch(uMarks, cell, 0);
    vPlace = at;
    if (uHasMoves > 0.5) at += texelFetch(uMoves, cell, 0).xyz;
    vec4 seen = viewMatrix * vec4(at, 1.0);
    vFog = clamp((-seen.z - uFog.x) / uFog.y, 0.0, 0.45);
    return projectionMatrix * seen;
  }
`;

const surfaceVertex = /* glsl */ `
  ${ownerLookup}
  in vec4 looks;
  out float vShade;
  out float vHold;
  flat out float vGround;
  void main() {
    gl_Position = look(position);
    vShade = looks.x * ${brightest.toFixed(3)};
    vHold = looks.y;
    vGround = looks.z;
  }
`;

const surfaceFragment = /* glsl */ `
  precision highp float;
  uniform sampler2D uShadow;
  uniform vec4 uShadowAt;
  uniform vec4 uSection;
  uniform float uLit;
  uniform float uPixel;
  uniform vec3 uSky;
  uniform vec3 uClay;
  uniform vec3 uGround;
  uniform vec3 uLevel;
  uniform vec3 uLevelTop;
  uniform vec3 uBad;
  uniform vec3 uStale;
  uniform vec3 uAccent;
  flat in vec4 vColour;
  flat in vec4 vMark;
  in vec3 vPlace;
  in float vFog;
  in float vShade;
  in float vHold;
  flat in float vGround;
  out vec4 painted;
  void main() {
    if (dot(uSection.xyz, vPlace) > uSection.w) discard;
    vec3 colour = (vGround > 0.5 ? uGround : uClay) * vShade;
    if (vGround > 0.5 && vPlace.z < 0.7) colour *= 1.0 - 0.72 * texture(uShadow, (vPlace.xy - uShadowAt.xy) / uShadowAt.zw).r;
    if (vColour.a > 0.5) {
      float lit = vMark.b > 0.5 ? mix(0.45, 1.0, uLit) : 1.0;
      colour = mix(colour, vColour.rgb * mix(0.5, 1.08, clamp(vShade, 0.0, 1.15)), lit);
    }
    if (vMark.r > 0.0 && vHold > 0.0) {
      float under = vMark.r - vHold;
      float soft = max(fwidth(vHold), 0.001);
      vec3 full = vColour.a > 0.5 ? colour * 0.78 : uLevel * mix(0.75, 1.05, clamp(vShade, 0.0, 1.1));
      colour = mix(colour, full, clamp(under / soft + 0.5, 0.0, 1.0));
      colour = mix(colour, uLevelTop, clamp(1.6 - abs(under) / soft, 0.0, 1.0));
    }
    int hatch = int(vMark.g * 255.0 + 0.5);
    if (hatch > 0) {
      vec2 at = gl_FragCoord.xy / uPixel;
      float one = fract((at.x + at.y) / 9.0);
      float other = fract((at.x - at.y) / 9.0);
      bool isLine = hatch == 1 ? one < 0.3 : hatch == 2 ? one < 0.16 : one < 0.14 || other < 0.14;
      if (isLine) colour = mix(colour, hatch == 1 ? uBad : uStale, 0.85);
    }
    if (vMark.a > 0.5) colour = mix(colour, uAccent, 0.3);
    painted = vec4(mix(colour, uSky, vFog), GHOST);
  }
`;

const edgeVertex = /* glsl */ `
  ${ownerLookup}
  void main() {
    gl_Position = look(position);
    // Towards the eye by a little, so that an edge is not lost in its own surface.
    gl_Position.z -= 0.00025 * gl_Position.w;
  }
`;

const edgeFragment = /* glsl */ `
  precision highp float;
  uniform vec4 uSection;
  uniform vec3 uEdge;
  uniform vec3 uAccent;
  flat in vec4 vColour;
  flat in vec4 vMark;
  in vec3 vPlace;
  in float vFog;
  out vec4 painted;
  void main() {
    if (dot(uSection.xyz, vPlace) > uSection.w) discard;
    painted = vMark.a > 0.5 ? vec4(uAccent, 1.0) : vec4(uEdge, 0.5 * (1.0 - 2.0 * vFog));
  }
`;

const arrowVertex = /* glsl */ `
  ${ownerLookup}
  in vec4 place;
  in vec3 heading;
  out float vShade;
  void main() {
    vec3 side = normalize(abs(heading.z) > 0.9 ? cross(heading, vec3(1.0, 0.0, 0.0)) : cross(heading, vec3(0.0, 0.0, 1.0)));
    vec3 up = cross(side, heading);
    vec3 turned = side * position.x + up * position.y;
    gl_Position = look(place.xyz + (turned + heading * position.z) * place.w);
    vShade = 0.86 + 0.14 * turned.z;
  }
`;

const arrowFragment = /* glsl */ `
  precision highp float;
  uniform vec4 uSection;
  uniform vec3 uArrow;
  uniform vec3 uSky;
  flat in vec4 vColour;
  flat in vec4 vMark;
  in vec3 vPlace;
  in float vFog;
  in float vShade;
  out vec4 painted;
  void main() {
    if (dot(uSection.xyz, vPlace) > uSection.w) discard;
    painted = vec4(mix(uArrow * vShade, uSky, vFog), 1.0);
  }
`;

const made = (uniforms: SceneUniforms, vertexShader: string, fragmentShader: string, more: { readonly transparent?: boolean; readonly depthWrite?: boolean; readonly ghost?: string }): ShaderMaterial =>
  new ShaderMaterial({
    glslVersion: GLSL3,
    uniforms,
    vertexShader,
    fragmentShader,
    transparent: more.transparent ?? false,
    depthWrite: more.depthWrite ?? true,
    defines: { GHOST: more.ghost ?? '1.0' },
  });

export const createMaterials = (uniforms: SceneUniforms) => ({
  solid: made(uniforms, surfaceVertex, surfaceFragment, {}),
  ghost: made(uniforms, surfaceVertex, surfaceFragment, { transparent: true, depthWrite: false, ghost: '0.16' }),
  edges: made(uniforms, edgeVertex, edgeFragment, { transparent: true, depthWrite: false }),
  arrows: made(uniforms, arrowVertex, arrowFragment, {}),
});
