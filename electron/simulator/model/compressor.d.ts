/** Pressure ratio of the map at a speed (share of 8420 rpm) and flow (share of 10.25 kg/s): a parabola through 1.30 at rated. */
export declare const mapRatio: (speed: number, flow: number) => number;
/**
 * MVR compressor K-201 with drive: map, inertia of rotor and vapour, surge, recycle, bearings, rotor position, vibration.
 * The map and the bearing figures are plausible ones of ours, not a maker's.
 */
export declare class Compressor {
    #private;
    rpm: number;
    isDriven: boolean;
    /** Vapour through the wheel, kg/s. */
    flowKgS: number;
    ratio: number;
    surgeMarginPct: number;
    /** 0 none to 1 full surge. */
    surge: number;
    shaftKw: number;
    motorKw: number;
    outPct: number;
    dischargeC: number;
    deC: number;
    ndeC: number;
    thrustC: number;
    windingC: number;
    axialMm: number;
    /** Amplitudes, µm. */
    whirlUm: number;
    oneXUm: number;
    vibrationUm: number;
    /** Wear of the drive-end bearing: 0 new, 1 gone. */
    wear: number;
    frictionKw: number;
    /**
     * One step. `suctionBarA` and `shellBarA` stand either side; `recycle` is the open share of FCV-2305;
     * returns the flow delivered to the shell, kg/s.
     */
    step(dt: number, o: {
        suctionBarA: number;
        shellBarA: number;
        recycle: number;
        wantedRpm: number;
        oilBar: number;
        oilC: number;
        voltagePu: number;
    }): void;
}
