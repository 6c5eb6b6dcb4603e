/** Drawn for Ficha: 24 units, one stroke width, the colour of the surrounding text. */
const drawings = {
  find: ["M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z", "m15.4 15.4 4.6 4.6"],
  settings: [
    "M4 7h9",
    "M17 7h3",
    "M4 17h3",
    "M11 17h9",
    "M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
    "M9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  ],
  card: [
    "M3.5 7.5a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2Z",
    "M3.5 9.8h17",
    "M7 13h6",
    "M7 15.6h9",
  ],
  table: ["M4 5.5h16v13H4Z", "M4 10h16", "M4 14.3h16", "M10 5.5v13"],
  file: ["M6.5 3.5h7l4 4v13h-11Z", "M13.5 3.5v4h4", "M12 17v-6", "m9.5 13.3 2.5-2.5 2.5 2.5"],
  pause: ["M9 6v12", "M15 6v12"],
  undo: ["M8.5 5 4.5 9l4 4", "M4.5 9H14a5 5 0 0 1 0 10h-3"],
  check: ["m5 12.5 4.5 4.5L19 7.5"],
  warning: ["M12 4.5 3.5 19h17Z", "M12 10v4", "M12 16.6v.1"],
  info: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z", "M12 11.5V16", "M12 8.2v.1"],
  question: [
    "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z",
    "M9.8 9.8c.2-1.3 1.1-2 2.3-2 1.3 0 2.3.8 2.3 2 0 1.7-2.4 1.9-2.4 3.6",
    "M12 16.3v.1",
  ],
  copy: ["M9 9h10.5v10.5H9Z", "M6 15H4.5V4.5H15V6"],
  cross: ["m6.5 6.5 11 11", "m17.5 6.5-11 11"],
  arrow: ["M5 12h13.5", "m13 6.5 5.5 5.5-5.5 5.5"],
  plus: ["M12 5.5v13", "M5.5 12h13"],
  lock: ["M6 11h12v8.5H6Z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  practice: ["M5 19.5 6 15 15.5 5.5l3.5 3.5L9.5 18.5Z", "m13 8 3.5 3.5"],
  school: ["M4 19.5v-8l8-5 8 5v8Z", "M10 19.5v-5h4v5", "M12 6.5V3.5h4v2h-4"],
};

/** @typedef {keyof typeof drawings} IconName */

const svg = "http://www.w3.org/2000/svg";

/** @param {IconName} name */
export function icon(name) {
  const element = document.createElementNS(svg, "svg");
  element.setAttribute("viewBox", "0 0 24 24");
  element.setAttribute("class", `icon icon-${name}`);
  element.setAttribute("aria-hidden", "true");
  element.setAttribute("focusable", "false");
  for (const d of drawings[name]) {
    const path = document.createElementNS(svg, "path");
    path.setAttribute("d", d);
    element.append(path);
  }
  return element;
}
