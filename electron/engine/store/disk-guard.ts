import { closeSync, existsSync, fsyncSync, openSync, statfsSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const mib = 1024 * 1024;
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * Watches the space of the data disk and holds a reserve: a file of real blocks that is given up when the disk is full,
 * so that alarm events, acknowledgements and audit lines still find room while samples are refused.
 */
export class DiskGuard {
  private readonly dataDir: string;
  private readonly reservePath: string;
  readonly reserveBytes: number;
  /** Below this much free space the operator is told. */
  readonly lowBytes: number;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
    this.reservePath = join(dataDir, 'reserve.bin');
    const { blocks, bsize } = statfsSync(dataDir);
    const total = blocks * bsize;
    this.reserveBytes = Math.round(clamp(total / 16, mib, 16 * mib));
    this.lowBytes = clamp(total / 8, 4 * this.reserveBytes, 1024 * mib);
  }

  /** Bytes that may still be written here. */
  free(): number {
    const { bavail, bsize } = statfsSync(this.dataDir);
    return bavail * bsize;
  }

  hasReserve(): boolean {
    return existsSync(this.reservePath) && statSync(this.reservePath).size >= this.reserveBytes;
  }

  /** Space enough to record again and to take the reserve back. */
  hasRoom(): boolean {
    return this.free() >= this.reserveBytes + (this.hasReserve() ? 0 : this.reserveBytes);
  }

  /** Takes the reserve if there is room; true when it is there afterwards. */
  reserve(): boolean {
    if (this.hasReserve()) return true;
    if (this.free() < 2 * this.reserveBytes) return false;
    try {
      const file = openSync(this.reservePath, 'w');
      try {
        const zeros = new Uint8Array(mib);
        for (let left = this.reserveBytes; left > 0; left -= mib) writeSync(file, zeros, 0, Math.min(left, mib));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      return true;
    } catch {
      this.release();
      return false;
    }
  }

  /** Gives the reserve up. */
  release(): void {
    try {
      unlinkSync(this.reservePath);
    } catch {
      // It was given up before.
    }
  }
}
