export const isMac = /mac/i.test(navigator.userAgent);

/** The key that shortcuts are pressed with. */
export const commandKey = isMac ? "⌘" : "Ctrl";
