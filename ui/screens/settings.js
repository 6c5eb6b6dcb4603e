import { pageHead } from "../components/page-head.js";
import { aboutSection } from "../components/settings-about.js";
import { appearanceSection } from "../components/settings-appearance.js";
import { newerSection } from "../components/settings-newer.js";
import { networkSection } from "../components/settings-network.js";
import { practiceSection } from "../components/settings-practice.js";
import { privacySection } from "../components/settings-privacy.js";
import { schoolsSection } from "../components/settings-schools.js";
import { startNotices } from "../components/start-notices.js";
import { app } from "../lib/app.js";
import { fill } from "../lib/dom.js";
import { words } from "../lib/words.js";

/** @param {import("../router.js").Screen} screen */
export function mountSettings(screen) {
  const { main, signal, remount } = screen;
  const t = words().settings;
  const { session } = app;
  fill(
    main,
    pageHead(t.title),
    app.connection === null ? startNotices() : null,
    session && schoolsSection(session, signal, remount),
    session && practiceSection(session, signal, remount),
    appearanceSection(signal, remount),
    session && networkSection(session, signal),
    session && privacySection(session, signal),
    session && newerSection(session, signal),
    aboutSection(signal),
  );
  screen.ready(t.title);
}
