import { host } from "../host/host.js";
import { fill, h } from "../kit/dom.js";
import { errorPanel } from "../kit/error-panel.js";
import { load } from "../kit/load.js";
import { pageHead } from "../kit/page-head.js";
import { to } from "../state/places.js";

/**
 * The open sheet, for a screen that is about it: without one that screen is not shown.
 *
 * @param {import("../frame/router.js").Screen} screen
 * @param {string} title
 * @param {string} short
 */
export async function openSheetFor({ main, signal, remount, ready, instead }, title, short) {
  const place = h("div", {});
  fill(main, pageHead(title), place);
  let failed = false;
  const sheet = await load(() => host.sheet(), {
    place,
    signal,
    skeleton: 6,
    failed(error) {
      failed = true;
      fill(place, errorPanel(error, signal, { retry: remount }));
      ready(short);
    },
  });
  if (sheet === null && !failed && !signal.aborted) instead(to.bulk());
  return sheet;
}
