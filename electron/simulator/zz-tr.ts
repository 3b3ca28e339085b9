import { readPlantProject } from './plant/plant-project.ts';
import { Plant } from './plant/plant.ts';
const p = readPlantProject('/work/main/resources/projects/demo');
const plant = new Plant(p, { seed: 1, startMs: 1.8e12 });
const w = plant.world;
plant.startScenario(1);
let t0 = 0;
for (let i = 0; i < 20 * 400; i++) { plant.step(); if (!t0 && w.motors.get('P-231A').isTripped) t0 = i; 
 const k = i - t0; if (t0 && (k < 140 ? k % 4 === 0 : k % 60 === 0)) console.log((k/20).toFixed(2), 'P', w.evaporator.vapourBarA.toFixed(4), 'Ps', w.evaporator.shellBarA.toFixed(3), 'T', w.evaporator.liquorC.toFixed(2), 'ev', w.evaporator.evaporationKgS.toFixed(2), 'co', w.evaporator.condensateKgS.toFixed(2), 'm', w.compressor.flowKgS.toFixed(2), 'n', w.compressor.rpm.toFixed(0), 'XI', w.compressor.surgeMarginPct.toFixed(1), 'sg', w.compressor.surge.toFixed(2), 'L', w.evaporator.levelPct.toFixed(1), 'ax', w.compressor.axialMm.toFixed(2), 'vt', w.compressor.vibrationUm.toFixed(0), 'de', w.compressor.deC.toFixed(1), 'nde', w.compressor.ndeC.toFixed(1), 'lub', w.lube.headerBar.toFixed(2)); if (t0 && k > 20*100) break; }
