import type { Bench } from './bench.ts';
import { measureScreen } from './screen-load.ts';

export const screenLoad500: Bench = async () => {
  const { cpuPct, drawingCpuPct, fps } = await measureScreen(500);
  return [
    { name: 'ui.cpu_pct_500_bindings_10hz', value: cpuPct, unit: '%' },
    { name: 'ui.drawing_cpu_pct_500_bindings_10hz', value: drawingCpuPct, unit: '%' },
    { name: 'ui.fps_500_bindings_10hz', value: fps, unit: 'frames/s' },
  ];
};
