/**
 * @template Value
 * @typedef {object} Faithful
 * @property {(value: Value) => void} took to be called right after setting the control to this value
 * @property {(read: () => Value) => Value} value the value that the control was set to when it looked like this, otherwise what is read from it
 */

/**
 * Controls alter the values they are set to: an input drops line breaks, a textarea turns CRLF into LF, a date control
 * refuses what it cannot show. While a control looks as it did right after it was set, it has not been edited, and its
 * value is what it was set to.
 *
 * @template Value
 * @param {() => string} look what the control shows, as text
 * @returns {Faithful<Value>}
 */
export function faithful(look) {
  /** @type {Map<string, Value>} */
  const given = new Map();
  return {
    took: (value) => void given.set(look(), value),
    value(read) {
      const shown = look();
      return given.has(shown) ? /** @type {Value} */ (given.get(shown)) : read();
    },
  };
}

/** Whether the text has characters that one line cannot show: line breaks of any kind, tabs. @param {string} text */
export const hasLines = (text) => /[\t\n\v\f\r\u0085\u2028\u2029]/.test(text);

/** Whether every line of the text has a Windows line ending. @param {string} text */
const endsInCrlf = (text) => text.includes("\r\n") && !/\r(?!\n)|(?<!\r)\n/.test(text);

/** Edited text with the line endings of its original. @param {string} edited @param {string} original */
export const withLineEnds = (edited, original) => (endsInCrlf(original) ? edited.replace(/\r?\n/g, "\r\n") : edited);
