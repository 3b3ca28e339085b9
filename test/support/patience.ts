/**
 * Time limit of whatever is waited for in a window or asked of it. The event ends the wait; this ends only what hangs, so
 * it is far beyond what a slow machine with much else to do takes, and says nothing about how fast the product is.
 */
export const soon = { timeout: 45_000 } as const;
/** The same for what the plant itself takes its time for: a trip at ten times its speed, a flood, a picture drawn by a processor. */
export const inTime = { timeout: 120_000 } as const;
