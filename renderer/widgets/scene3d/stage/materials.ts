import { type DataTexture, DoubleSide, FrontSide, GLSL3, ShaderMaterial, type Texture, Vector2, Vector4 } from 'three';
import { brightest } from '../hull/hull.ts';
import { closestM } from './flow-arrows.ts';
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
    /** Of the picture, CSS pixels. */
    uSize: { value: new Vector2(1, 1) },
    /** Metres a CSS pixel where the eye looks at. */
    uMetre: { value: 0.05 },
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
    uText: { value: theme.text },
    uPaper: { value: theme.paper },
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
  uniforms.uText.value = theme.text;
  uniforms.uPaper.value = theme.paper;
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
  out vec3 vPlace;
  vec4 tint;
  vec4 mark;
  float fog;
  vec4 look(vec3 at) {
    int number = int(owner + 0.5);
    ivec2 cell = ivec2(number % uColumns, number / uColumns);
    tint = texelFetch(uColours, cell, 0);
    mark = texelFetch(uMarks, cell, 0);
    vPlace = at;
    if (uHasMoves > 0.5) at += texelFetch(uMoves, cell, 0).xyz;
    vec4 seen = viewMatrix * vec4(at, 1.0);
    fog = clamp((-seen.z - uFog.x) / uFog.y, 0.0, 0.45);
    return projectionMatrix * seen;
  }
`;

// A pixel that is thrown away keeps a graphics card from testing depth first, and a processor draws every pixel of it: only where something is cut.
const section = /* glsl */ `
  #ifdef CUT
    if (dot(uSection.xyz, vPlace) > uSection.w) discard;
  #endif
`;

// Colours are worked out by vertices; pixels only do what cannot be: the line of a level, hatching, the soft shadow.
const surfaceVertex = /* glsl */ `
  ${ownerLookup}
  uniform float uLit;
  uniform vec3 uSky;
  uniform vec3 uClay;
  uniform vec3 uGround;
  uniform vec3 uLevel;
  uniform vec3 uAccent;
  in vec4 looks;
  out vec3 vTone;
  out vec3 vFull;
  out float vHold;
  /** Level (0: none), hatching, whether it is ground. */
  flat out vec3 vMark;
  void main() {
    gl_Position = look(position);
    float shade = looks.x * ${brightest.toFixed(3)};
    bool isGround = looks.z > 0.5;
    vec3 colour = (isGround ? uGround : uClay) * shade;
    vec3 full = uLevel * mix(0.75, 1.05, min(shade, 1.1));
    if (tint.a > 0.5) {
      colour = mix(colour, tint.rgb * mix(0.5, 1.08, min(shade, 1.15)), mark.b > 0.5 ? mix(0.45, 1.0, uLit) : 1.0);
      full = colour * 0.78;
    }
    // A colour that says something, an alarm or a temperature, is left as it is: the outline tells that the part is selected.
    if (mark.a > 0.5 && tint.a <= 0.5) {
      colour = mix(colour, uAccent, 0.3);
      full = mix(full, uAccent, 0.3);
    }
    vTone = mix(min(colour, 1.0), uSky, fog);
    vFull = mix(full, uSky, fog);
    vHold = looks.y;
    vMark = vec3(looks.y > 0.0 ? mark.r : 0.0, mark.g * 255.0, isGround ? 1.0 : 0.0);
  }
