/** A pneumatic control valve: travel speed, stick and slip, fail position, and the deviation alarm of its positioner. */
export declare class ControlValve {
    #private;
    readonly id: string;
    /** Signal of the controller, %. */
    out: number;
    /** Stem position, %. */
    position: number;
    /** Jammed where it stands. */
    isStuck: boolean;
    isDeviating: boolean;
    constructor(id: string, o: {
        position: number;
        ratePctPerS?: number;
        failPct?: number;
        stickPct?: number;
    });
    step(dt: number, airBar: number): void;
}
/** A pneumatic on/off valve with end switches. */
export declare class OnOffValve {
    #private;
    readonly id: string;
    isCommandedOpen: boolean;
    /** 0 shut to 100 open. */
    position: number;
    constructor(id: string, o: {
        isOpen: boolean;
        travelS?: number;
        failsOpen?: boolean;
    });
    get isOpen(): boolean;
    get isClosed(): boolean;
    step(dt: number, airBar: number): void;
}
