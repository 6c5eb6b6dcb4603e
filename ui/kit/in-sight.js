/** Whether it can be seen from its first to its last line: on the screen, and uncovered. @param {Element} element */
function isInSight(element) {
  const { left, width, top, bottom } = element.getBoundingClientRect();
  return [top + 1, bottom - 1].every((y) => element.contains(document.elementFromPoint(left + width / 2, y)));
}

/** Scrolls only if it cannot be seen as it is: the page does not move under the hands. @param {Element} element */
export function bringIntoSight(element) {
  if (isInSight(element)) return;
  element.scrollIntoView({ block: "nearest" });
  // What is higher than the room for it is read from its beginning.
  if (!isInSight(element)) element.scrollIntoView({ block: "start" });
}

/** The same, once the caller has put it into the page. @param {Element} element */
export function bringIntoSightOnceThere(element) {
  queueMicrotask(() => {
    if (element.isConnected) bringIntoSight(element);
  });
}
