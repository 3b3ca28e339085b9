export type Mode = 0 | 1 | 2;
/**
 * A PI controller as it runs in the simulated PLCs: manual, automatic and cascade without bumps (in manual the integral
 * follows the output), anti-windup by back calculation, setpoint ramp. `gain` is in % output per % of the PV's span;
 * a negative gain makes a direct-acting loop.
 */
export declare class Controller {
    #private;
    readonly id: string;
    pv: number;
    sp: number;
    out: number;
    mode: Mode;
    readonly span: readonly [number, number];
    /** Where the setpoint comes from in cascade; null when it has none. */
    master: (() => number) | null;
    /** Forces the output whatever the mode, from an interlock; null leaves it free. */
    forced: number | null;
    constructor(id: string, o: {
        span: readonly [number, number];
        sp: number;
        out: number;
        gain: number;
        resetS: number;
        mode?: Mode;
        outMin?: number;
        outMax?: number;
        spRate?: number;
    });
    /** Takes a mode from outside; cascade only where there is a master. */
    setMode(mode: number): void;
    /** Takes an output from outside; only manual takes it. */
    setOut(out: number): void;
    /** Takes a setpoint from outside; in cascade the master's wins at the next step. */
    setSp(sp: number): void;
    step(dt: number, pv: number): number;
}
