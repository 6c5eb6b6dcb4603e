// Where to press the nth thing that can be pressed, of those a walk may press.
const [nth] = arguments;
const off = new Set([
  "forget", "erase", "save", "save-proxy", "open-releases", "use-memory", "connect", "paste-key",
  "copy-request", "copy-diagnostics", "open-diagnostics",
]);
const dialog = document.querySelector("dialog[open]");
const found = [...(dialog ?? document).querySelectorAll("button, a[href], summary, input[type=radio], input[type=checkbox]")]
  .filter((element) => !off.has(element.dataset.action) && !element.disabled && element.closest("[inert]") === null
    && !element.closest("a")?.hash.startsWith("#/connect") && element.name !== "proxy")
  .map((element) => (element.matches("input") ? element.closest("label") ?? element : element))
  .filter((element) => element.getClientRects().length > 0);
if (found.length === 0) return null;
const element = found[nth % found.length];
element.scrollIntoView({ block: "center", behavior: "instant" });
const { left, top, width, height } = element.getBoundingClientRect();
const x = Math.round(left + width / 2);
const y = Math.round(top + height / 2);
if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return null;
return { x, y, what: element.dataset.action ?? element.textContent.trim().slice(0, 30) };
