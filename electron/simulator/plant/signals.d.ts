/**
 * The values of the plant's tags as its devices see them, with source times, and a log of changes in order.
 * One slot per tag with a device, numbered as in the project files; text is kept beside the numbers.
 */
export declare class Signals {
    #private;
    readonly ids: readonly string[];
    readonly value: Float64Array;
    /** UTC epoch ms of the last change, fractions allowed. */
    readonly timeMs: Float64Array;
    readonly text: string[];
    /** Off during warm-up: nobody listens yet. */
    isLogging: boolean;
    constructor(ids: readonly string[]);
    /** The slot of a tag; throws for a name the project files don't have: a mistake in the model, not in the plant. */
    slot(id: string): number;
    has(id: string): boolean;
    /** The present value of a tag, by name; for tests and scenarios. */
    get(id: string): number;
    /** Takes a value with the time it was true at. An equal value is no change and is not logged. */
    set(slot: number, value: number, timeMs: number): void;
    setText(slot: number, text: string, timeMs: number): void;
    /** Hands over all changes since the last drain, oldest first for each tag, and forgets them. */
    drain(take: (slot: number, value: number, timeMs: number) => void): void;
}
