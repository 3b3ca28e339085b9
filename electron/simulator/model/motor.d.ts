/** Why a motor's feeder tripped. */
export type TripCause = 'overload' | 'undervoltage' | 'earth-fault';
export type MotorListener = (what: 'run' | 'fault' | 'available', state: number, timeMs: number) => void;
/**
 * A direct-on-line motor with contactor and thermal overload relay. Times inside a step are kept to the millisecond: the
 * feeder stamps its own events, as a real motor control centre does.
 */
export declare class Motor {
    #private;
    readonly id: string;
    readonly ratedA: number;
    /** Current at full load, as a share of the rated one, and the share drawn without load. */
    readonly fullLoad: number;
    readonly noLoad: number;
    isRunning: boolean;
    isTripped: boolean;
    isAvailable: boolean;
    isAuto: boolean;
    tripCause: TripCause | null;
    /** 0 to 1. */
    speed: number;
    currentA: number;
    /** Share of full mechanical load, set by the machine it drives. */
    load: number;
    /** Extra torque of a failing machine: 1 is healthy. */
    friction: number;
    /** Thermal image, (current/rated)² with a lag; trips at 1.25². */
    thermal: number;
    hours: number;
    constructor(id: string, o: {
        ratedA: number;
        runA: number;
        startS?: number;
        coastS?: number;
        thermalS?: number;
        dropOutMs: number;
        hours: number;
    });
    listen(listener: MotorListener): void;
    /** Starts it unless it is tripped or not available; true when it starts or runs. */
    start(timeMs: number): boolean;
    stop(timeMs: number): void;
    trip(cause: TripCause, timeMs: number): void;
    reset(timeMs: number): void;
    setAvailable(isAvailable: boolean, timeMs: number): void;
    /** Thermal load, % of the trip value. */
    get thermalPct(): number;
    step(dt: number, timeMs: number, voltagePu: number): void;
}
