/**
 * How high each row is, as far as it was measured, and where each row is from that. The height of the others is
 * guessed: that of all rows that were drawn first, on average.
 *
 * @param {number} size how many rows are summed up together
 * @param {boolean} uniform the first row measured stands for all
 */
export function rowHeights(size, uniform) {
  /** @type {Map<number, number>} by row */
  const measured = new Map();
  /** What the measured rows of each page add to the guess. @type {Map<number, number>} */
  const extra = new Map();
  let guess = 0;
  /** How many rows the guess comes from. */
  let from = 0;

  /** @param {number} row @param {number} by */
  function add(row, by) {
    const number = Math.floor(row / size);
    extra.set(number, (extra.get(number) ?? 0) + by);
  }

  /** @param {number} row */
  const of = (row) => measured.get(row) ?? guess;

  return {
    /** Zero until a row was measured. */
    get guess() {
      return guess;
    },
    of,
    /** @param {number} row @param {number} height @returns {boolean} whether it was news */
    take(row, height) {
      if (uniform) {
        if (guess !== 0) return false;
        guess = height;
        return true;
      }
      const before = measured.get(row);
      if (before !== undefined && Math.abs(before - height) < 0.5) return false;
      measured.set(row, height);
      if (from < size / 2 && before === undefined) {
        // What is summed up so far was relative to the guess so far.
        guess = (guess * from + height) / (from + 1);
        from += 1;
        extra.clear();
        for (const [one, its] of measured) add(one, its - guess);
      } else {
        add(row, height - (before ?? guess));
      }
      return true;
    },
    /** A row shows something else. @param {number} row */
    lose(row) {
      const height = measured.get(row);
      if (height === undefined) return;
      measured.delete(row);
      add(row, guess - height);
    },
    forget() {
      measured.clear();
      extra.clear();
      guess = 0;
      from = 0;
    },
    /** The height of all rows above one. @param {number} row */
    above(row) {
      const number = Math.floor(row / size);
      let sum = row * guess;
      for (const [one, by] of extra) if (one < number) sum += by;
      for (let one = number * size; one < row; one += 1) sum += of(one) - guess;
      return sum;
    },
    /** The row at a height, of a number of rows. @param {number} height @param {number} total */
    at(height, total) {
      let left = height;
      let row = 0;
      while (row + size <= total) {
        const page = size * guess + (extra.get(row / size) ?? 0);
        if (left < page) break;
        left -= page;
        row += size;
      }
      while (row < total && left >= of(row)) {
        left -= of(row);
        row += 1;
      }
      return row;
    },
  };
}
