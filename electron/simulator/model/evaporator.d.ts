/** Density of brine without crystals, kg/L, by its salt share (linear fit to NaCl at 60 to 100 °C; ours). */
export declare const brineDensity: (share: number) => number;
/**
 * Evaporator V-201: boiling liquor over a calandria heated by its own compressed vapour. Mass of water and salt, heat of
 * the liquor, vapour space and steam side. The calandria loop boils at a boiling point rise of 1.8 K; crystals settle
 * into the leg, where the slurry is saturated.
 */
export declare class Evaporator {
    #private;
    vapourBarA: number;
    shellBarA: number;
    liquorC: number;
    vapourC: number;
    shellC: number;
    levelPct: number;
    evaporationKgS: number;
    condensateKgS: number;
    reliefKgS: number;
    /** Water and salt in body and leg, kg. */
    water: number;
    salt: number;
    carryOver: number;
    makeUpTh: number;
    /** Crystals as a share of the slurry mass. */
    get crystalShare(): number;
    /** Slurry density, kg/L. */
    get slurryDensity(): number;
    /**
     * One step. Flows in kg/s, salt as shares; `toCompressor` leaves the vapour space, `fromCompressor` enters the shell,
     * `recycle` flows back from shell to vapour space, `vent` leaves to the atmosphere.
     */
    step(dt: number, o: {
        feedKgS: number;
        feedShare: number;
        feedC: number;
        returnKgS: number;
        slurryKgS: number;
        toCompressor: number;
        recycle: number;
        ventShare: number;
        condensateBackUp: number;
        workKw: number;
        hasMakeUpSteam: boolean;
    }): void;
}
