/** Chance of the simulated plant: the same seed gives the same sequence for ever. */
export type Random = {
    /** Uniform in [0, 1). */
    uniform(): number;
    /** Mean 0, standard deviation 1, between -6 and 6 (sum of twelve uniforms would cost more: four are enough here). */
    gauss(): number;
};
/** A generator of 32-bit state (mulberry32, public domain, T. Ettinger 2017). */
export declare function createRandom(seed: number): Random;
