/** How a value is compared with its threshold: the two upper bits of a comparison's state. The lowest is 1 while it is beyond. */
export const compare = { above: 0, below: 2, equal: 4, unequal: 6 } as const;
export const beyondBit = 1;
