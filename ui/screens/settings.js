import { pageHead } from "../kit/page-head.js";
import { aboutSection } from "../settings/about.js";
import { appearanceSection } from "../settings/appearance.js";
import { diagnosticsSection } from "../settings/diagnostics.js";
import { newerSection } from "../settings/newer.js";
import { networkSection } from "../settings/network.js";
import { practiceSection } from "../settings/practice.js";
import { privacySection } from "../settings/privacy.js";
import { runsSection } from "../settings/runs.js";
import { schoolsSection } from "../settings/schools.js";
import { startNotices } from "./start-notices.js";
import { app } from "../state/app.js";
import { fill } from "../kit/dom.js";
import { words } from "../text/words.js";

/** @param {import("../frame/router.js").Screen} screen */
export function mountSettings(screen) {
  const { main, signal, id, remount } = screen;
  const t = words().settings;
  const { session } = app;
  const diagnostics = diagnosticsSection(signal, id === "diagnostics");
  fill(
    main,
    pageHead(t.title),
    app.connection === null ? startNotices() : null,
    session && schoolsSection(session, signal, remount),
    session && practiceSection(session, signal, remount),
    appearanceSection(signal, remount),
    session && runsSection(session, signal),
    session && networkSection(session, signal),
    session && privacySection(session, signal, diagnostics.renew),
    session && newerSection(session, signal),
    diagnostics.section,
    aboutSection(),
  );
  screen.ready(t.title);
}
