import { readPlantProject } from '/work/main/electron/simulator/plant/plant-project.ts';
import { Plant } from '/work/main/electron/simulator/plant/plant.ts';
const p = readPlantProject('/work/main/resources/projects/demo');
let t = performance.now();
const plant = new Plant(p, { seed: 1, startMs: 1.8e12, warmUpS: Number(process.argv[2] ?? 900) });
console.log('warm-up ms', performance.now() - t, plant.io.unbound());
const s = plant.io.signals;
for (const tag of p.tags) if (tag.device && tag.type !== 'bool' && !/\.(AUTO|HRS|SP|MODE)$/.test(tag.id)) {
  const v = s.get(tag.id); const n = tag.normal;
  const bad = n && (v < n[0] || v > n[1]);
  if (bad || process.argv[3] === 'all' || Number.isNaN(v)) console.log(bad ? '!!' : '  ', tag.id.padEnd(14), v.toFixed(3), n ?? '');
}
