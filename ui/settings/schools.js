import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, h } from "../kit/dom.js";
import { nameOf, nameWords } from "../text/isolate.js";
import { go, to } from "../state/places.js";
import { words } from "../text/words.js";
import { goingRun } from "../state/runs.js";
import { switchFrom } from "../state/switching.js";
import { banner } from "../kit/banner.js";
import { askBefore } from "../kit/dialog.js";
import { attempts } from "../kit/attempt.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").Connection} Connection
 * @typedef {import("../host/wire.d.ts").Session} Session
 */

/** @param {Session} session @param {AbortSignal} signal @param {() => void} remount */
export function schoolsSection(session, signal, remount) {
  const t = words().settings;
  const schools = session.connections.filter(({ environment }) => environment !== "practice");
  const problem = h("div", {});

  const attempt = attempts(problem, signal);

  /** @param {() => Promise<Session>} act */
  const take = (act) =>
    attempt(async () => {
      app.session = await act();
      remount();
    });

  /** @param {Connection} school */
  async function forget({ id, name }) {
    const goesOn = await askBefore(
      {
        title: t.forgetTitle(nameWords(name)),
        body:
          session.current?.id === id && goingRun() !== null
            ? `${words().run.leave.forget} ${t.forgetBody}`
            : t.forgetBody,
        act: { answer: "forget", caption: t.forget },
        stay: words().frame.cancel,
      },
      signal,
    );
    if (!goesOn) return;
    await take(async () => {
      try {
        return await host.forgetConnection(id);
      } catch (thrown) {
        // It may be disconnected although it could not be erased. The row stays, so that it can be retried.
        app.session = await host.session();
        throw thrown;
      }
    });
  }

  /** @param {Connection} school */
  function row(school) {
    const { id, name, environment, canRead, hasKey, server, organizationId } = school;
    const inUse = session.current?.id === id;
    const use = button(
      t.use,
      { action: "choose", label: t.useSchool(nameWords(name)) },
      signal,
      () => void attempt(() => switchFrom(() => host.chooseConnection(id), signal), { pressed: use, connection: id }),
    );
    return h(
      "li",
      { class: "school", "data-connection": id },
      h(
        "div",
        { class: "school-words" },
        h(
          "p",
          {},
          h("strong", {}, h("bdi", {}, nameOf(name))),
          " ",
          h("span", { class: "badge", "data-environment": environment }, words().environments[environment].band),
          inUse && h("span", { class: "tag" }, t.current),
        ),
        h("p", { class: "fine mono" }, h("bdi", {}, organizationId ?? server)),
        !hasKey && h("p", { class: "error" }, t.keyMissing),
        !canRead && h("p", { class: "hint" }, t.readNo),
      ),
      h(
        "div",
        { class: "actions" },
        !inUse && hasKey && use,
        h(
          "a",
          {
            class: `button ${hasKey ? "button-quiet" : "button-plain"}`,
            href: to.connect(id),
            "data-action": "paste-key",
            "aria-label": t.pasteKeyOf(nameWords(name)),
          },
          t.pasteKey,
        ),
        button(
          t.forget,
          { action: "forget", kind: "quiet", label: t.forgetSchool(nameWords(name)) },
          signal,
          () => void forget(school),
        ),
      ),
    );
  }

  return settingsSection(
    "schools",
    t.schools,
    t.schoolsLead,
    problem,
    session.keysLeft > 0 &&
      banner(
        "warning",
        t.keysLeft(session.keysLeft),
        t.keysLeftLead,
        { "data-keys-left": true },
        button(words().keychain.retry, { action: "retry-keychain" }, signal, () => void take(host.retryKeychain)),
      ),
    schools.length > 0 ? h("ul", { class: "schools" }, schools.map(row)) : h("p", { class: "muted" }, t.noSchools),
    h(
      "div",
      { class: "actions" },
      button(t.addSchool, { action: "connect" }, signal, () => go(to.connect())),
    ),
  );
}
