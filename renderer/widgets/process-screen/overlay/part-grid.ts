import type { PartEntry } from './part-entry.ts';

/** Edge of a cell, device pixels. */
const cell = 48;

/** Finds what stands where. Parts of two canvases do not damage each other: each has a grid. */
export type PartGrid<Host> = {
  /** Lists an entry in all cells its rectangle touches; in those of an older rectangle it stays. */
  insert(entry: PartEntry<Host>): void;
  /** Calls for every other painted entry whose rectangle touches this one's; `byInk`: whose ink touches what this one left. */
  touching(entry: PartEntry<Host>, byInk: boolean, call: (other: PartEntry<Host>) => void): void;
  /** True where no other painted entry has ink in this rectangle. */
  isFree(of: PartEntry<Host>, x0: number, y0: number, x1: number, y1: number): boolean;
};

export function createPartGrid<Host>(width: number, height: number): PartGrid<Host> {
  const [columns, rows] = [Math.ceil(width / cell), Math.ceil(height / cell)];
  const cells: PartEntry<Host>[][] = Array.from({ length: columns * rows }, () => []);
  return {
    insert(entry) {
      const { column0, row0, column1, row1 } = entry;
      const isNew = column1 < column0;
      const left = Math.max(0, Math.floor(entry.x0 / cell));
      const top = Math.max(0, Math.floor(entry.y0 / cell));
      const right = Math.min(columns - 1, Math.floor((entry.x1 - 1) / cell));
      const bottom = Math.min(rows - 1, Math.floor((entry.y1 - 1) / cell));
      if (left > right || top > bottom) return;
      entry.column0 = isNew ? left : Math.min(left, column0);
      entry.row0 = isNew ? top : Math.min(top, row0);
      entry.column1 = isNew ? right : Math.max(right, column1);
      entry.row1 = isNew ? bottom : Math.max(bottom, row1);
      if (!isNew && entry.column0 === column0 && entry.row0 === row0 && entry.column1 === column1 && entry.row1 === row1) return;
      for (let row = entry.row0; row <= entry.row1; row++) {
        for (let column = entry.column0; column <= entry.column1; column++) {
          const isKnown = !isNew && row >= row0 && row <= row1 && column >= column0 && column <= column1;
          if (!isKnown) cells[row * columns + column]?.push(entry);
        }
      }
    },
    isFree(of, x0, y0, x1, y1) {
      const lastColumn = Math.min(columns - 1, Math.floor((x1 - 1) / cell));
      const lastRow = Math.min(rows - 1, Math.floor((y1 - 1) / cell));
      for (let row = Math.max(0, Math.floor(y0 / cell)); row <= lastRow; row++) {
        for (let column = Math.max(0, Math.floor(x0 / cell)); column <= lastColumn; column++) {
          for (const other of cells[row * columns + column] ?? []) {
            if (other !== of && other.isPainted && other.inkX0 < x1 && other.inkX1 > x0 && other.inkY0 < y1 && other.inkY1 > y0) return false;
          }
        }
      }
      return true;
    },
    touching(entry, byInk, call) {
      const x0 = byInk ? entry.inkX0 : entry.x0;
      const y0 = byInk ? entry.inkY0 : entry.y0;
      const x1 = byInk ? entry.inkX1 : entry.x1;
      const y1 = byInk ? entry.inkY1 : entry.y1;
      if (x1 <= x0) return;
      const lastColumn = Math.min(columns - 1, Math.floor((x1 - 1) / cell));
      const lastRow = Math.min(rows - 1, Math.floor((y1 - 1) / cell));
      for (let row = Math.max(0, Math.floor(y0 / cell)); row <= lastRow; row++) {
        for (let column = Math.max(0, Math.floor(x0 / cell)); column <= lastColumn; column++) {
          const near = cells[row * columns + column];
          if (near === undefined) continue;
          for (let at = 0; at < near.length; at++) {
            const other = near[at] as PartEntry<Host>;
            if (!other.isPainted || other === entry) continue;
            const isNear = byInk
              ? other.inkX0 < x1 && other.inkX1 > x0 && other.inkY0 < y1 && other.inkY1 > y0
              : other.x0 < x1 && other.x1 > x0 && other.y0 < y1 && other.y1 > y0;
            if (isNear) call(other);
          }
        }
      }
    },
  };
}
