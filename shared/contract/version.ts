/** Raised whenever a shape of the contract changes; page and engine of different versions refuse each other. */
export const contractVersion = 10;
