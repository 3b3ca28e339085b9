/** A picture of a moment shows the plant so long after it, ms: what began then, alarms with it, is in it. */
const afterMs = 1000;

/** When a picture of a moment is taken of; whole milliseconds, so that a moment has one and the same picture whoever asks. */
export const pictureMsOf = (momentMs: number): number => Math.ceil(momentMs) + afterMs;