`;

const surfaceFragment = /* glsl */ `
  precision highp float;
  uniform sampler2D uShadow;
  uniform vec4 uShadowAt;
  uniform vec4 uSection;
  uniform float uPixel;
  uniform vec3 uLevelTop;
  uniform vec3 uBad;
  uniform vec3 uStale;
  uniform vec3 uSky;
  uniform vec3 uClay;
  in vec3 vTone;
  in vec3 vFull;
  in vec3 vPlace;
  in float vHold;
  flat in vec3 vMark;
  out vec4 painted;
  void main() {
    ${section}
    vec3 colour = vTone;
    if (vMark.z > 0.5 && vPlace.z < 0.7) colour *= 1.0 - 0.72 * texture(uShadow, (vPlace.xy - uShadowAt.xy) / uShadowAt.zw).r;
    if (vMark.x > 0.0) {
      float under = vMark.x - vHold;
      float soft = max(fwidth(vHold), 0.001);
      colour = mix(colour, vFull, clamp(under / soft + 0.5, 0.0, 1.0));
      colour = mix(colour, uLevelTop, clamp(1.6 - abs(under) / soft, 0.0, 1.0));
    }
    if (vMark.y > 0.5) {
      vec2 at = gl_FragCoord.xy / uPixel;
      float one = fract((at.x + at.y) / 9.0);
      float other = fract((at.x - at.y) / 9.0);
      bool isLine = vMark.y < 1.5 ? one < 0.3 : vMark.y < 2.5 ? one < 0.16 : one < 0.14 || other < 0.14;
      if (isLine) colour = mix(colour, vMark.y < 1.5 ? uBad : uStale, 0.85);
    }
    #ifdef CUT
      // What a section opens is seen from within: one flat colour, as if it were filled.
      if (!gl_FrontFacing) colour = mix(uSky, uClay, 0.6);
    #endif
    painted = vec4(colour, GHOST);
  }
`;

const edgeVertex = /* glsl */ `
  ${ownerLookup}
  uniform vec3 uEdge;
  uniform vec3 uAccent;
  flat out vec4 vLine;
  void main() {
    gl_Position = look(position);
    vLine = mark.a > 0.5 ? vec4(uAccent, 1.0) : vec4(uEdge, 0.5 * (1.0 - 2.0 * fog));
    // Towards the eye by a little, so that an edge is not lost in its own surface.
    gl_Position.z -= 0.00025 * gl_Position.w;
  }
`;

const edgeFragment = /* glsl */ `
  precision highp float;
  uniform vec4 uSection;
  flat in vec4 vLine;
  in vec3 vPlace;
  out vec4 painted;
  void main() {
    ${section}
    painted = vLine;
  }
`;

/** Middle to middle, CSS pixels: an arrow is some ten long from afar. */
const leastApartPx = 26;

const arrowVertex = /* glsl */ `
  ${ownerLookup}
  uniform vec3 uArrow;
  uniform vec3 uSky;
  uniform vec2 uSize;
  in vec4 place;
  in vec3 heading;
  in float rank;
  out vec3 vTone;
  void main() {
    // From afar an arrow stays so many pixels large, as far as it does not reach the next one.
    float away = -(viewMatrix * vec4(place.xyz, 1.0)).z;
    float size = clamp(4.5 * 2.0 * away / (projectionMatrix[1][1] * uSize.y), place.w, max(place.w, 0.5));
    // Where the closest would touch, every other one goes, and of the rest every other, alike for slow and fast.
    float apart = ${closestM.toFixed(2)} * projectionMatrix[1][1] * uSize.y / (2.0 * max(away, 0.01));
    if (rank < ceil(log2(${leastApartPx.toFixed(1)} / apart))) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      vTone = vec3(0.0);
      vPlace = vec3(0.0);
      return;
    }
    vec3 side = normalize(abs(heading.z) > 0.9 ? cross(heading, vec3(1.0, 0.0, 0.0)) : cross(heading, vec3(0.0, 0.0, 1.0)));
    vec3 up = cross(side, heading);
    vec3 turned = side * position.x + up * position.y;
    gl_Position = look(place.xyz + (turned + heading * position.z) * size);
    // Its back is dark: it is told from the pipe, and which way it points is seen at once.
    vTone = mix(uArrow, uSky, position.z < 0.0 ? 0.55 : 0.1 - 0.1 * turned.z);
  }
`;

const arrowFragment = /* glsl */ `
  precision highp float;
  uniform vec4 uSection;
  in vec3 vTone;
  in vec3 vPlace;
  out vec4 painted;
  void main() {
    ${section}
    painted = vec4(vTone, 1.0);
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
export type SceneMaterials = ReturnType<typeof createMaterials>;

/** Whether a section cuts something away: other programs then, made once. */
export function setCut(materials: SceneMaterials, isCut: boolean): void {
  for (const material of Object.values(materials)) {
    const defines = material.defines as Record<string, string>;
    if (('CUT' in defines) === isCut) continue;
    if (isCut) defines['CUT'] = '1';
    else delete defines['CUT'];
    material.side = isCut ? DoubleSide : FrontSide;
    material.needsUpdate = true;
  }
}
