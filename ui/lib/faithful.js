/**
 * @template Value
 * @typedef {object} Faithful
 * @property {(value: Value) => void} took to be called right after the control was given this
 * @property {(read: () => Value) => Value} value what the control was given when it last looked so, otherwise what is read from it
 */

/**
 * Controls change what they are given: an input drops line breaks, a textarea turns CRLF into LF, a date control refuses
 * what it cannot show. As long as a control looks as it did right after it was given something, nobody has edited it,
 * and its value is what it was given.
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

/** Whether a text has what one line does not show: line breaks of any kind, tabs. @param {string} text */
export const hasLines = (text) => /[\t\n\v\f\r\u0085\u2028\u2029]/.test(text);

/** Whether every line of a text ends as Windows ends lines. @param {string} text */
const endsInCrlf = (text) => text.includes("\r\n") && !/\r(?!\n)|(?<!\r)\n/.test(text);

/** An edited text with the line ends of the one it was made from. @param {string} edited @param {string} original */
export const withLineEnds = (edited, original) => (endsInCrlf(original) ? edited.replace(/\r?\n/g, "\r\n") : edited);
