import type { Bench } from './bench.ts';
import { measureScreen } from './screen-load.ts';

export const screenLoad200: Bench = async () => {
  const { cpuPct, drawingCpuPct, fps, heapMb, repaintsPerS } = await measureScreen(200);
  return [
    { name: 'ui.cpu_pct_200_values_10hz', value: cpuPct, unit: '%' },
    { name: 'ui.drawing_cpu_pct_200_values_10hz', value: drawingCpuPct, unit: '%' },
    { name: 'ui.fps_200_values_10hz', value: fps, unit: 'frames/s' },
    { name: 'ui.repaints_per_s_200_values_10hz', value: repaintsPerS, unit: 'numbers/s' },
    { name: 'ui.heap_200_values_mb', value: heapMb, unit: 'MB' },
  ];
};
