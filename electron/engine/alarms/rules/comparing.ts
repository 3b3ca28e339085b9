/** How a value is compared with its threshold. */
export const compare = { above: 0, below: 1, equal: 2, unequal: 3 } as const;
export type Comparing = (typeof compare)[keyof typeof compare];
