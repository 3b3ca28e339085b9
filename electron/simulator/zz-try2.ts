import { readPlantProject } from './plant/plant-project.ts';
import { Plant } from './plant/plant.ts';
const p = readPlantProject('/work/main/resources/projects/demo');
const plant = new Plant(p, { seed: 1, startMs: 1.8e12, warmUpS: 0 });
const w = plant.world;
for (let i = 0; i <= 3600*20; i++) { plant.step(); if (i % (Number(process.argv[2] ?? 100)) === 0 && i < 20 * Number(process.argv[3] ?? 300)) console.log((i/20).toFixed(0), 'P', w.evaporator.vapourBarA.toFixed(4), 'Ps', w.evaporator.shellBarA.toFixed(3), 'T', w.evaporator.liquorC.toFixed(2), 'ev', w.evaporator.evaporationKgS.toFixed(2), 'co', w.evaporator.condensateKgS.toFixed(2), 'm', w.compressor.flowKgS.toFixed(2), 'n', w.compressor.rpm.toFixed(0), 'XI', w.compressor.surgeMarginPct.toFixed(1), 'feed', w.feed.flowM3H.toFixed(1), 'L', w.evaporator.levelPct.toFixed(1), 'drum', w.condensate.drumPct.toFixed(1), 'kw', w.compressor.motorKw.toFixed(0), 'rec', w.valves['FCV-2305'].position.toFixed(1),'uic', plant.compressorPlc.antiSurge.out.toFixed(1), plant.compressorPlc.antiSurge.pv.toFixed(1), plant.compressorPlc.antiSurge.mode, 'mk',w.evaporator.makeUpTh.toFixed(2)); }
