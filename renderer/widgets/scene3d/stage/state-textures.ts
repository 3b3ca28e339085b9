import { DataTexture, FloatType, NearestFilter, RGBAFormat, UnsignedByteType } from 'three';
import type { EntityStates } from '../scene-handle.ts';

const columns = 256;

/** The states of all entities as textures, one texel each; the last two are those of ground and buildings. */
export function createStateTextures(count: number) {
  const rows = Math.max(1, Math.ceil((count + 2) / columns));
  const texture = (data: Uint8Array | Float32Array, type: typeof UnsignedByteType | typeof FloatType): DataTexture => {
    const made = new DataTexture(data, columns, rows, RGBAFormat, type);
    made.minFilter = made.magFilter = NearestFilter;
    made.needsUpdate = true;
    return made;
  };
  const [colour, mark, move] = [new Uint8Array(columns * rows * 4), new Uint8Array(columns * rows * 4), new Float32Array(columns * rows * 4)];
  const [colourWords, markWords, tints] = [new Uint32Array(colour.buffer), new Uint32Array(mark.buffer), new Uint32Array(count)];
  const [colours, marks, moves] = [texture(colour, UnsignedByteType), texture(mark, UnsignedByteType), texture(move, FloatType)];
  return {
    colours,
    marks,
    moves,
    /** Metres east, north, up by which each entity is moved, four numbers an entity. */
    move,
    /** True: something is shown otherwise than before. */
    write(states: EntityStates): boolean {
      let [hasColour, hasMark] = [false, false];
      for (let entity = 0; entity < count; entity++) {
        const tint = states.colour[entity] ?? 0;
        if (tint !== tints[entity]) {
          tints[entity] = tint;
          // Little-endian on every machine a console runs on: red first.
          colourWords[entity] = tint === 0 ? 0 : (0xff_00_00_00 | ((tint & 255) << 16) | (tint & 0xff_00) | ((tint >> 16) & 255)) >>> 0;
          hasColour = true;
        }
        const level = states.level[entity] ?? Number.NaN;
        const full = level >= 0 || level < 0 ? 1 + Math.round(254 * Math.min(1, Math.max(0, level))) : 0;
        const word = (full | ((states.hatch[entity] ?? 0) << 8) | (states.pulse[entity] === 1 ? 0xff_00_00 : 0) | (states.selected[entity] === 1 ? 0xff_00_00_00 : 0)) >>> 0;
        if (word !== markWords[entity]) {
          markWords[entity] = word;
          hasMark = true;
        }
      }
      if (hasColour) colours.needsUpdate = true;
      if (hasMark) marks.needsUpdate = true;
      return hasColour || hasMark;
    },
    hasPulse: (): boolean => {
      for (let at = 2; at < count * 4; at += 4) if (mark[at] === 255) return true;
      return false;
    },
    dispose(): void {
      for (const one of [colours, marks, moves]) one.dispose();
    },
  };
}
export type StateTextures = ReturnType<typeof createStateTextures>;
