/** How many of what, in words: "1 alarm", "0 alarms", "12 alarms". `many` where the plural is not the singular with an s. */
export const numberOf = (count: number, one: string, many: string = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
