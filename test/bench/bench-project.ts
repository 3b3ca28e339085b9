import { createProjectFolder } from '../support/engine-rig.ts';

export type BenchTags = {
  readonly count: number;
  readonly periodMs: number;
  readonly port: number;
  /** Values on a screen of its own, the project's first. */
  readonly onScreen?: number;
};

const columns = 25;
const cellWidth = 74;
const cellHeight = 34;

/** A project of float32 tags in one Modbus device, T0 in register 0, T1 in register 2 and so on. */
export function createBenchProject({ count, periodMs, port, onScreen = 0 }: BenchTags): ReturnType<typeof createProjectFolder> {
  const tags = Array.from(
    { length: count },
    (_, at) => `  - { id: T${at}, name: Measurement ${at}, asset: A-1, device: PLC-1, address: 'holding:${at * 2}:float32', decimals: 0 }`,
  );
  return createProjectFolder({
    'project.yaml': `name: Bench\n${onScreen > 0 ? 'home: bench\n' : ''}`,
    'assets/a.yaml': 'assets:\n  - { id: A-1, name: Works, level: unit }\n',
    'devices/d.yaml': `devices:\n  - { id: PLC-1, name: PLC, driver: modbus, options: { host: 127.0.0.1, port: ${port} }, groups: { default: { periodMs: ${periodMs} } } }\n`,
    'tags/t.yaml': `tags:\n${tags.join('\n')}\n`,
    ...(onScreen > 0 ? { 'screens/bench.svg': screenOf(onScreen) } : {}),
  });
}

function screenOf(values: number): string {
  const rows = Math.ceil(values / columns);
  const cells = Array.from({ length: values }, (_, at) => {
    const x = 20 + (at % columns) * cellWidth;
    const y = 24 + Math.floor(at / columns) * cellHeight;
    return `  <g data-symbol="value" data-tag="T${at}" data-show="plain" data-size="small" transform="translate(${x} ${y})"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns * cellWidth + 40} ${rows * cellHeight + 40}"><title>Bench</title>\n${cells.join('\n')}\n</svg>\n`;
}
