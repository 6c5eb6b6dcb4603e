import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Problem} Problem
 * @typedef {import("../host/wire.d.ts").Notice} Notice
 */

/** @param {Problem} problem */
export function problemWords({ code, max }) {
  const { problems } = words().fields;
  return code === "tooLong" ? problems.tooLong(max ?? 0) : problems[code];
}

/** @param {Notice} notice */
export function noticeWords({ code, text, count }) {
  const { notices } = words().fields;
  switch (code) {
    case "invisibleRemoved":
      return notices.invisibleRemoved(count ?? 1);
    case "spacesSqueezed":
      return notices.spacesSqueezed;
    case "unusualCharacters":
      return notices.unusualCharacters;
    default:
      return notices[code](text ?? "");
  }
}
