/** Which runs there are, two short lines for each: read whole at the start, so that the runs themselves need not be. */
export const runIndexStream = 'runs';
export const runPrefix = 'run:';
/** The stream of records of one run. */
export const streamOfRun = (run: string): string => `${runPrefix}${run}`;
