// What scrolls sideways, is cut or is covered on the screen as it is. Runs as the body of a function.
const found = [];
const name = (element) => {
  const { id, className, tagName, dataset } = element;
  const said = element.getAttribute("name") ?? dataset.action ?? element.textContent.trim().slice(0, 40);
  return `${tagName.toLowerCase()}${id && `#${id}`}${className && `.${String(className).replaceAll(" ", ".")}`} (${said})`;
};
const scope = document.querySelector("dialog[open]") ?? document.body;

const page = document.scrollingElement;
if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} wide in ${innerWidth}`);
for (const element of scope.querySelectorAll("*")) {
  const scrolls = ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  // Text as it is sent keeps its lines, and a sheet its columns.
  if (scrolls && element.scrollWidth > element.clientWidth && !element.matches("pre, textarea, .cells-room")) {
    found.push(`${name(element)} scrolls sideways: ${element.scrollWidth} in ${element.clientWidth}`);
  }
}

/** The part that is seen: a switch or a choice is drawn by its label. */
const drawn = (control) => {
  const { width, height } = control.getBoundingClientRect();
  return width > 4 && height > 4 && getComputedStyle(control).opacity !== "0" ? control : (control.labels?.[0] ?? control);
};

/** Whether an ancestor cuts this off at its left or right side. */
const cut = (element) => {
  const box = element.getBoundingClientRect();
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (getComputedStyle(around).overflowX === "visible") continue;
    const { left, right } = around.getBoundingClientRect();
    if (box.left < left - 1 || box.right > right + 1) return around;
  }
  return null;
};

// A number is worth nothing without its last digits.
for (const phone of scope.querySelectorAll(".hit-phone")) {
  if (phone.scrollWidth > phone.clientWidth) found.push(`the number ${phone.textContent} is cut`);
}

const controls = Array.from(scope.querySelectorAll("a[href], button, input, select, textarea, summary"));
const shown = (control) => control.checkVisibility() && control.closest("[inert]") === null;
// The link past the rail shows itself once it has the focus.
for (const control of controls.filter((control) => shown(control) && !control.matches(".skip"))) {
  const seen = drawn(control);
  // As Tab does.
  seen.scrollIntoView({ block: "nearest", inline: "nearest" });
  const { left, right, top, bottom, width, height } = seen.getBoundingClientRect();
  // For screen readers alone.
  if (width <= 4 || height <= 4) continue;
  const where = [left, top, right, bottom].map(Math.round).join(" ");
  if (left < -1 || right > innerWidth + 1) found.push(`${name(control)} leaves the window: ${where}`);
  const cutter = cut(seen);
  if (cutter !== null) found.push(`${name(control)} is cut by ${name(cutter)}: ${where}`);
  if (control.matches("button, a.button, select") && control.scrollWidth > control.clientWidth + 1) {
    found.push(`${name(control)} is too narrow for its text: ${control.scrollWidth} in ${control.clientWidth}`);
  }
  // Of what is taller than the window its first lines.
  const on = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20));
  if (on === null || !(seen.contains(on) || control.contains(on) || on.contains(control))) {
    found.push(`${name(control)} is covered by ${on === null ? "the window's edge" : name(on)}: ${where}`);
  }
}
return found;
