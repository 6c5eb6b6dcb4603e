import { fill, h } from "../kit/dom.js";
import { host } from "../host/host.js";
import { nameWords } from "../text/isolate.js";
import { app } from "../state/app.js";
import { stamp } from "../text/time.js";
import { words } from "../text/words.js";

/** On paper only: whose data this is, and when it was printed. */
const head = h("p", { class: "print-head" });

function draw() {
  const { connection } = app;
  const place = connection === null ? null : words().environments[connection.environment].name;
  const school = connection === null || connection.environment === "practice" ? "" : nameWords(connection.name);
  const when = stamp(new Date().toISOString());
  fill(head, [place, school, words().frame.printedAt(when)].filter((part) => part !== null && part !== "").join(" · "));
  if (!head.isConnected) document.body.prepend(head);
}

/** @param {AbortSignal} signal */
export function stampPrints(signal) {
  addEventListener("beforeprint", draw, { signal });
}

export function printPage() {
  draw();
  void host.print().catch(() => {
    // The system's dialog did not open, which can be seen; nothing depends on it.
  });
}
