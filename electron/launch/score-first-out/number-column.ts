/** Numbers that come one by one, without an object each. */
export type NumberColumn = {
  readonly length: number;
  add(value: number): void;
  /** A copy of what has come, as long as it is. */
  values(): Float64Array;
};

export function createNumberColumn(): NumberColumn {
  let values = new Float64Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(value) {
      if (length === values.length) {
        const longer = new Float64Array(length * 2);
        longer.set(values);
        values = longer;
      }
      values[length++] = value;
    },
    values: () => values.slice(0, length),
  };
}
